import { attachCustomSynthesis, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2 } from 'aws-cdk-lib';
import type { interfaces, RemovalPolicy } from 'aws-cdk-lib';
import type { IConstruct, IDependable } from 'constructs';
import { Construct } from 'constructs';
import type { CompiledGateway, LoadBalancerPlan, SourceFile, TargetGroupPlan, TargetGroupRef } from '../lib/index';
import { DiagnosticSink, nameOf } from '../lib/index';
import type { Bound } from './binding';
import { bind, compileOptions, servicesOf } from './binding';
import { addListener, addListenerRule, addLoadBalancer, addTargetGroup } from './cloudformation';
import type { AliasTarget } from './domain-names';
import { addAliasRecords } from './domain-names';
import type { ReportedDiagnostics } from './feedback';
import { gatewayDiagnostics, reportToCdk } from './feedback';
import type { GatewayAlbProps } from './gateway-alb-props';
import type { GatewayDiagnostic } from './gateway-diagnostic';
import { DiagnosticSeverity } from './gateway-diagnostic';
import { allowLogs, attributesOf } from './logs';
import { waitsForLookups } from './lookups';
import { openBackends, securityGroupsFor } from './network';
import { Priorities } from './priorities';
import { isDefaultRemoval, keepOrRemove, removalOf } from './removal';
import { keepInOrder, orderOf } from './rule-order';
import { ruleScopes, ruleStacksOf } from './rule-stacks';
import { checkStackLimits } from './stack-limits';
import { TargetBindings } from './target-bindings';

/**
 * An Application Load Balancer made from a Kubernetes Gateway and the routes attached to it.
 *
 * The manifests are compiled in the constructor. Mistakes in them fail the synthesis, all at once, with file and line;
 * until then the construct can be composed as usual.
 *
 * @example
 *
 * const alb = new GatewayAlb(this, 'Web', {
 *   vpc,
 *   manifests: GatewayManifests.fromDirectory('k8s'),
 *   bindings: TargetBindings.cluster(cluster),
 * });
 * alb.connections.allowFromAnyIpv4(ec2.Port.tcp(443));
 */
export class GatewayAlb extends Construct implements ec2.IConnectable {
  /** The load balancer: for alias records, metrics, WAF associations and so on. */
  public readonly loadBalancer: elbv2.IApplicationLoadBalancer;

  /** Network connections of the load balancer. */
  public readonly connections: ec2.Connections;

  private readonly sink: DiagnosticSink;
  private readonly reported: ReportedDiagnostics;
  private readonly services = new Set<IConstruct>();
  private readonly listeners = new Map<number, () => elbv2.IApplicationListener>();
  private readonly targetGroups = new Map<string, { readonly cluster?: string; readonly targetGroup: () => elbv2.IApplicationTargetGroup }[]>();

  public constructor(scope: Construct, id: string, props: GatewayAlbProps) {
    super(scope, id);
    const priorities = props.priorities ?? Priorities.ledger();
    const earlier = new DiagnosticSink();
    const ledger = priorities._remembered(earlier);
    const targetBindings = props.bindings ?? TargetBindings.none();
    const clusters = targetBindings._clusters(this.toString(), earlier);
    const ruleStacks = ruleStacksOf(props, { subject: this.toString(), ranked: ledger === undefined, sink: earlier });
    const compiled = props.manifests._compile({ ...compileOptions(this, props), ledger, clusters, ruleStacks });
    const sink = new DiagnosticSink(props.onInvalidRoute, [...earlier.diagnostics, ...compiled.diagnostics]);
    const gateway = compiled.gateways[0];
    const plan = gateway?.plan ?? noGateway;

    const securityGroups = securityGroupsFor(this, props, plan, sink);
    const bound = bind(this, props, plan, securityGroups.ids, sink);
    const loadBalancer = addLoadBalancer(this, plan, bound, attributesOf(plan.attributes, props));
    allowLogs(loadBalancer, props, `Gateway ${nameOf(plan.gateway)}`, sink);
    const groups = plan.targetGroups.map((group) => ({ plan: group, resource: addTargetGroup(this, group, props.vpc) }));
    if (props.backendSecurityGroups && securityGroups.peerId !== undefined) {
      openBackends(this, props.backendSecurityGroups, securityGroups.peerId, plan, sink);
    }
    const bindings = targetBindings._deliver({
      scope: this,
      subject: `Gateway ${nameOf(plan.gateway)}`,
      sink,
      services: gateway === undefined || props.deliverServices === false ? [] : servicesOf(plan, compiled),
      targetGroups: groups.map(({ plan: group, resource }) => ({ plan: group, resource, arn: resource.ref })),
      vpcId: props.vpc.vpcRef.vpcId,
      ...(props.backendSecurityGroups === undefined && { peerSecurityGroupId: securityGroups.peerId }),
      backendsOpened: props.backendSecurityGroups !== undefined,
      onService: (service) => void this.services.add(service),
    });
    const resources = new Map(groups.map((group) => [group.plan.id, group.resource]));
    this.connections = new ec2.Connections({ securityGroups: importSecurityGroups(this, securityGroups.ids) });
    this.loadBalancer = importLoadBalancer(this, loadBalancer, securityGroups.ids, props.vpc);
    const partsFor = this.addListeners(plan, loadBalancer, resources, bindings, bound);
    addAliasRecords(this, props, plan, { loadBalancer: this.loadBalancer, partsFor }, sink);
    for (const group of groups) this.rememberTargetGroup(group.plan, group.resource, loadBalancer);

    const tables = tryRoutes(props, gateway, sink);
    if (gateway) this.recordPriorities(priorities, plan, props, sink);
    const sources = new Map([...compiled.sources, ...priorities._source(), ...tables.map(({ path, text }) => [path, text] as const)]);
    this.sink = sink;
    if (!isDefaultRemoval(props.removalPolicy)) this.keepOrRemove(props.removalPolicy);
    this.reported = { sources, diagnostics: sink.diagnostics };
    reportToCdk(this, this.reported);
    checkStackLimits(this);
  }

