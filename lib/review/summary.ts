import type { RouteDiff } from './route-diff';

/** The whole of a comparison in one line. */
export function verdictOf({ classes, settings, shadowed, resources, unchanged }: RouteDiff): string {
  const served = classes.filter((it) => it.served);
  const counts = (['lost', 'new', 'moved', 'changed'] as const).flatMap((kind) => {
    const count = served.filter((it) => it.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  const opened = served.filter((it) => it.public).length + settings.filter((it) => it.public).length;
  const replaced = resources.targetGroups.replaced.length;
  const parts = [
    ...counts,
    ...(opened > 0 ? [`${opened} open to the internet`] : []),
    ...(shadowed.length > 0 ? [`${shadowed.length} shadowed`] : []),
    ...(replaced > 0 ? [`${replaced} ${replaced === 1 ? 'target group' : 'target groups'} made anew`] : []),
    ...(settings.length > 0 ? [`${settings.length} ${settings.length === 1 ? 'setting' : 'settings'}`] : []),
  ];
  if (parts.length > 0) return parts.join(', ');
  if (!unchanged.proved) return 'no change was found, but not everything is proved';
  return isPureRenumbering(resources) ? `priorities changed, behaviour identical (${resources.rules.renumbered} rules renumbered)` : 'every request is answered as before';
}

function isPureRenumbering({ rules, listeners, targetGroups }: RouteDiff['resources']): boolean {
  const others = [rules.created, rules.removed, rules.updated, listeners.created, listeners.removed, targetGroups.created, targetGroups.removed, targetGroups.replaced];
  return rules.renumbered > 0 && others.every((list) => list.length === 0);
}

/** What a deployment does, one fact per line. */
export function resourceLines({ resources, budget }: RouteDiff): readonly string[] {
  const { rules, listeners, targetGroups, notCompared } = resources;
  return [
    `rules ${budget.old} -> ${budget.new} of ${budget.limit}${budget.new > budget.limit ? ': more than the quota' : ''}`,
    ...countLine('rules', [[rules.created.length, 'created'], [rules.updated.length, 'changed in place'], [rules.renumbered, 'renumbered'], [rules.removed.length, 'removed']]),
    ...countLine('listeners', [[listeners.created.length, `created (${listeners.created.join(', ')})`], [listeners.removed.length, `removed (${listeners.removed.join(', ')})`]]),
    ...countLine('target groups', [[targetGroups.created.length, 'created'], [targetGroups.removed.length, 'removed']]),
    ...targetGroups.replaced.map(({ service, old, new: latest }) => `target group of ${service} is made anew and starts cold: ${old} -> ${latest}`),
    ...(notCompared === undefined ? [] : [`not compared: ${notCompared}`]),
  ];
}

function countLine(what: string, counts: readonly (readonly [count: number, word: string])[]): readonly string[] {
  const words = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return words.length === 0 ? [] : [`${what}: ${words.join(', ')}`];
}

/** What is not in the report, and why that can be relied on. */
export function proofLines({ unchanged, classes }: RouteDiff): readonly string[] {
  if (!unchanged.proved) return unchanged.gaps.map((gap) => `not proved: ${gap}`);
  const rest = classes.length === 0 ? 'every request' : 'every other request';
  return [`${rest} is answered as before: proved, not sampled (${unchanged.rules} ${unchanged.rules === 1 ? 'rule decides' : 'rules decide'} nothing new)`];
}

/** Names of both load balancers, or of the only one. */
export function titleOf({ old, new: latest }: RouteDiff): string {
  if (old && latest) return old.name === latest.name ? latest.name : `${old.name} -> ${latest.name}`;
  return latest ? `${latest.name} (new load balancer)` : `${old?.name ?? ''} (load balancer removed)`;
}
