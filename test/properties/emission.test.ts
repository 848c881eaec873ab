import { App, aws_certificatemanager as acm, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { DefaultTargetType, GatewayAlb, GatewayManifests, InvalidRoutePolicy, Priorities } from '../../constructs/index';
import { compile } from '../../lib/compile';
import type { Outcome } from '../../lib/explain/decision';
import { compileSimulator } from '../../lib/explain/simulate';
import { planOf, type TemplatePlan } from '../../lib/explain/template';
import type { LoadBalancerPlan, TargetGroupPlan } from '../../lib/plan/ir';
import { inputArbitrary, yamlOf } from '../support/arbitraries';
import { requestFor, requestSketchArbitrary } from '../support/requests-arbitrary';

/** Stacks to synthesise, each asked 40 requests. Not shrunk: a synthesis takes too long for that. */
const stacks = Number(process.env.STACKS ?? 12);
const seed = process.env.SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.SEED);

jest.setTimeout(Math.max(120_000, stacks * 5000));

interface Synthesised {
  readonly plan: TemplatePlan;
  /** Logical id of the target group of `namespace/name:port`. */
  readonly logicalId: (backend: string) => string;
}

function synthesise(text: string): Synthesised {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] });
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/1');
  const alb = new GatewayAlb(stack, 'Web', {
    vpc,
    manifests: GatewayManifests.fromText(text, 'input.yaml'),
    certificates: { 'infra/tls': certificate, 'shop/tls': certificate },
    priorities: Priorities.ranked(),
    defaultTargetType: DefaultTargetType.IP,
    onInvalidRoute: InvalidRoutePolicy.RESPOND_500,
  });
  return {
    plan: planOf(Template.fromStack(stack).toJSON()),
    logicalId: (backend) => (stack.resolve(alb.targetGroup(backend).targetGroupArn) as { Ref: string }).Ref,
  };
}

/** Name of a target group that plan and template can share: its Service, or that it is the one without targets. */
function namesOf(targetGroups: LoadBalancerPlan['targetGroups'], idOf: (group: TargetGroupPlan, backend: string) => string): ReadonlyMap<string, string> {
  const bound = targetGroups.flatMap((group) => (group.binding ? [{ group, binding: group.binding }] : []));
  return new Map(
    bound.map(({ group, binding: { service, servicePort } }) => {
      const backend = `${service.namespace}/${service.name}:${servicePort}`;
      return [idOf(group, backend), backend];
    }),
  );
}

/** An outcome with names for ids, and without what the load balancer answers itself: a template cannot tell that a group stays empty. */
function comparable(outcome: Outcome, names: ReadonlyMap<string, string>): unknown {
  if (outcome.type !== 'forward') return outcome;
  const shares = outcome.shares.map(({ targetGroup, weight, share }) => ({
    target: targetGroup.kind === 'planned' ? (names.get(targetGroup.id) ?? 'without targets') : targetGroup.name,
    weight,
    share,
  }));
  return { ...outcome, shares };
}

test('the synthesised template decides every request as the plan does', () => {
  const sketches = fc.array(requestSketchArbitrary, { minLength: 40, maxLength: 40 });
  for (const [input, choices] of fc.sample(fc.tuple(inputArbitrary, sketches), { numRuns: stacks, seed })) {
    const text = yamlOf(input);
    const certificates = ['infra/tls', 'shop/tls'];
    const { gateways } = compile([{ path: 'input.yaml', text }], { onInvalidRoute: 'respond-500', defaultTargetType: 'ip', certificates });
    const [{ plan }] = gateways;
    const template = synthesise(text);
    const planned = compileSimulator(plan);
    const emitted = compileSimulator(template.plan);
    const planNames = namesOf(plan.targetGroups, ({ id }) => id);
    const templateNames = namesOf(plan.targetGroups, (_group, backend) => template.logicalId(backend));
    for (const choice of choices) {
      const request = requestFor(input, choice);
      const [wanted, actual] = [planned(request), emitted(request)];
      const context = { seed, request, priority: wanted.rule?.priority, port: wanted.listener?.port };
      const found = { seed, request, priority: actual.rule?.priority, port: actual.listener?.port };
      expect({ ...found, outcome: comparable(actual.outcome, templateNames) }).toEqual({ ...context, outcome: comparable(wanted.outcome, planNames) });
    }
  }
});
