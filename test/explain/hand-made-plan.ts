import type { ListenerPlan, ListenerRulePlan, LoadBalancerPlan, TargetGroupPlan } from '../../lib/plan/ir';

/** A rule with what the test is about; by default it forwards everything to `web`. */
export type RuleSketch = Partial<ListenerRulePlan>;

export function ruleOf(sketch: RuleSketch, position: number): ListenerRulePlan {
  return {
    id: `rule-${position}`,
    priority: position * 10,
    conditions: [{ field: 'path-pattern', values: ['/*'] }],
    transforms: [],
    action: { type: 'forward', targetGroups: [{ targetGroup: { kind: 'planned', id: 'web' }, weight: 1 }] },
    tags: [],
    origin: {
      object: { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop', name: `route-${position}` },
      rule: 0,
      matches: [0],
      hostnames: [],
      listener: 'http',
    },
    ...sketch,
  };
}

export function listenerOf(port: number, rules: readonly RuleSketch[], more: Partial<ListenerPlan> = {}): ListenerPlan {
  return {
    id: String(port),
    port,
    protocol: port % 1000 === 443 ? 'HTTPS' : 'HTTP',
    certificates: [],
    attributes: [],
    tags: [],
    fallback: { type: 'fixed-response', statusCode: 404, contentType: 'text/plain' },
    rules: rules.map((rule, index) => ruleOf(rule, index + 1)),
    ...more,
  };
}

export function targetGroupOf(id: string, more: Partial<TargetGroupPlan> = {}): TargetGroupPlan {
  return {
    id,
    name: id,
    targetType: 'ip',
    protocol: 'HTTP',
    protocolVersion: 'HTTP1',
    ipAddressType: 'ipv4',
    port: 80,
    healthCheck: {
      port: 'traffic-port',
      protocol: 'HTTP',
      path: '/',
      intervalSeconds: 15,
      timeoutSeconds: 5,
      healthyThresholdCount: 3,
      unhealthyThresholdCount: 3,
      matcher: { httpCode: '200-399' },
    },
    attributes: [],
    tags: [],
    binding: {
      service: { namespace: 'shop', name: id },
      servicePort: 80,
      openPorts: [80],
      multiCluster: false,
      labels: {},
      annotations: {},
    },
    ...more,
  };
}

export function planOfListeners(listeners: readonly ListenerPlan[], more: Partial<LoadBalancerPlan> = {}): LoadBalancerPlan {
  return {
    gateway: { namespace: 'infra', name: 'web' },
    scheme: 'internal',
    ipAddressType: 'ipv4',
    attributes: [],
    tags: [],
    securityGroups: { kind: 'managed', ingress: [], ids: [], names: [], openBackends: true },
    shieldProtection: false,
    listeners,
    targetGroups: [targetGroupOf('web'), targetGroupOf('blue'), targetGroupOf('green')],
    trustStores: [],
    ...more,
  };
}

/** A load balancer with these rules on an HTTP listener on port 80 and an HTTPS listener on port 443. */
export function planOfRules(rules: readonly RuleSketch[]): LoadBalancerPlan {
  return planOfListeners([listenerOf(80, rules), listenerOf(443, rules)]);
}
