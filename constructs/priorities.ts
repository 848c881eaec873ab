import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { LoadBalancerPlan, PriorityLedger } from '../lib/index';
import { deliveryCodes, DiagnosticSink, emptyLedger, listenerKey, PRIORITIES_RANKED, readLedger, recordPriorities, writeLedger } from '../lib/index';

/** Name of the ledger where none is given. */
const defaultFile = 'gateway-alb.priorities.json';

/**
 * Where the numbers of listener rules come from.
 *
 * CloudFormation updates rules one by one, and an ALB refuses a number that another rule still holds. A ledger keeps
 * every number with its first rule for ever, so that no order of updates, no rollback and no jump between versions can
 * make two rules claim one number.
 *
 * @example
 *
 * new GatewayAlb(this, 'Web', { vpc, manifests, priorities: Priorities.ledger('config/priorities.json') });
 */
export abstract class Priorities {
  /**
   * From a ledger: a file to be committed, as `cdk.context.json` is. It is written when the app runs under the CDK CLI
   * on a developer's machine. In CI a ledger that is missing or stale is an error.
   *
   * @param path of the file; default `gateway-alb.priorities.json` in the working directory
   *
   * @example
   *
   * Priorities.ledger('config/priorities.json');
   */
  public static ledger(path: string = defaultFile): Priorities {
    return new LedgerPriorities(path);
  }

  /**
   * By rank: 1, 2, 3 in order of precedence. A new rule renumbers all rules below it, and the numbers can collide during
   * the update. For load balancers that are thrown away, and for looking at manifests.
   *
   * @example
   *
   * new GatewayAlb(this, 'Preview', { vpc, manifests, priorities: Priorities.ranked() });
   */
  public static ranked(): Priorities {
    return new RankedPriorities();
  }

  protected constructor() {}

  /** Where the numbers come from. */
  public abstract toString(): string;

  /**
   * What is remembered. Problems of the file are reported.
   *
   * @internal
   */
  public abstract _remembered(sink: DiagnosticSink): PriorityLedger | undefined;

  /**
   * Compares the numbers of a plan with what is remembered; a difference that may not be written is reported.
   *
   * @returns what writes the numbers down, to be called when the synthesis has succeeded
   * @internal
   */
  public abstract _record(plan: LoadBalancerPlan, sink: DiagnosticSink): () => void;

  /**
   * Text of the file, for excerpts in diagnostics.
   *
   * @internal
   */
  public abstract _source(): ReadonlyMap<string, string>;
}

class RankedPriorities extends Priorities {
  public constructor() {
    super();
  }

  public toString(): string {
    return 'Priorities ranked';
  }

  public _remembered(): undefined {
    return undefined;
  }

  public _record({ gateway, listeners }: LoadBalancerPlan, sink: DiagnosticSink): () => void {
    for (const { port } of listeners.filter(({ rules }) => rules.length > 1)) {
      sink.report(PRIORITIES_RANKED, { listener: listenerKey(gateway, port) });
    }
    return () => undefined;
  }

  public _source(): ReadonlyMap<string, string> {
    return new Map();
  }
}

class LedgerPriorities extends Priorities {
  public constructor(private readonly path: string) {
    super();
  }

  public toString(): string {
    return `Priorities ledger ${this.shownPath()}`;
  }

  public _remembered(sink: DiagnosticSink): PriorityLedger {
    const text = this.text();
    return text === undefined ? emptyLedger : readLedger(text, this.shownPath(), sink);
  }

  public _record(plan: LoadBalancerPlan, sink: DiagnosticSink): () => void {
    const text = this.text();
    const unchanged = text !== undefined && writeLedger(recordPriorities(this.read(text), plan)) === text;
    if (unchanged || process.env.CDK_OUTDIR === undefined) return () => undefined;
    if (runsInCi()) {
      const code = text === undefined ? deliveryCodes.LEDGER_MISSING : deliveryCodes.LEDGER_STALE;
      sink.report(code, { path: this.shownPath() });
      return () => undefined;
    }
    return () => this.write(plan);
  }

  public _source(): ReadonlyMap<string, string> {
    const text = this.text();
    return new Map(text === undefined ? [] : [[this.shownPath(), text]]);
  }

  /** Read again: other load balancers of the app write to the same file. */
  private write(plan: LoadBalancerPlan): void {
    const text = this.text();
    writeFileSync(this.path, writeLedger(recordPriorities(text === undefined ? emptyLedger : this.read(text), plan)));
  }

  /** Problems of the file have been reported by `_remembered`. */
  private read(text: string): PriorityLedger {
    return readLedger(text, this.shownPath(), new DiagnosticSink());
  }

  private text(): string | undefined {
    return existsSync(this.path) ? readFileSync(this.path, 'utf8') : undefined;
  }

  private shownPath(): string {
    return relative('', this.path).replaceAll('\\', '/');
  }
}

function runsInCi(): boolean {
  return process.env.CI !== undefined && process.env.CI !== '' && process.env.CI !== 'false';
}
