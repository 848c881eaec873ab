import type { HeaderLine, Request } from '../explain/request';
import { defaultSourceIp } from '../explain/request-text';
import type { RouteDecision } from '../explain/decision';
import type { SimulatedPlan, Simulator } from '../explain/simulate';
import type { Condition, ListenerPlan, ListenerRulePlan } from '../plan/ir';
import { regexExamples } from './regex-example';

/** A request that reaches a rule, and what happens to it. */
export interface Witness {
  readonly request: Request;
  readonly decision: RouteDecision;
}

/** More candidates than this are not tried for one rule. */
const mostCandidates = 400;

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/**
 * A request that really reaches a rule: made from its conditions, the simplest first, and tried in the simulator until
 * one is not taken by an earlier rule. Undefined where none of them is; that does not prove that there is none.
 */
export function findWitness(rule: ListenerRulePlan, listener: ListenerPlan, plan: SimulatedPlan, simulate: Simulator): Witness | undefined {
  let tried = 0;
  for (const request of candidatesFor(rule, listener, plan)) {
    if (tried === mostCandidates) return undefined;
    tried += 1;
    const decision = simulate(request);
    if (decision.rule?.id === rule.id) return { request, decision };
  }
  return undefined;
}

function* candidatesFor(rule: ListenerRulePlan, { port, protocol, mutualAuthentication }: ListenerPlan, plan: SimulatedPlan): Generator<Request> {
  const grpc = isForGrpc(rule, plan);
  const scheme = protocol === 'HTTPS' ? 'https' : 'http';
  const isUsualPort = port === (scheme === 'https' ? 443 : 80);
  const query = ofField(rule, 'query-string').map(({ values: [{ key, value }] }) => `${unescaped(key ?? 'x')}=${unescaped(value)}`).join('&');
  const [sources] = ofField(rule, 'source-ip');
  const rest = {
    scheme,
    port,
    headers: headersFor(rule, grpc),
    sourceIp: sources?.values[0].split('/')[0] ?? defaultSourceIp,
    ...(mutualAuthentication?.mode === 'verify' && { clientCertificate: 'valid' as const }),
  } as const;
  for (const method of ofField(rule, 'http-request-method').at(0)?.values ?? (grpc ? ['POST'] : methods)) {
    for (const name of hostCandidates(rule)) {
      for (const path of pathCandidates(ofField(rule, 'path-pattern').at(0))) {
        yield { ...rest, method, host: isUsualPort ? name : `${name}:${port}`, path: query === '' ? path : `${path}?${query}` };
      }
    }
  }
}

type ConditionOf<Field extends Condition['field']> = Extract<Condition, { field: Field }>;

function ofField<Field extends Condition['field']>({ conditions }: ListenerRulePlan, field: Field): readonly ConditionOf<Field>[] {
  return conditions.filter((condition): condition is ConditionOf<Field> => condition.field === field);
}

function headersFor(rule: ListenerRulePlan, grpc: boolean): readonly HeaderLine[] {
  const asked = ofField(rule, 'http-header').map((condition): HeaderLine => [condition.name, textsOf(condition, '', ['x']).at(0) ?? 'x']);
  const hasType = asked.some(([name]) => name.toLowerCase() === 'content-type');
  return grpc && !hasType ? [...asked, ['content-type', 'application/grpc']] : asked;
}

function isForGrpc({ action }: ListenerRulePlan, { targetGroups }: SimulatedPlan): boolean {
  if (action.type !== 'forward') return false;
  const ids = action.targetGroups.flatMap(({ targetGroup }) => (targetGroup.kind === 'planned' ? [targetGroup.id] : []));
  return targetGroups.some(({ id, protocolVersion }) => protocolVersion === 'GRPC' && ids.includes(id));
}

const labels = ['any', 'some', 'www'];

/** The hostnames the rule stands for read better than what its regular expressions describe. */
function hostCandidates(rule: ListenerRulePlan): readonly string[] {
  const { hostnames } = rule.origin;
  if (hostnames.length > 0) return hostnames.flatMap((hostname) => (hostname.startsWith('*') ? labels.map((label) => label + hostname.slice(1)) : [hostname]));
  const [condition] = ofField(rule, 'host-header');
  return condition ? textsOf(condition, '', labels) : ['any.example.net'];
}

function pathCandidates(condition: ConditionOf<'path-pattern'> | undefined): readonly string[] {
  const paths = condition ? textsOf(condition, '/', ['', 'x', 'x/y']) : ['/', '/x', '/x/y'];
  return paths.filter((path) => path.startsWith('/') && !/[?#\s]/.test(path));
}

/** Texts that a condition accepts; `fillings` are tried for the `*` of a glob. */
function textsOf(
  { values = [], regexValues = [] }: { readonly values?: readonly string[]; readonly regexValues?: readonly string[] },
  start: string,
  fillings: readonly string[],
): readonly string[] {
  const fromGlobs = values.flatMap((glob) => (glob.includes('*') ? fillings : ['']).map((filling) => glob.replaceAll('?', 'x').replaceAll('*', filling)));
  const texts = [...fromGlobs, ...regexValues.flatMap((regex) => regexExamples(regex))].filter((text) => text.startsWith(start));
  return [...new Set(texts)];
}

/** A query text without the escapes of a glob; wildcards are filled. */
function unescaped(glob: string): string {
  return glob.replace(/\\([*?\\])|\*|\?/g, (wildcard, literal: string | undefined) => literal ?? (wildcard === '*' ? '' : 'x'));
}
