import { randomOrder } from './orders';
import type { Random } from './random';
import type { Announcement } from './announced';
import type { Stack, UpdateOptions, UpdateResult } from './update';
import { noStack, update } from './update';
import type { Version } from './versions';
import { Watch } from './watch';
import { World } from './world';

/** One place where versions are deployed. */
export interface Environment {
  readonly world: World;
  readonly stack: Stack;
  /** Absent: never deployed. */
  readonly version?: Version;
}

export function newEnvironment(): Environment {
  return { world: World.empty(), stack: noStack };
}

/** What must never be. */
export interface Violation {
  /** A constraint that refused an operation, or what a client or an operator finds wrong. */
  readonly kind: string;
  readonly detail: string;
}

export interface Transition {
  readonly environment: Environment;
  readonly violations: readonly Violation[];
  readonly steps: number;
  readonly probes: number;
  /** What had been announced and was seen. */
  readonly announcements: ReadonlySet<Announcement>;
  readonly outcome: UpdateResult['outcome'];
}

/** Brings an environment to a version in some order, perhaps with a failure, and looks at every moment of it. */
export function deploy(environment: Environment, version: Version, random: Random, failureRate = 0.15): Transition {
  const failure = random.chance(failureRate) ? failureFrom(version, random) : undefined;
  return transition(environment, version, { order: randomOrder(random), ...(failure && { failure }) }, random);
}

/** Most updates are small, so half of the failures come early; the others anywhere in the largest update there can be. */
function failureFrom({ template }: Version, random: Random): UpdateOptions['failure'] {
  const at = random.below(random.chance(0.5) ? 8 : Object.keys(template.Resources).length);
  return { at, hasEffect: random.chance(0.5), inFlight: random.below(3) };
}

function transition(environment: Environment, version: Version, options: Omit<UpdateOptions, 'observe'>, random: Random): Transition {
  const world = environment.world.copy();
  const watch = new Watch(environment, version, world, random);
  const { outcome, stack } = update(world, environment.stack, version.template, { ...options, observe: (step) => watch.after(step) });
  const now = outcome === 'updated' ? version : environment.version;
  watch.atTheEnd(stack, outcome);
  return {
    environment: { world, stack, ...(now && { version: now }) },
    violations: watch.violations,
    steps: watch.steps,
    probes: watch.requests.length,
    announcements: watch.announcements,
    outcome,
  };
}
