import type { RequestClass, RouteDiff } from './route-diff';

/** The review of a change: all its load balancers. A plain JSON value. */
export interface Review {
  readonly version: 1;
  /** How the sides were named: a path, `git:REV:PATH`. */
  readonly old: string;
  readonly new: string;
  readonly gateways: readonly RouteDiff[];
}

/** What can make a review fail, see `gatesHit`. */
export const gates = ['lost', 'shadowed', 'public', 'replaced', 'moved', 'changed', 'new', 'unproved'] as const;
export type Gate = (typeof gates)[number];

/**
 * Which of the gates a review hits. `lost`, `moved`, `changed` and `new` ask for requests of that kind (`changed` also for
 * settings), `shadowed` for rules that cannot be reached any more, `public` for anything that strangers can reach now,
 * `replaced` for a load balancer, listener or target group that is made anew or removed, `unproved` for gaps in the proof.
 */
export function gatesHit({ gateways }: Review, wanted: readonly Gate[]): readonly Gate[] {
  return wanted.filter((gate) => gateways.some((diff) => hits[gate](diff)));
}

const hasKind = (kind: RequestClass['kind']) => (diff: RouteDiff) => diff.classes.some((it) => it.served && it.kind === kind);

const hits: Readonly<Record<Gate, (diff: RouteDiff) => boolean>> = {
  lost: hasKind('lost'),
  moved: hasKind('moved'),
  new: hasKind('new'),
  changed: (diff) => hasKind('changed')(diff) || diff.settings.length > 0,
  shadowed: ({ shadowed }) => shadowed.length > 0,
  public: ({ classes, settings }) => classes.some((it) => it.public) || settings.some((it) => it.public),
  replaced: ({ settings, resources, old, new: latest }) =>
    settings.some(({ replaces }) => replaces) ||
    resources.targetGroups.replaced.length > 0 ||
    resources.listeners.removed.length > 0 ||
    (old !== undefined && old.name !== latest?.name),
  unproved: ({ unchanged }) => !unchanged.proved,
};
