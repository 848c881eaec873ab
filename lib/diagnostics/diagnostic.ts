import type { ObjectRef, Span } from './subject';

/**
 * `error` fails the synth, `warning` is shown and can be acknowledged, `note` records a deliberate
 * difference or an ignored field and is shown on request.
 */
export type Severity = 'error' | 'warning' | 'note';

/** Positive condition types of the Gateway API that a diagnostic can turn to False (or, for the last three, to True). */
export type ConditionType =
  | 'Accepted'
  | 'ResolvedRefs'
  | 'Programmed'
  | 'Conflicted'
  | 'PartiallyInvalid'
  | 'OverlappingTLSConfig'
  | 'InsecureFrontendValidationMode';

/** The status condition that a code stands for, as the Gateway API names it. */
export interface ConditionVerdict {
  readonly type: ConditionType;
  readonly status: 'True' | 'False';
  readonly reason: string;
}

/** Which status a diagnostic belongs to: an object, one of its listeners, or one of its parentRefs (by index). */
export interface StatusTarget {
  readonly object: ObjectRef;
  readonly listener?: string;
  readonly parent?: number;
}

/** A further place or remark under the message. */
export interface Note {
  readonly text: string;
  readonly span?: Span;
}

/** One message about the input, complete in itself. */
export interface Diagnostic {
  /** Stable code, `GWnnnn`. */
  readonly code: string;
  /** Stable readable name, `stage/what-is-wrong`. */
  readonly name: string;
  readonly severity: Severity;
  /** Who, what is wrong, which value. One line. */
  readonly message: string;
  /** The tight place. Absent only where no file is to blame (for example an empty folder). */
  readonly span?: Span;
  /** Text beside the caret, such as `did you mean "https"?`. */
  readonly hint?: string;
  readonly notes: readonly Note[];
  /** What to do about it. */
  readonly fix?: string;
  /** The object the message is about. */
  readonly subject?: ObjectRef;
  /** The status condition that follows, and whose status it is. */
  readonly condition?: ConditionVerdict;
  readonly about?: StatusTarget;
}

/** Where and about what a code is reported. */
export interface Report {
  readonly at?: Span;
  readonly subject?: ObjectRef;
  readonly hint?: string;
  readonly notes?: readonly Note[];
  readonly about?: StatusTarget;
  /** Overrides the reason of the code's condition where the specification has a finer one. */
  readonly reason?: string;
}

/** What the catalogue says of one code. `A` is the type of the arguments of its message. */
export interface Code<A> {
  readonly code: string;
  readonly name: string;
  readonly severity: Severity;
  /**
   * `true` for what a running Gateway API implementation would report in a status and serve around.
   * Under `onInvalidRoute: respond-500` such an error is reported as a warning; all other errors stay errors.
   */
  readonly runtime: boolean;
  readonly condition?: ConditionVerdict;
  readonly message: (args: A) => string;
  /** What to do, shown as the last note. May depend on the arguments. */
  readonly fix: (args: A) => string;
  /** The fix in general, for `docs/diagnostics.md`; empty where there is nothing to do. */
  readonly advice: string;
  /** One sentence for `docs/diagnostics.md`: when this happens. */
  readonly cause: string;
}

/** What an entry of the catalogue has to say; the rest has defaults. */
export interface CodeDefinition<A> {
  readonly message: (args: A) => string;
  readonly fix: string | ((args: A) => string);
  /** The fix without arguments, for `docs/diagnostics.md`. Needed where `fix` is a function; by default `fix`. */
  readonly advice?: string;
  readonly cause: string;
  readonly condition?: ConditionVerdict;
  readonly runtime?: boolean;
}

function define<A>(severity: Severity, code: string, name: string, definition: CodeDefinition<A>): Code<A> {
  const { fix } = definition;
  return {
    code,
    name,
    severity,
    runtime: definition.runtime ?? definition.condition !== undefined,
    condition: definition.condition,
    message: definition.message,
    fix: typeof fix === 'string' ? () => fix : fix,
    advice: definition.advice ?? (typeof fix === 'string' ? fix : ''),
    cause: definition.cause,
  };
}

/** Declares an error of the catalogue. */
export function error<A>(code: string, name: string, definition: CodeDefinition<A>): Code<A> {
  return define('error', code, name, definition);
}

/** Declares a warning of the catalogue. */
export function warning<A>(code: string, name: string, definition: CodeDefinition<A>): Code<A> {
  return define('warning', code, name, definition);
}

/** Declares a note of the catalogue: a deliberate difference or an ignored field. */
export function note<A>(code: string, name: string, definition: CodeDefinition<A>): Code<A> {
  return define('note', code, name, definition);
}

/** What happens to a route that cannot be served as written. */
export type InvalidRoutePolicy = 'fail' | 'respond-500';

/** Collects what the stages report. One sink per compilation; it never throws for a user's mistake. */
export class DiagnosticSink {
  private readonly collected: Diagnostic[];
  private readonly seen = new Set<string>();

  /** `earlier`: diagnostics of stages that ran before, kept in front. */
  public constructor(private readonly policy: InvalidRoutePolicy = 'fail', earlier: readonly Diagnostic[] = []) {
    this.collected = [...earlier];
    for (const diagnostic of earlier) this.seen.add(keyOf(diagnostic));
  }

  /** All diagnostics, in the order of report, without exact repetitions. */
  public get diagnostics(): readonly Diagnostic[] {
    return this.collected;
  }

  public get hasErrors(): boolean {
    return this.collected.some((diagnostic) => diagnostic.severity === 'error');
  }

  /** Records one diagnostic. The same code at the same place about the same status is recorded once. */
  public report<A>(code: Code<A>, args: A, where: Report = {}): Diagnostic {
    const diagnostic = this.build(code, args, where);
    const key = keyOf(diagnostic);
    if (!this.seen.has(key)) {
      this.seen.add(key);
      this.collected.push(diagnostic);
    }
    return diagnostic;
  }

  private build<A>(code: Code<A>, args: A, where: Report): Diagnostic {
    const demoted = code.severity === 'error' && code.runtime && this.policy === 'respond-500';
    const reason = where.reason ?? code.condition?.reason ?? '';
    const fix = code.fix(args);
    return {
      code: code.code,
      name: code.name,
      severity: demoted ? 'warning' : code.severity,
      message: code.message(args),
      notes: where.notes ?? [],
      ...(where.at && { span: where.at }),
      ...(where.hint !== undefined && { hint: where.hint }),
      ...(fix !== '' && { fix }),
      ...(where.subject && { subject: where.subject }),
      ...(code.condition && { condition: { ...code.condition, reason } }),
      ...(where.about && { about: where.about }),
    };
  }
}

function keyOf({ code, message, span, about }: Diagnostic): string {
  const place = span && `${span.file} ${span.start.offset} ${span.end.offset}`;
  return `${code} ${place} ${about === undefined ? '' : JSON.stringify(about)} ${message}`;
}