  /** Everything the compiler has to say about the manifests. */
  public get diagnostics(): GatewayDiagnostic[] {
    return gatewayDiagnostics(this.reported);
  }

  /**
   * The listener on a port, for example to add rules at priorities of 45001 and above.
   *
   * @param port such as 443
   *
   * @example
   *
   * alb.listener(443).addAction('Maintenance', {
   *   priority: 45001,
   *   conditions: [elbv2.ListenerCondition.pathPatterns(['/maintenance'])],
   *   action: elbv2.ListenerAction.fixedResponse(503),
   * });
   */
  public listener(port: number): elbv2.IApplicationListener {
    const listener = this.listeners.get(port);
    if (listener) return listener();
    throw new Error(this.because(`no listener on port ${port}; there are listeners on ${[...this.listeners.keys()].join(', ') || 'no port'}`));
  }

  /**
   * The target group of a backend, for alarms and metrics.
   *
   * @param backend Service and port, such as `shop/coffee:80`
   * @param cluster name of the cluster, where clusters have weights
   *
   * @example
   *
   * new cloudwatch.Alarm(this, 'SlowCoffee', {
   *   metric: alb.targetGroup('shop/coffee:80').metrics.targetResponseTime(),
   *   threshold: 2,
   *   evaluationPeriods: 3,
   * });
   */
  public targetGroup(backend: string, cluster?: string): elbv2.IApplicationTargetGroup {
    const [targetGroup, ...others] = this.targetGroupsOf(backend, cluster);
    if (targetGroup && others.length === 0) return targetGroup;
    const known = [...this.targetGroups.keys()].sort().join(', ') || 'none';
    const wanted = cluster === undefined ? `"${backend}"` : `"${backend}" in cluster "${cluster}"`;
    const problem = targetGroup ? `several target groups for ${wanted}, use targetGroupsOf` : `no target group for ${wanted}`;
    throw new Error(this.because(`${problem}; there are: ${known}`));
  }

  /**
   * All target groups of a backend: several when its routes ask for different settings, or clusters have weights.
   *
   * @param backend Service and port, such as `shop/coffee:80`
   * @param cluster name of the cluster, where clusters have weights
   */
  public targetGroupsOf(backend: string, cluster?: string): elbv2.IApplicationTargetGroup[] {
    const known = this.targetGroups.get(backend) ?? [];
    return known.filter((group) => cluster === undefined || group.cluster === cluster).map(({ targetGroup }) => targetGroup());
  }

  /**
   * Decides what becomes of everything that answers requests when it leaves the template or the stack is deleted: the same as
   * the property `removalPolicy`.
   *
   * @param policy not `SNAPSHOT`
   */
  public applyRemovalPolicy(policy: RemovalPolicy): void {
    const told = this.sink.diagnostics.length;
    this.keepOrRemove(policy);
    reportToCdk(this, { ...this.reported, diagnostics: this.sink.diagnostics.slice(told) });
  }

  /** What the construct shows as. */
  public override toString(): string {
    return `GatewayAlb ${this.node.path}`;
  }

  private keepOrRemove(policy: RemovalPolicy): void {
    const applied = removalOf(policy, this.toString(), this.sink);
    if (applied !== undefined) keepOrRemove([this, ...this.services], applied);
  }

