import { App, aws_certificatemanager as acm, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { DefaultTargetType, GatewayAlb, GatewayManifests, InvalidRoutePolicy, Priorities } from '../../constructs/index';
import { compile } from '../../lib/compile';
import type { Outcome } from '../../lib/explain/decision';
import { compileSimulator } from '../../lib/explain/simulate';
import { planOf, type TemplatePlan } from '../../lib/explain/template';
import type { TargetGroupPlan } from '../../lib/plan/ir';
import { inputArbitrary, yamlOf } from '../support/arbitraries';
import { requestFor, requestSketchArbitrary } from '../support/requests-arbitrary';

/** Stacks to synthesise, each asked 40 requests. Not shrunk: a synthesis takes too long for that. */
const stacks = Number(process.env.STACKS ?? 12);
const seed = process.env.SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.SEED);

jest.setTimeout(Math.max(120_000, stacks * 5000));

interface Synthesised {
  readonly plan: TemplatePlan;
  /** Id in the plan of the construct of each target group, by logical id. */
  readonly planIds: ReadonlyMap<string, string>;
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
    maximumRules: 1000,
  });
  const groups = alb.node.children.filter((child) => child instanceof elbv2.CfnTargetGroup);
  return {
    plan: planOf(Template.fromStack(stack).toJSON()),
    planIds: new Map(groups.map((group) => [stack.resolve(group.logicalId) as string, group.node.id.replace(/^TargetGroup-/, '')])),
  };
}

type Group = Pick<TargetGroupPlan, 'id' | 'port' | 'protocolVersion'>;

/** What a target group is, without the hash in its id, which depends on the stack. */
function nameOf({ port, protocolVersion }: Group, planId: string): string {
  return `${planId.replace(/-[^-]*$/, '')} ${port} ${protocolVersion}`;
}

/** An outcome with names for ids, and without what the load balancer answers itself: a template cannot tell that a group stays empty. */
function comparable(outcome: Outcome, names: ReadonlyMap<string, string>): unknown {
  if (outcome.type !== 'forward') return outcome;
  const shares = outcome.shares.map(({ targetGroup, weight, share }) => ({
    target: targetGroup.kind === 'planned' ? names.get(targetGroup.id) : targetGroup.name,
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
    const planNames = new Map(plan.targetGroups.map((group) => [group.id, nameOf(group, group.id)]));
    const templateNames = new Map(template.plan.targetGroups.map((group) => [group.id, nameOf(group, template.planIds.get(group.id) ?? '')]));
    for (const choice of choices) {
      const request = requestFor(input, choice);
      const [wanted, actual] = [planned(request), emitted(request)];
      const context = { seed, request, priority: wanted.rule?.priority, port: wanted.listener?.port };
      const found = { seed, request, priority: actual.rule?.priority, port: actual.listener?.port };
      expect({ ...found, outcome: comparable(actual.outcome, templateNames) }).toEqual({ ...context, outcome: comparable(wanted.outcome, planNames) });
    }
  }
});
