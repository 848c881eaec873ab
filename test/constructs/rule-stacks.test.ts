import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_ec2 as ec2, aws_eks_v2 as eksv2, aws_route53 as route53, CfnResource, NestedStack, Stack } from 'aws-cdk-lib';
import type { GatewayAlbProps } from '../../constructs/index';
import { DefaultTargetType, GatewayAlb, GatewayManifests, Priorities, TargetBindings } from '../../constructs/index';
import { readAssembly } from '../../lib/explain/assembly';
import type { CloudFormationTemplate, TemplatePlan } from '../../lib/explain/template';
import { loadBalancersOf, planOf } from '../../lib/explain/template';
import { withOrigins } from '../../lib/explain/template-origins';
import { coffeeService, documents, gatewayClass, httpGateway } from '../support/manifests';

interface Resource {
  readonly Type: string;
  readonly DependsOn?: string[];
  readonly Properties: Record<string, unknown>;
}

type Template = Readonly<Record<string, Resource>>;

/** Templates of an app by the construct path of their stacks. */
interface Assembled {
  readonly alb: GatewayAlb;
  readonly templates: Readonly<Record<string, Template>>;
}

/** A route with one rule for each path, all to one Service; each path is a listener rule of its own. */
function fleet(...paths: readonly string[]): string {
  const rules = paths.map((value) => ({ matches: [{ path: { type: 'PathPrefix', value } }], backendRefs: [{ name: 'coffee', port: 80 }] }));
  const route = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'cafe', namespace: 'shop' },
    spec: { parentRefs: [{ name: 'web', namespace: 'infra' }], hostnames: ['cafe.example.com'], rules },
  };
  return documents(gatewayClass, httpGateway, JSON.stringify(route), coffeeService);
}

const paths = ['/a', '/a/b', '/a/b/c', '/x', '/x/y', '/'];
const newLedger = (): string => join(mkdtempSync(join(tmpdir(), 'ledger-')), 'gateway-alb.priorities.json');

function make(
  props: Partial<GatewayAlbProps>,
  text = fleet(...paths),
  then?: (stack: Stack) => void,
  context: Record<string, unknown> = {},
): { app: App; stack: Stack; alb: GatewayAlb } {
  const app = new App({ context });
  const stack = new Stack(app, 'Stack');
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0f3c1d5e7a9b2c4d6', availabilityZones: ['a', 'b'], privateSubnetIds: ['subnet-1', 'subnet-2'] });
  const cluster = eksv2.Cluster.fromClusterAttributes(stack, 'Cluster', {
    clusterName: 'production',
    kubectlProvider: eksv2.KubectlProvider.fromKubectlProviderAttributes(stack, 'Kubectl', { serviceToken: 'arn:aws:lambda:eu-central-1:111122223333:function:kubectl' }),
  });
  const alb = new GatewayAlb(stack, 'Web', {
    vpc,
    manifests: GatewayManifests.fromText(text),
    bindings: TargetBindings.cluster(cluster),
    priorities: Priorities.ledger(newLedger()),
    defaultTargetType: DefaultTargetType.IP,
    hostedZones: [route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { zoneName: 'example.com', hostedZoneId: 'Z1' })],
    ...props,
  });
  then?.(stack);
  return { app, stack, alb };
}

function assemble(props: Partial<GatewayAlbProps>, text?: string): Assembled {
  const { app, stack, alb } = make(props, text);
  const { directory } = app.synth();
  const stacks = [stack, ...stack.node.findAll().filter((child) => Stack.isStack(child))];
  const templates = stacks.map((one) => [one.node.path, (JSON.parse(readFileSync(join(directory, one.templateFile), 'utf8')) as { Resources: Template }).Resources]);
  return { alb, templates: Object.fromEntries(templates) as Record<string, Template> };
}

