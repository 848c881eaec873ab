import type { AttachedGateway } from '../attach/topology';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import { planLoadBalancerAttributes } from './attributes';
import type { PlanContext, PlanOptions, PortGroup } from './context';
import type { ListenerPlan, LoadBalancerPlan } from './ir';
import { tellIdleBackends } from './idle-backends';
import { checkListenerConfigurations, planListener } from './listeners';
import { planLoadBalancer } from './load-balancer';
import { checkLoadBalancerLimits } from './load-balancer-limits';
import { checkVerifyingListeners } from './mutual-authentication';
import { groupByPort } from './ports';
import { checkPublicListeners } from './public-listeners';
import { numberRules } from './rule-numbers';
import { planRules } from './rules';
import { planSecurityGroups } from './security-groups';
import { mergeSettings } from './settings';
import { planSubnets } from './subnets';
import type { Infrastructure } from './tags';
import { planInfrastructure, planTags, withInfrastructure } from './tags';
import { planTargetGroups } from './targetgroups';
import { planTrustStores } from './trust-stores';

/**
 * What one load balancer will be: the Gateway with its routes, as plain JSON.
 *
 * Promise in: everything is decoded, all references are followed. Promise out: a plan that can be emitted as it is,
 * also where something was wrong (left out, marked, reported); it does not depend on the order of the input.
 * It says what cannot be done on an Application Load Balancer (GW3xxx), what is probably not meant (GW4xxx) and
 * which AWS settings are wrong (GW5xxx). It does not know VPCs, clusters or tokens.
 */
export function plan(gateway: AttachedGateway, options: PlanOptions, sink: DiagnosticSink): LoadBalancerPlan {
  const settings = mergeSettings(gateway.configurations, sink);
  const loadBalancer = planLoadBalancer(gateway, settings, sink);
  const infrastructure = planInfrastructure(gateway, sink);
  const tags = withInfrastructure(planTags(settings.tags, sink), infrastructure, gateway, sink);
  const targetGroups = planTargetGroups({ gateway, loadBalancer, infrastructure, options, sink });
  const context: PlanContext = { gateway, settings: settings.spec, options, sink, targetGroups };
  const ports = groupByPort(gateway);
  const subnets = planSubnets(settings, sink);
  const securityGroups = planSecurityGroups(ports, loadBalancer.ipAddressType, settings, context);
  checkListenerConfigurations(settings, context);
  const listeners = ports.map((port) => ({ ...planListener(port, settings, context), tags, rules: rulesOf(port, infrastructure, context) }));
  checkVerifyingListeners(listeners, context);
  checkPublicListeners(listeners, loadBalancer.scheme, context);
  tellIdleBackends(context);
  const planned: LoadBalancerPlan = {
    ...loadBalancer,
    attributes: planLoadBalancerAttributes(settings, listeners, context),
    tags,
    ...(subnets !== undefined && { subnets }),
    securityGroups,
    ...(options.ruleStacks !== undefined && { ruleStacks: options.ruleStacks }),
    listeners,
    targetGroups: targetGroups.plans(),
    trustStores: planTrustStores(context, httpsPorts(listeners)),
  };
  checkLoadBalancerLimits(planned, targetGroups, context);
  return planned;
}

function rulesOf(port: PortGroup, infrastructure: Infrastructure, context: PlanContext): ListenerPlan['rules'] {
  const { gateway, sink } = context;
  return numberRules(planRules(port, context), port.port, context)
    .map((rule) => ({ ...rule, tags: withInfrastructure(rule.tags, infrastructure, gateway, sink) }));
}

function httpsPorts(listeners: readonly ListenerPlan[]): readonly number[] {
  return listeners.filter(({ protocol }) => protocol === 'HTTPS').map(({ port }) => port);
}
