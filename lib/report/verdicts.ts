import type { ConditionType, Diagnostic, StatusTarget } from '../diagnostics/diagnostic';

/** A condition in the `status` of a Kubernetes object. `lastTransitionTime` is left to who writes it into a cluster. */
export interface StatusCondition {
  readonly type: ConditionType;
  readonly status: 'True' | 'False' | 'Unknown';
  /** CamelCase word of the Gateway API. */
  readonly reason: string;
  readonly message: string;
  /** `metadata.generation` of the object; absent where the files do not have it. */
  readonly observedGeneration?: number;
}

/** A diagnostic that turns a condition. */
export type Verdict = Diagnostic & Required<Pick<Diagnostic, 'condition' | 'about'>>;

/** What the diagnostics say about one status: of an object, of a listener, or of a parentRef. */
export type Verdicts = (target: StatusTarget) => readonly Verdict[];

export function indexVerdicts(diagnostics: readonly Diagnostic[]): Verdicts {
  const byTarget = new Map<string, Verdict[]>();
  for (const diagnostic of diagnostics) {
    if (isVerdict(diagnostic)) {
      const key = keyOf(diagnostic.about);
      const verdicts = byTarget.get(key) ?? [];
      verdicts.push(diagnostic);
      byTarget.set(key, verdicts);
    }
  }
  return (target) => byTarget.get(keyOf(target)) ?? [];
}

/** The verdicts on one condition. */
export function on(type: ConditionType, verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter(({ condition }) => condition.type === type);
}

/** The condition that follows from verdicts: the reason is that of the first, the message lists them all. Undefined without any. */
export function concluded(type: ConditionType, verdicts: readonly Verdict[]): StatusCondition | undefined {
  const own = on(type, verdicts);
  if (own.length === 0) {
    return undefined;
  }
  const { status, reason } = own[0].condition;
  return { type, status, reason, message: messageOf(own) };
}

export function positive(type: ConditionType, reason: string, message: string): StatusCondition {
  return { type, status: 'True', reason, message };
}

export function negative(type: ConditionType, reason: string, message: string): StatusCondition {
  return { type, status: 'False', reason, message };
}

/** Adds the generation of the object that was judged. */
export function observed(conditions: readonly StatusCondition[], generation: number | undefined): readonly StatusCondition[] {
  return generation === undefined ? conditions : conditions.map((condition) => ({ ...condition, observedGeneration: generation }));
}

/** The messages of several diagnostics as one text. */
export function messageOf(diagnostics: readonly Diagnostic[]): string {
  return [...new Set(diagnostics.map(({ message }) => message))].join('; ');
}

function isVerdict(diagnostic: Diagnostic): diagnostic is Verdict {
  return diagnostic.condition !== undefined && diagnostic.about !== undefined;
}

function keyOf({ object, listener, parent }: StatusTarget): string {
  return JSON.stringify([object.group, object.kind, object.namespace, object.name, listener ?? null, parent ?? null]);
}
