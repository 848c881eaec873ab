import type { Random } from './random';
import { kubernetesManifest } from './replacement';
import type { Operation, Order } from './update';
import { types } from './world';

/** How much an adversary wants an operation to come early; the highest goes first. */
type Wish = (operation: Operation) => number;

function priorityOf({ properties, type }: Operation): number {
  return type === types.rule ? Number(properties.Priority) : 0;
}

function answersItself({ properties, type }: Operation): boolean {
  return type === types.rule && JSON.stringify(properties.Actions).includes('fixed-response');
}

const isTouching = ({ kind }: Operation): boolean => kind === 'update' || kind === 'replace' || kind === 'revert';

/** Orders that are meant to do harm. */
const wishes: Readonly<Record<string, Wish>> = {
  'rules that answer with an error first': (operation) => (answersItself(operation) ? 1 : 0),
  'rules that answer with an error last': (operation) => (answersItself(operation) ? 0 : 1),
  'lowest rules first': priorityOf,
  'highest rules first': (operation) => -priorityOf(operation),
  'rules before all else': ({ type }) => (type === types.rule ? 1 : 0),
  'rules after all else': ({ type }) => (type === types.rule ? 0 : 1),
  'updates before creations': (operation) => (isTouching(operation) ? 1 : 0),
  'creations before updates': (operation) => (isTouching(operation) ? 0 : 1),
  'the cluster before the load balancer': ({ type }) => (type === kubernetesManifest ? 1 : 0),
  'the load balancer before the cluster': ({ type }) => (type === kubernetesManifest ? 0 : 1),
};

const names = Object.keys(wishes);

/** A random order, or now and then one that follows a harmful wish and is random beyond it. */
export function randomOrder(random: Random): Order {
  if (random.chance(0.4)) return (candidates) => random.below(candidates.length);
  const wish = wishes[random.pick(names)];
  return (candidates) => {
    const best = Math.max(...candidates.map(wish));
    const wanted = candidates.flatMap((operation, index) => (wish(operation) === best ? [index] : []));
    return random.pick(wanted);
  };
}
