import { Token } from 'aws-cdk-lib';
import type { aws_route53 as route53 } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { isStandIn } from './lookups';

const apps = new WeakMap<IConstruct, Map<string, string>>();

/**
 * Claims the records of a hostname in a hosted zone for a load balancer. A zone has one alias record of a type for a name,
 * whichever stack or stage of the app makes it.
 *
 * @returns construct path of the load balancer of the app that has claimed one of the records already
 */
export function claimRecords(claimant: Construct, zone: route53.IHostedZone, hostname: string, types: readonly string[]): string | undefined {
  if (isStandIn(zone.hostedZoneId)) return undefined;
  const app = claimant.node.root;
  const claims = apps.get(app) ?? new Map<string, string>();
  apps.set(app, claims);
  const zoneId = Token.isUnresolved(zone.hostedZoneId) ? zone.node.addr : zone.hostedZoneId;
  const keys = types.map((type) => [zoneId, hostname, type].join(' '));
  const owner = keys.flatMap((key) => claims.get(key) ?? []).find((path) => path !== claimant.node.path);
  if (owner === undefined) for (const key of keys) claims.set(key, claimant.node.path);
  return owner;
}