const rulesOf = (template: Template): [string, Resource][] => Object.entries(template).filter(([, { Type }]) => Type.endsWith('ListenerRule'));
const nestedOf = ({ templates }: Assembled): [string, Template][] => Object.entries(templates).filter(([path]) => path !== 'Stack');
const identities = (rules: readonly [string, Resource][]): string[] => rules.map(([, { Properties }]) => JSON.stringify([Properties.Conditions, Properties.Priority])).sort();
const codesOf = (alb: GatewayAlb): string[] => alb.diagnostics.map(({ code }) => code);

describe('rules in nested stacks', () => {
  const inStack = assemble({});
  const nested = assemble({ rulesInNestedStacks: true });

  test('leave the stack, one nested stack for each listener', () => {
    expect(rulesOf(nested.templates.Stack)).toEqual([]);
    expect(nestedOf(nested).map(([path]) => path)).toEqual(['Stack/Web/Rules80']);
    expect(rulesOf(nestedOf(nested)[0][1])).toHaveLength(paths.length);
  });

  test('have the numbers and logical ids that they would have in the stack, where nothing was deployed before', () => {
    const [[, template]] = nestedOf(nested);
    expect(rulesOf(template).map(([id]) => id)).toEqual(rulesOf(inStack.templates.Stack).map(([id]) => id));
    expect(identities(rulesOf(template)).map((identity) => identity.split('],')[1])).toEqual(identities(rulesOf(inStack.templates.Stack)).map((identity) => identity.split('],')[1]));
  });

  test('wait for each other as in the stack', () => {
    const [[, template]] = nestedOf(nested);
    const order = (rules: readonly [string, Resource][]): unknown[] => rules.map(([id, { DependsOn = [] }]) => [id, DependsOn.filter((other) => rules.some(([rule]) => rule === other))]);
    expect(order(rulesOf(template))).toEqual(order(rulesOf(inStack.templates.Stack)));
    expect(JSON.stringify(order(rulesOf(template)))).toContain('[["');
  });

  test('are made after the bindings and before the alias records', () => {
    const entries = Object.entries(nested.templates.Stack);
    const [[stackId, stack]] = entries.filter(([, { Type }]) => Type === 'AWS::CloudFormation::Stack');
    const bindings = entries.flatMap(([id, { Properties }]) => (JSON.stringify(Properties ?? '').includes('TargetGroupBinding') ? [id] : []));
    expect(stack.DependsOn).toEqual(expect.arrayContaining(bindings));
    const [[, record]] = entries.filter(([, { Type }]) => Type === 'AWS::Route53::RecordSet');
    expect(record.DependsOn).toContain(stackId);
  });

  test('leave everything else as it is', () => {
    const others = (template: Template): string[] => Object.entries(template).flatMap(([id, { Type }]) => (/Rule$|Stack$/.test(Type) ? [] : [id])).sort();
    expect(others(nested.templates.Stack)).toEqual(others(inStack.templates.Stack));
  });
});

