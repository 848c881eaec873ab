import * as attachment from './catalogue/attachment';
import * as aws from './catalogue/aws';
import * as delivery from './catalogue/delivery';
import * as internal from './catalogue/internal';
import * as routeTests from './catalogue/route-tests';
import * as routing from './catalogue/routing';
import * as selection from './catalogue/selection';
import * as shape from './catalogue/shape';
import * as sides from './catalogue/sides';
import * as unsupported from './catalogue/unsupported';
import * as yaml from './catalogue/yaml';
import type { Code } from './diagnostic';

/**
 * Every code this library can report, one file per range:
 * GW0xxx reading YAML, templates and revisions, GW1xxx shape of objects, GW2xxx attachment and references, GW3xxx what an ALB cannot do,
 * GW4xxx quality of the routing, GW5xxx AWS settings, GW6xxx route tests, GW9xxx faults of this library.
 * The prose of all messages is here and nowhere else.
 */
export const catalogue: readonly Code<never>[] = [yaml, sides, shape, attachment, selection, unsupported, routing, aws, delivery, routeTests, internal]
  .flatMap((range) => Object.values<unknown>(range))
  .filter(isCode)
  .sort((left, right) => left.code.localeCompare(right.code));

/** The files of a range export the words of its messages too. */
function isCode(exported: unknown): exported is Code<never> {
  return typeof exported === 'object' && exported !== null && 'code' in exported && 'severity' in exported;
}
