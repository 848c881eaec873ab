import {
  LOAD_BALANCER_TARGET_GROUPS,
  TOO_MANY_CERTIFICATES,
  TOO_MANY_LISTENERS,
  TOO_MANY_RULES,
} from '../diagnostics/catalogue/aws';
import type { Note } from '../diagnostics/diagnostic';
import { subjectOf } from '../diagnostics/subject';
import type { PlanContext } from './context';
import type { LoadBalancerPlan } from './ir';
import { limits } from './limits';
import type { PlannedTargetGroups } from './targetgroups';

type Context = Pick<PlanContext, 'gateway' | 'options' | 'sink'>;

/** Reports what exceeds the quotas of a load balancer (GW55xx), each time with who does not fit any more. */
export function checkLoadBalancerLimits(plan: LoadBalancerPlan, targetGroups: PlannedTargetGroups, context: Context): void {
  checkListeners(plan, context);
  checkRules(plan, context);
  checkTargetGroups(targetGroups, context);
  checkCertificates(plan, context);
}

function checkListeners({ listeners }: LoadBalancerPlan, { gateway, options, sink }: Context): void {
  const allowed = options.quotas.listeners;
  if (listeners.length <= allowed) return;
  const { port } = listeners[allowed];
  const declared = gateway.listeners.find(({ listener }) => listener.port === port);
  const parent = declared?.parent ?? gateway.gateway;
  const at = declared ? parent.object.at('spec', 'listeners', declared.index, 'port') : parent.object.at('spec', 'listeners');
  const args = { subject: subjectOf(gateway.gateway.ref), listeners: listeners.length, allowed, port };
  sink.report(TOO_MANY_LISTENERS, args, { at, subject: parent.ref });
}

function checkRules({ listeners }: LoadBalancerPlan, { gateway, options, sink }: Context): void {
  const allowed = options.quotas.rules;
  const rules = listeners.flatMap((listener) => listener.rules);
  if (rules.length <= allowed) return;
  const { origin } = rules[allowed];
  const counts = new Map<string, number>();
  for (const rule of rules) counts.set(subjectOf(rule.origin.object), (counts.get(subjectOf(rule.origin.object)) ?? 0) + 1);
  const args = { subject: subjectOf(gateway.gateway.ref), rules: rules.length, allowed, route: subjectOf(origin.object) };
  sink.report(TOO_MANY_RULES, args, { ...(origin.span && { at: origin.span }), subject: origin.object, notes: [largest(counts)] });
}

function largest(counts: ReadonlyMap<string, number>): Note {
  const sorted = [...counts].sort(([left, one], [right, other]) => other - one || (left < right ? -1 : 1));
  const shown = sorted.slice(0, 5).map(([route, count]) => `${route}: ${count}`).join(', ');
  return { text: `listener rules by route: ${shown}${sorted.length > 5 ? ', ...' : ''}` };
}

function checkTargetGroups(targetGroups: PlannedTargetGroups, { gateway, sink }: Context): void {
  const allowed = limits.targetGroupsPerLoadBalancer;
  const groups = targetGroups.plans().length;
  const uses = targetGroups.firstUses();
  const overflow = uses[allowed] ?? uses.at(-1);
  if (groups <= allowed || overflow === undefined) return;
  const route = overflow.route.route.ref;
  const args = { subject: subjectOf(gateway.gateway.ref), groups, allowed, route: subjectOf(route) };
  sink.report(LOAD_BALANCER_TARGET_GROUPS, args, { at: overflow.backend.span, subject: route });
}

/** The first certificate of a listener is its default one and does not count. */
function checkCertificates({ listeners }: LoadBalancerPlan, { gateway, options, sink }: Context): void {
  const allowed = options.quotas.certificates;
  const counts = listeners.map(({ port, certificates }) => ({ port, count: Math.max(0, certificates.length - 1) }));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total <= allowed) return;
  let sum = 0;
  const exceeded = counts.find(({ count }) => (sum += count) > allowed);
  const { object, ref } = gateway.gateway;
  const args = { subject: subjectOf(ref), certificates: total, allowed, port: exceeded?.port ?? 0 };
  sink.report(TOO_MANY_CERTIFICATES, args, { at: object.at('spec', 'listeners'), subject: ref });
}