  private addListeners(
    plan: LoadBalancerPlan,
    loadBalancer: elbv2.CfnLoadBalancer,
    targetGroups: ReadonlyMap<string, elbv2.CfnTargetGroup>,
    bindings: ReadonlyMap<string, IDependable>,
    bound: Bound,
  ): AliasTarget['partsFor'] {
    const served: ((hostname: string) => readonly IDependable[])[] = [];
    const arnOf = (group: TargetGroupRef): string | undefined =>
      group.kind === 'planned' ? targetGroups.get(group.id)?.ref : bound.existingTargetGroupArn(group.name);
    for (const listenerPlan of plan.listeners) {
      const listener = addListener(this, listenerPlan, loadBalancer.ref, bound);
      const scopeOf = ruleScopes(this, listener, listenerPlan, plan);
      const rules = new Map<string, elbv2.CfnListenerRule>();
      for (const rulePlan of listenerPlan.rules) {
        const rule = addListenerRule({ listener, scope: scopeOf(rulePlan) }, rulePlan, arnOf, bound);
        rules.set(rulePlan.id, rule);
        for (const id of targetGroupIdsOf(rulePlan.action)) {
          const binding = bindings.get(id);
          if (binding) rule.node.addDependency(binding);
        }
      }
      const order = orderOf(listenerPlan.rules);
      keepInOrder(order, rules);
      const certificates = listener.node.children.filter((child) => child instanceof elbv2.CfnListenerCertificate);
      served.push((hostname) => [...certificates, ...order.rulesFor(hostname).flatMap((id) => rules.get(id) ?? [])]);
      this.listeners.set(listenerPlan.port, once(() => this.importListener(listener, listenerPlan.port)));
    }
    return (hostname) => served.flatMap((parts) => parts(hostname));
  }

  private importListener(listener: elbv2.CfnListener, port: number): elbv2.IApplicationListener {
    const [securityGroup] = this.connections.securityGroups;
    return elbv2.ApplicationListener.fromApplicationListenerAttributes(listener, 'Imported', {
      listenerArn: listener.ref,
      defaultPort: port,
      securityGroup: securityGroup ?? ec2.SecurityGroup.fromSecurityGroupId(listener, 'NoSecurityGroup', ''),
    });
  }

  private rememberTargetGroup(plan: TargetGroupPlan, resource: elbv2.CfnTargetGroup, loadBalancer: elbv2.CfnLoadBalancer): void {
    if (plan.binding === undefined) return;
    const backend = `${nameOf(plan.binding.service)}:${plan.binding.servicePort}`;
    const { cluster } = plan.binding;
    const targetGroup = once(() => elbv2.ApplicationTargetGroup.fromTargetGroupAttributes(resource, 'Imported', {
      targetGroupArn: resource.ref,
      loadBalancerArns: loadBalancer.ref,
    }));
    this.targetGroups.set(backend, [...(this.targetGroups.get(backend) ?? []), { cluster, targetGroup }]);
  }

  /** Written only when the synthesis gets that far, and never for stand-ins of what has not been looked up yet. */
  private recordPriorities(priorities: Priorities, plan: LoadBalancerPlan, props: GatewayAlbProps, sink: DiagnosticSink): void {
    if (sink.hasErrors || waitsForLookups(props)) return;
    const write = priorities._record(plan, sink);
    attachCustomSynthesis(this, { onSynthesize: write });
  }

  /** A missing part is often the consequence of a mistake in the manifests: then that is what to show. */
  private because(problem: string): string {
    const errors = this.diagnostics.filter((diagnostic) => diagnostic.severity === DiagnosticSeverity.ERROR);
    return [`${this.node.path}: ${problem}`, ...errors.map((diagnostic) => diagnostic.text)].join('\n\n');
  }
}

/** Runs the route tests; their files, for excerpts in diagnostics. */
function tryRoutes({ routeTests, manifests }: GatewayAlbProps, gateway: CompiledGateway | undefined, sink: DiagnosticSink): readonly SourceFile[] {
  return routeTests?._run({ ...(gateway && { gateway }), gatewayNames: () => manifests.gatewayNames(), sink }) ?? [];
}

/** Stands in where the manifests hold no such Gateway, so that references work until the error surfaces. */
const noGateway: LoadBalancerPlan = {
  gateway: { namespace: '', name: 'missing' },
  scheme: 'internal',
  ipAddressType: 'ipv4',
  attributes: [],
  tags: [],
  securityGroups: { kind: 'managed', ingress: [], ids: [], names: [], openBackends: true },
  shieldProtection: false,
  listeners: [],
  targetGroups: [],
  trustStores: [],
};

/** What most apps never ask for is made when it is asked for. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function targetGroupIdsOf(action: LoadBalancerPlan['listeners'][number]['rules'][number]['action']): string[] {
  if (action.type !== 'forward') return [];
  return action.targetGroups.flatMap(({ targetGroup }) => (targetGroup.kind === 'planned' ? [targetGroup.id] : []));
}

function importSecurityGroups(scope: Construct, ids: readonly string[]): ec2.ISecurityGroup[] {
  return ids.map((id, index) => ec2.SecurityGroup.fromSecurityGroupId(scope, `ImportedSecurityGroup${index}`, id));
}

function importLoadBalancer(
  scope: Construct,
  resource: elbv2.CfnLoadBalancer,
  securityGroupIds: readonly string[],
  vpc: interfaces.aws_ec2.IVPCRef,
): elbv2.IApplicationLoadBalancer {
  return elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(scope, 'Imported', {
    loadBalancerArn: resource.ref,
    loadBalancerDnsName: resource.attrDnsName,
    loadBalancerCanonicalHostedZoneId: resource.attrCanonicalHostedZoneId,
    securityGroupId: securityGroupIds[0] ?? '',
    ...('selectSubnets' in vpc && { vpc: vpc as ec2.IVpc }),
  });
}
