const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** A Gateway API duration (GEP-2257) such as `1h30m` in milliseconds. The text must have passed the schema. */
export function milliseconds(duration: string): number {
  const parts = [...duration.matchAll(/([0-9]+)(ms|h|m|s)/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
}