describe('a switch of the place of rules', () => {
  const before = { CI: process.env.CI, CDK_OUTDIR: process.env.CDK_OUTDIR };

  beforeAll(() => {
    delete process.env.CI;
    process.env.CDK_OUTDIR = mkdtempSync(join(tmpdir(), 'cdk-out-'));
  });

  afterAll(() => {
    for (const [key, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
  });

  /** Numbers of the rules by stack, after a synthesis that writes the ledger. */
  function deploy(ledger: string, props: Partial<GatewayAlbProps>, text?: string): Record<string, number[]> {
    const { templates } = assemble({ ...props, priorities: Priorities.ledger(ledger) }, text);
    const found = Object.entries(templates).map(([stack, template]) => [stack, rulesOf(template).map(([, { Properties }]) => Properties.Priority as number)] as const);
    return Object.fromEntries(found.filter(([, numbers]) => numbers.length > 0));
  }

  const ledger = newLedger();
  const versions: Record<string, number[]>[] = [];

  test('gives each rule a number that no rule in another stack ever had', () => {
    const places = [{}, { rulesInNestedStacks: true }, { rulesInNestedStacks: true, nestedStacksPerListener: 2 }, {}, { rulesInNestedStacks: true }];
    versions.push(...places.map((props) => deploy(ledger, props)));
    const owners = new Map<number, string>();
    for (const [stack, numbers] of versions.flatMap((version) => Object.entries(version))) {
      for (const number of numbers) {
        expect(owners.get(number) ?? stack).toBe(stack);
        owners.set(number, stack);
      }
    }
    expect(owners.size).toBe(3 * paths.length);
  });

  test('is announced with the rules that the load balancer holds on the way, until the ledger knows it', () => {
    const path = newLedger();
    const says = (props: Partial<GatewayAlbProps>): string[] => make({ ...props, priorities: Priorities.ledger(path) })
      .alb.diagnostics.filter(({ code }) => code === 'GW5708').map(({ message }) => message);
    expect(says({})).toEqual([]);
    deploy(path, {});
    expect(says({})).toEqual([]);
    expect(says({ rulesInNestedStacks: true })).toEqual([expect.stringMatching(/its 6 rules get new numbers.*into nested stacks; the deployment holds 12 rules/)]);
    deploy(path, { rulesInNestedStacks: true });
    expect(says({ rulesInNestedStacks: true })).toEqual([]);
  });

  test('the way back gives each rule the number it had there', () => {
    expect(versions[3]).toEqual(versions[0]);
    expect(versions[4]).toEqual(versions[1]);
  });

  test('after it, insertions change no number and no stack', () => {
    const props = { rulesInNestedStacks: true, nestedStacksPerListener: 2 };
    const inserted = deploy(ledger, props, fleet(...paths, '/x/y/z', '/new'));
    for (const [stack, numbers] of Object.entries(versions[2])) expect(inserted[stack]).toEqual(expect.arrayContaining(numbers));
  });
});

describe('several nested stacks for a listener', () => {
  const several = assemble({ rulesInNestedStacks: true, nestedStacksPerListener: 2 });

  test('hold a range of the numbers each', () => {
    const priorities = nestedOf(several).map(([path, template]) => [path, rulesOf(template).map(([, { Properties }]) => Properties.Priority as number)] as const);
    expect(priorities.map(([path]) => path).sort()).toEqual(['Stack/Web/Rules80-1of2', 'Stack/Web/Rules80-2of2']);
    for (const [path, numbers] of priorities) expect(numbers.every((number) => (number <= 22_500) === path.endsWith('1of2'))).toBe(true);
    expect(priorities.flatMap(([, numbers]) => numbers)).toHaveLength(paths.length);
  });

  test('wait for those before them, never the other way round', () => {
    const stacks = Object.entries(several.templates.Stack).filter(([, { Type }]) => Type === 'AWS::CloudFormation::Stack');
    const [first] = stacks.find(([id]) => id.includes('1of2')) ?? [''];
    const [second] = stacks.find(([id]) => id.includes('2of2')) ?? [''];
    expect(several.templates.Stack[second].DependsOn).toContain(first);
    expect(several.templates.Stack[first].DependsOn).not.toContain(second);
  });
});

describe('who reads the templates', () => {
  const read = (props: Partial<GatewayAlbProps>, inNestedStack = false): { text: string; plans: TemplatePlan[] } => {
    const { app } = inNestedStack ? makeNested(props) : make(props);
    const { directory } = app.synth();
    const files = readdirSync(directory);
    const templates = readAssembly((path) => (files.includes(path) ? readFileSync(join(directory, path), 'utf8') : undefined), files);
    const plans = templates.flatMap(({ template, origins }) => loadBalancersOf(template).map((id) => withOrigins(planOf(template, id), origins)));
    return { plans, text: readFileSync(join(directory, 'Stack.template.json'), 'utf8') };
  };

  function makeNested(props: Partial<GatewayAlbProps>): { app: App } {
    const app = new App();
    const vpc = ec2.Vpc.fromVpcAttributes(new NestedStack(new Stack(app, 'Stack'), 'Inner'), 'Vpc', { vpcId: 'vpc-0f3c1d5e7a9b2c4d6', availabilityZones: ['a', 'b'], privateSubnetIds: ['subnet-1', 'subnet-2'] });
    new GatewayAlb(Stack.of(vpc), 'Web', { vpc, manifests: GatewayManifests.fromText(fleet(...paths)), priorities: Priorities.ledger(newLedger()), defaultTargetType: DefaultTargetType.IP, ...props });
    return { app };
  }

  const [inStack] = read({}).plans;

  test.each([1, 3])('finds the rules of %i nested stacks for each listener with their listener', (nestedStacksPerListener) => {
    const { plans } = read({ rulesInNestedStacks: true, nestedStacksPerListener });
    expect(plans).toEqual([inStack]);
  });

  test('finds them where the load balancer stands in a nested stack itself', () => {
    const { plans: [plan, ...others] } = read({ rulesInNestedStacks: true }, true);
    expect(others).toEqual([]);
    expect(plan.listeners.map(({ rules }) => rules.map(({ id }) => id))).toEqual(inStack.listeners.map(({ rules }) => rules.map(({ id }) => id)));
  });

  test('of one template alone is told to read all', () => {
    const { text } = read({ rulesInNestedStacks: true });
    expect(() => planOf(JSON.parse(text) as CloudFormationTemplate)).toThrow(/rules of listener WebListener80\w+ may stand in this nested stack; read the cloud assembly/);
  });
});

describe('fails', () => {
  test.each<[string, Partial<GatewayAlbProps>, string]>([
    ['without a ledger', { rulesInNestedStacks: true, priorities: Priorities.ranked() }, 'GW5631'],
    ['for no number of stacks', { rulesInNestedStacks: true, nestedStacksPerListener: 0 }, 'GW5632'],
    ['for part of a stack', { rulesInNestedStacks: true, nestedStacksPerListener: 1.5 }, 'GW5632'],
    ['for more stacks than numbers can be divided into', { rulesInNestedStacks: true, nestedStacksPerListener: 46 }, 'GW5632'],
  ])('%s', (_, props, code) => {
    expect(codesOf(make(props).alb)).toContain(code);
  });

  test('not, but warns, where a number of stacks has no effect', () => {
    expect(codesOf(make({ nestedStacksPerListener: 2 }).alb)).toContain('GW5633');
  });
});

describe('limits of CloudFormation', () => {
  const addResources = (stack: Stack, count: number, properties: object = {}): void => {
    for (let index = 0; index < count; index += 1) new CfnResource(stack, `Other${index}`, { type: 'AWS::SNS::Topic', properties: { ...properties } });
  };

  test('more than 500 resources fail with the numbers and the ways out', () => {
    const { app } = make({}, undefined, (stack) => addResources(stack, 500));
    expect(() => app.synth()).toThrow(/error GW5629[^]*stack Stack has 513 resources, CloudFormation takes 500; 12 are of Stack\/Web: 6 listener rules, 1 target group, 1 Kubernetes object and 4 others[^]*rulesInNestedStacks/);
  });

  test('rules in nested stacks do not count', () => {
    const { app } = make({ rulesInNestedStacks: true }, undefined, (stack) => addResources(stack, 490));
    expect(() => app.synth()).not.toThrow();
  });

  test('a limit that has been set in the context is kept', () => {
    const { app } = make({}, undefined, (stack) => addResources(stack, 500), { '@aws-cdk/core:stackResourceLimit': 1000 });
    expect(() => app.synth()).not.toThrow();
  });

  test('a template of more than 1 MB fails with its size', () => {
    const { app } = make({}, undefined, (stack) => addResources(stack, 200, { DisplayName: 'x'.repeat(5_000) }));
    expect(() => app.synth()).toThrow(/error GW5630[^]*the template of stack Stack, in which Stack\/Web stands, has 10\d{5} bytes, CloudFormation takes 1000000/);
  });
});
