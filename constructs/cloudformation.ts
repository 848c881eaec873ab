import { aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2, aws_shield as shield, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import type { interfaces } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type {
  Attribute,
  CertificateRef,
  Condition,
  ListenerPlan,
  ListenerRulePlan,
  LoadBalancerPlan,
  MutualAuthentication,
  TargetGroupPlan,
  TargetGroupRef,
} from '../lib/index';
import { nameOf } from '../lib/index';
import type { Bound } from './binding';
import { noteOrigin } from './origins';
import { actionsOf, fixedResponseOf } from './rule-actions';

/** The load balancer itself, with what hangs on it. */
export function addLoadBalancer(
  scope: Construct,
  plan: LoadBalancerPlan,
  bound: Bound,
  attributes: readonly Attribute[],
): elbv2.CfnLoadBalancer {
  const loadBalancer = new elbv2.CfnLoadBalancer(scope, 'LoadBalancer', {
    type: 'application',
    ...(plan.name !== undefined && { name: plan.name }),
    scheme: plan.scheme,
    ipAddressType: plan.ipAddressType,
    subnets: [...bound.subnetIds],
    securityGroups: [...bound.securityGroupIds],
    loadBalancerAttributes: [...attributes],
    tags: [...plan.tags],
    ...(plan.minimumCapacityUnits !== undefined && {
      minimumLoadBalancerCapacity: { capacityUnits: plan.minimumCapacityUnits },
    }),
    ...(plan.ipv4IpamPoolId !== undefined && { ipv4IpamPoolId: plan.ipv4IpamPoolId }),
  });
  noteOrigin(loadBalancer, { kind: 'load-balancer', gateway: plan.gateway });
  if (plan.webAclArn !== undefined) {
    new wafv2.CfnWebACLAssociation(scope, 'WebAclAssociation', { resourceArn: loadBalancer.ref, webAclArn: plan.webAclArn });
  }
  if (plan.shieldProtection) {
    new shield.CfnProtection(scope, 'ShieldProtection', {
      name: `gateway-alb-${scope.node.addr.slice(-10)}`,
      resourceArn: loadBalancer.ref,
    });
  }
  return loadBalancer;
}

/** The managed security group: open for what the listeners need, nothing else. */
export function addSecurityGroup(scope: Construct, plan: LoadBalancerPlan, vpc: interfaces.aws_ec2.IVPCRef): ec2.CfnSecurityGroup {
  return new ec2.CfnSecurityGroup(scope, 'SecurityGroup', {
    groupDescription: `Load balancer of Gateway ${nameOf(plan.gateway)}`,
    vpcId: vpc.vpcRef.vpcId,
    securityGroupIngress: plan.securityGroups.ingress.map((rule) => ({
      ipProtocol: rule.protocol,
      fromPort: rule.fromPort,
      toPort: rule.toPort,
      description: `Gateway ${nameOf(plan.gateway)}`,
      ...(rule.prefixListId !== undefined && { sourcePrefixListId: rule.prefixListId }),
      ...(rule.cidr !== undefined && (rule.cidr.includes(':') ? { cidrIpv6: rule.cidr } : { cidrIp: rule.cidr })),
    })),
    tags: [...plan.tags],
  });
}

/** One target group. All health check fields are written out: CloudFormation's defaults differ from LBC's. */
export function addTargetGroup(scope: Construct, plan: TargetGroupPlan, vpc: interfaces.aws_ec2.IVPCRef): elbv2.CfnTargetGroup {
  const { healthCheck } = plan;
  const targetGroup = new elbv2.CfnTargetGroup(scope, `TargetGroup-${plan.id}`, {
    name: plan.name,
    targetType: plan.targetType,
    protocol: plan.protocol,
    protocolVersion: plan.protocolVersion,
    ...(plan.ipAddressType === 'ipv6' && { ipAddressType: plan.ipAddressType }),
    port: plan.port,
    vpcId: vpc.vpcRef.vpcId,
    ...(plan.targetControlPort !== undefined && { targetControlPort: plan.targetControlPort }),
    healthCheckEnabled: true,
    healthCheckPort: healthCheck.port,
    healthCheckProtocol: healthCheck.protocol,
    healthCheckPath: healthCheck.path,
    healthCheckIntervalSeconds: healthCheck.intervalSeconds,
    healthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
    healthyThresholdCount: healthCheck.healthyThresholdCount,
    unhealthyThresholdCount: healthCheck.unhealthyThresholdCount,
    matcher: healthCheck.matcher,
    targetGroupAttributes: [...plan.attributes],
    tags: [...plan.tags],
  });
  const { cluster, fromBefore, service, servicePort } = plan.binding ?? {};
  const made = cluster === undefined || fromBefore ? {} : { cluster };
  noteOrigin(targetGroup, { kind: 'target-group', id: plan.id, ...(service && { service, servicePort, ...made }) });
  return targetGroup;
}

/** One listener with its certificates; its construct id is the port. */
export function addListener(scope: Construct, plan: ListenerPlan, loadBalancerArn: string, bound: Bound): elbv2.CfnListener {
  const [defaultCertificate, ...others] = plan.certificates.flatMap((certificate) => bound.certificateArn(certificate) ?? []);
  const mutualAuthentication = plan.mutualAuthentication && mutualAuthenticationOf(plan.mutualAuthentication, bound);
  const listener = new elbv2.CfnListener(scope, `Listener${plan.id}`, {
    loadBalancerArn,
    port: plan.port,
    protocol: plan.protocol,
    ...(defaultCertificate !== undefined && { certificates: [{ certificateArn: defaultCertificate }] }),
    ...(plan.sslPolicy !== undefined && { sslPolicy: plan.sslPolicy }),
    ...(mutualAuthentication && { mutualAuthentication }),
    ...(plan.attributes.length > 0 && { listenerAttributes: [...plan.attributes] }),
    defaultActions: [{ type: plan.fallback.type, fixedResponseConfig: fixedResponseOf(plan.fallback) }],
    tags: [...plan.tags],
  });
  if (others.length > 0) addCertificates(listener, plan, bound);
  return listener;
}

/** SNI certificates: one resource each, named by what they are, so that removing one leaves the others alone. */
function addCertificates(listener: elbv2.CfnListener, plan: ListenerPlan, bound: Bound): void {
  for (const certificate of plan.certificates.slice(1)) {
    const certificateArn = bound.certificateArn(certificate);
    if (certificateArn === undefined) continue;
    new elbv2.CfnListenerCertificate(listener, `Certificate-${certificateId(certificate)}`, {
      listenerArn: listener.ref,
      certificates: [{ certificateArn }],
    });
  }
}

function certificateId(certificate: CertificateRef): string {
  if (certificate.kind === 'arn') return certificate.arn.replace(/[^A-Za-z0-9]/g, '').slice(-36);
  return certificate.kind === 'secret' ? nameOf(certificate.secret).replace('/', '.') : 'hostnames';
}

function mutualAuthenticationOf(plan: MutualAuthentication, bound: Bound): elbv2.CfnListener.MutualAuthenticationProperty {
  const trustStoreArn = plan.trustStore && bound.trustStoreArn(plan.trustStore);
  return {
    mode: plan.mode,
    ...(trustStoreArn !== undefined && { trustStoreArn }),
    ...(plan.ignoreClientCertificateExpiry !== undefined && { ignoreClientCertificateExpiry: plan.ignoreClientCertificateExpiry }),
    ...(plan.advertiseTrustStoreCaNames !== undefined && { advertiseTrustStoreCaNames: plan.advertiseTrustStoreCaNames }),
  };
}

/**
 * One listener rule; its construct id is its identity and its number, never its position. A rule that gets another number
 * is a new rule beside the old one: while the update runs, the old order stays whole until the new one is complete.
 */
export function addListenerRule(
  { listener, scope }: { readonly listener: elbv2.CfnListener; readonly scope: Construct },
  plan: ListenerRulePlan,
  targetGroupArn: (targetGroup: TargetGroupRef) => string | undefined,
  bound: Bound,
): elbv2.CfnListenerRule {
  const rule = new elbv2.CfnListenerRule(scope, `${plan.id}-${plan.priority}`, {
    listenerArn: listener.ref,
    priority: plan.priority,
    conditions: plan.conditions.map(conditionOf),
    actions: actionsOf(plan, { targetGroupArn, oidcClient: bound.oidcClient }),
    ...(plan.transforms.length > 0 && { transforms: plan.transforms.map(transformOf) }),
    ...(plan.tags.length > 0 && { tags: [...plan.tags] }),
  });
  noteOrigin(rule, { kind: 'rule', id: plan.id, origin: plan.origin });
  return rule;
}

function transformOf({ type, regex, replace }: ListenerRulePlan['transforms'][number]): elbv2.CfnListenerRule.TransformProperty {
  const config = { rewrites: [{ regex, replace }] };
  return type === 'url-rewrite' ? { type, urlRewriteConfig: config } : { type, hostHeaderRewriteConfig: config };
}

function conditionOf(condition: Condition): elbv2.CfnListenerRule.RuleConditionProperty {
  const { field } = condition;
  switch (field) {
    case 'host-header':
      return { field, hostHeaderConfig: matchOf(condition) };
    case 'path-pattern':
      return { field, pathPatternConfig: matchOf(condition) };
    case 'http-header':
      return { field, httpHeaderConfig: { httpHeaderName: condition.name, ...matchOf(condition) } };
    case 'query-string':
      return { field, queryStringConfig: { values: [...condition.values] } };
    case 'http-request-method':
      return { field, httpRequestMethodConfig: { values: [...condition.values] } };
    case 'source-ip':
      return { field, sourceIpConfig: { values: [...condition.values] } };
  }
}

function matchOf({ values, regexValues }: { values?: readonly string[]; regexValues?: readonly string[] }): {
  values?: string[];
  regexValues?: string[];
} {
  return regexValues ? { regexValues: [...regexValues] } : { values: [...(values ?? [])] };
}
