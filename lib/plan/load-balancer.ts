import type { AttachedGateway } from '../attach/topology';
import {
  CAPACITY_INVALID,
  CUSTOMER_OWNED_POOL,
  IPAM_POOL_INTERNAL,
  LOAD_BALANCER_NAMED,
  LOAD_BALANCER_NAME_INVALID,
  WEB_ACL_INVALID,
} from '../diagnostics/catalogue/aws';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import type { LoadBalancerPlan } from './ir';
import type { Settings } from './settings';
import { setting } from './settings';
import { subjectFor, where, whereKey } from './sourced';

/** What the load balancer is, apart from its subnets, security groups, attributes, tags and listeners. */
export type LoadBalancerProperties = Pick<
  LoadBalancerPlan,
  | 'gateway'
  | 'name'
  | 'scheme'
  | 'ipAddressType'
  | 'webAclArn'
  | 'shieldProtection'
  | 'minimumCapacityUnits'
  | 'ipv4IpamPoolId'
  | 'customerOwnedIpv4Pool'
>;

const REGIONAL_WEB_ACL = /^arn:[^:]+:wafv2:[^:]+:[^:]*:regional\/webacl\/[^/]+\/[^/]+$/;
const NAME = /^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/;

/** Scheme `internal` and address type `ipv4` unless configured, as the AWS controller. Reports GW51xx. */
export function planLoadBalancer({ gateway }: AttachedGateway, settings: Settings, sink: DiagnosticSink): LoadBalancerProperties {
  const name = loadBalancerName(settings, sink);
  const webAclArn = webAcl(settings, sink);
  const minimumCapacityUnits = capacity(settings, sink);
  const scheme = settings.spec.scheme ?? 'internal';
  const { ipv4IPAMPoolId, customerOwnedIpv4Pool } = settings.spec;
  reportPools(settings, scheme, sink);
  return {
    gateway: { namespace: gateway.ref.namespace, name: gateway.ref.name },
    ...(name !== undefined && { name }),
    scheme,
    ipAddressType: settings.spec.ipAddressType ?? 'ipv4',
    ...(webAclArn !== undefined && { webAclArn }),
    shieldProtection: settings.spec.shieldConfiguration?.enabled ?? false,
    ...(minimumCapacityUnits !== undefined && { minimumCapacityUnits }),
    ...(ipv4IPAMPoolId !== undefined && { ipv4IpamPoolId: ipv4IPAMPoolId }),
    ...(customerOwnedIpv4Pool !== undefined && { customerOwnedIpv4Pool }),
  };
}

function loadBalancerName(settings: Settings, sink: DiagnosticSink): string | undefined {
  const name = setting(settings, 'loadBalancerName');
  if (name === undefined) return undefined;
  const valid = NAME.test(name.value);
  sink.report(valid ? LOAD_BALANCER_NAMED : LOAD_BALANCER_NAME_INVALID, { subject: subjectFor(name), name: name.value }, where(name));
  return valid ? name.value : undefined;
}

function webAcl(settings: Settings, sink: DiagnosticSink): string | undefined {
  const waf = setting(settings, 'wafV2');
  if (waf === undefined || REGIONAL_WEB_ACL.test(waf.value.webACL)) return waf?.value.webACL;
  const at = waf.decoded.object.at(...waf.path, 'webACL');
  sink.report(WEB_ACL_INVALID, { subject: subjectFor(waf), value: waf.value.webACL }, { ...where(waf), at });
  return undefined;
}

/** Zero reserves nothing, as in the AWS controller. */
function capacity(settings: Settings, sink: DiagnosticSink): number | undefined {
  const reserved = setting(settings, 'minimumLoadBalancerCapacity');
  const units = reserved?.value.capacityUnits ?? 0;
  if (reserved !== undefined && units < 0) sink.report(CAPACITY_INVALID, { subject: subjectFor(reserved), units }, where(reserved));
  return units > 0 ? units : undefined;
}

function reportPools(settings: Settings, scheme: string, sink: DiagnosticSink): void {
  const ipam = setting(settings, 'ipv4IPAMPoolId');
  if (ipam !== undefined && scheme === 'internal') sink.report(IPAM_POOL_INTERNAL, { subject: subjectFor(ipam) }, whereKey(ipam));
  const owned = setting(settings, 'customerOwnedIpv4Pool');
  if (owned !== undefined) sink.report(CUSTOMER_OWNED_POOL, { subject: subjectFor(owned) }, whereKey(owned));
}
