import { sourcePath } from '../model/paths';
import type { Route } from './topology';

/** The number of a rule as the user counts: its index in the file, also where wrong rules were left out before it. */
export function ruleNumber(route: Route, rule: number): number {
  return Number(sourcePath(['spec', 'rules', rule], route.omitted)[2]);
}
