/** A match as messages name it. `match` is absent for a rule without matches. */
export interface MatchPlace {
  readonly subject: string;
  readonly rule: number;
  readonly match?: number;
}

export function placeOf({ subject, rule, match }: MatchPlace): string {
  return `${subject}, rule ${rule}${match === undefined ? '' : `, match ${match}`}`;
}
