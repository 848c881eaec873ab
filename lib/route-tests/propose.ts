import { RULE_WITHOUT_WITNESS, TABLE_NOT_EXTENDED } from '../diagnostics/catalogue/route-tests';
import { DiagnosticSink } from '../diagnostics/diagnostic';
import { describeOrigin } from '../explain/render-explanation';
import { compileSimulator } from '../explain/simulate';
import { coverageOf, type CoveredRule, type DecidedRequest } from './coverage';
import { entryLines } from './entry-text';
import { observe } from './observation';
import { readRouteTests } from './read-table';
import type { TestedGateway } from './run';
import { findWitness } from './witness';

/** Entries for a table, each as lines without indentation. */
export interface ProposedTests {
  readonly entries: readonly (readonly string[])[];
  /** Rules for which no request was found. */
  readonly without: readonly CoveredRule[];
}

/**
 * Tests for the rules that no request has reached: one request for each, tried in the simulator, with what happens to it now.
 * A rule for which none is found is reported as a note (GW6103). `naming`: entries name their Gateway.
 */
export function proposeRouteTests(
  decided: readonly DecidedRequest[],
  gateways: readonly TestedGateway[],
  naming: boolean,
  sink: DiagnosticSink,
): ProposedTests {
  const without: CoveredRule[] = [];
  const entries = gateways.flatMap((gateway) => {
    const { name, plan } = gateway;
    const simulate = compileSimulator(plan);
    return coverageOf(decided, [gateway]).rules.filter(({ requests }) => requests === 0).flatMap((covered) => {
      const listener = plan.listeners.find(({ port }) => port === covered.port);
      const witness = listener && findWitness(covered.rule, listener, plan, simulate);
      if (witness) return [entryLines(covered.rule, witness.request, observe(witness.decision, plan), naming ? name : undefined)];
      without.push(covered);
      tellWithout(covered, sink);
      return [];
    });
  });
  return { entries, without };
}

function tellWithout({ gateway, port, rule: { origin } }: CoveredRule, sink: DiagnosticSink): void {
  const where = { subject: origin.object, ...(origin.span && { at: origin.span }) };
  sink.report(RULE_WITHOUT_WITNESS, { rule: `${describeOrigin(origin)} on ${gateway}:${port}` }, where);
}

const preamble = [
  '# Requests, and what the load balancer must do with them: docs/route-tests.md.',
  '# Proposed by `gateway-alb test --write` from the rules as they are; check whether that is what you want.',
];

/**
 * The text of a table with further entries at its end. What stands in `text` stays as it is, comments included.
 * Undefined where that is not possible; that is reported (GW6104). `text` undefined: a new table.
 */
export function extendRouteTests(text: string | undefined, { entries }: ProposedTests, path: string, sink: DiagnosticSink): string | undefined {
  if (text === undefined) return `${[...preamble, 'tests:', ...entries.flatMap((lines) => indented(lines, '  '))].join('\n')}\n`;
  const indent = /^( *)- (?=.*\S)/m.exec(text.slice(text.search(/^tests:/m)))?.[1];
  const before = readQuietly(text, path);
  if (indent === undefined || before === undefined) return refused(path, 'it has mistakes, or its list of tests has another form', sink);
  const extended = `${text.trimEnd()}\n${entries.flatMap((lines) => indented(lines, indent)).join('\n')}\n`;
  const after = readQuietly(extended, path);
  const isKept = after !== undefined && after.length === before.length + entries.length && before.every((test, index) => test === after[index]);
  return isKept ? extended : refused(path, 'its list of tests is not the last thing in it', sink);
}

function refused(path: string, problem: string, sink: DiagnosticSink): undefined {
  sink.report(TABLE_NOT_EXTENDED, { path, problem });
  return undefined;
}

/** The tests of a text, each as text that does not depend on its place; undefined where it has mistakes. */
function readQuietly(text: string, path: string): readonly string[] | undefined {
  const sink = new DiagnosticSink();
  const tests = readRouteTests([{ path, text }], sink);
  return sink.hasErrors ? undefined : tests.map((test) => JSON.stringify(test, (key, value: unknown) => (key === 'at' ? undefined : value)));
}

function indented(lines: readonly string[], indent: string): readonly string[] {
  return lines.map((line) => indent + line);
}
