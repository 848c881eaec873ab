import type { Request } from '../../../lib/explain/request';
import { compileSimulator, type RouteDecision } from '../../../lib/explain/simulate';
import { answerOf } from '../../../lib/review/answers';
import type { ReviewedPlan } from '../../../lib/review/reviewed-plan';
import type { Decision, RequestClass, RouteDiff } from '../../../lib/review/route-diff';

/** What is wrong with a report, in words; none where it tells the truth as far as these requests can tell. */
export function problemsOf(diff: RouteDiff, old: ReviewedPlan, latest: ReviewedPlan, requests: readonly Request[]): readonly string[] {
  const sides = [old, latest].map((plan) => ({ plan, simulate: compileSimulator(plan) }));
  const ask = (request: Request) => sides.map(({ simulate }) => simulate(request));
  const answers = (request: Request) => sides.map(({ plan, simulate }) => answerOf(simulate(request), plan, request));
  return [
    ...diff.classes.flatMap((it) => witnessProblems(it, ask, answers)),
    ...requests.flatMap((request) => {
      const [before, after] = answers(request);
      if (before === after || isNeverAsked(request)) return [];
      const decisions = ask(request);
      if (diff.classes.some((it) => holds(it, request, decisions))) return [];
      return [`not in the report: ${JSON.stringify({ request, before, after, rules: decisions.map(({ rule }) => rule?.id) })}`];
    }),
  ];
}

function witnessProblems(it: RequestClass, ask: (request: Request) => RouteDecision[], answers: (request: Request) => string[]): readonly string[] {
  const { witness } = it;
  if (!witness) return [`no witness: ${JSON.stringify(it)}`];
  const named = JSON.stringify({ request: witness.request, kind: it.kind, old: it.old, new: it.new });
  if (!holds(it, witness.request, ask(witness.request))) return [`the witness is not of its class: ${named}`];
  const [before, after] = answers(witness.request);
  if (witness.differs !== (before !== after)) return [`the witness is said to differ, or not, wrongly: ${named}`];
  return before === after && !mayAgree(it) ? [`the witness shows no difference: ${named}`] : [];
}

/** Two rewrites, or two redirects, may do the same with one request; stickiness cannot be seen in one answer. */
function mayAgree({ old, new: latest }: RequestClass): boolean {
  const isWritten = [old.outcome, latest.outcome].some((outcome) => outcome.type === 'redirect' || ('transforms' in outcome && outcome.transforms.length > 0));
  const isSticky = [old.outcome, latest.outcome].some((outcome) => outcome.type === 'forward' && outcome.stickinessSeconds !== undefined);
  return isWritten || isSticky;
}

/** Answered by the load balancer before it asks any rule, whatever the rules are. */
function isNeverAsked({ scheme, method, headers, grpc, httpVersion }: Request): boolean {
  const isHttp2WithoutTls = scheme === 'http' && (grpc === true || httpVersion === '2');
  return isHttp2WithoutTls || method === 'TRACE' || headers.some(([name, value]) => name.toLowerCase() === 'x-forwarded-for' && value.split(',').length > 30);
}

function holds(it: RequestClass, request: Request, [before, after]: readonly RouteDecision[]): boolean {
  if (it.port !== request.port || it.scheme !== request.scheme) return false;
  if (it.clientCertificate !== undefined && (it.clientCertificate === 'valid') !== (request.clientCertificate === 'valid')) return false;
  return decides(it.old, before) && decides(it.new, after);
}

function decides({ by, rules }: Decision, { rule, outcome }: RouteDecision): boolean {
  if (by === 'rules') return rules.some(({ id, priority }) => id === rule?.id && priority === rule.priority);
  const stopped = outcome.type === 'refused' || outcome.type === 'error';
  return rule === undefined && stopped === (by === 'before-rules');
}
