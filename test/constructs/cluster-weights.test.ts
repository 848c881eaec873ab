import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, aws_ec2 as ec2, aws_eks_v2 as eksv2, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cdk8s from 'cdk8s';
import type { ClusterWeightOptions } from '../../constructs/index';
import { DefaultTargetType, DiagnosticSeverity, GatewayAlb, GatewayManifests, TargetBindings } from '../../constructs/index';
import { readAssembly } from '../../lib/explain/assembly';
import { explain } from '../../lib/explain/explain';
import { parseRequest } from '../../lib/explain/request-text';
import { planOf } from '../../lib/explain/template';
import { withOrigins } from '../../lib/explain/template-origins';
import { coffeeShop } from '../support/manifests';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

interface Made {
  readonly alb: GatewayAlb;
  readonly resources: Readonly<Record<string, Resource>>;
}

type Clusters = Readonly<Record<string, ClusterWeightOptions>>;

function importCluster(stack: Stack, clusterName: string): eksv2.ICluster {
  return eksv2.Cluster.fromClusterAttributes(stack, `Cluster-${clusterName}`, {
    clusterName,
    kubectlProvider: eksv2.KubectlProvider.fromKubectlProviderAttributes(stack, `Kubectl-${clusterName}`, {
      serviceToken: `arn:aws:lambda:eu-central-1:111122223333:function:${clusterName}`,
    }),
  });
}

function make(bindings: (stack: Stack) => TargetBindings, text = coffeeShop): Made {
  const stack = new Stack(new App(), 'Stack');
  const vpc = new ec2.Vpc(stack, 'Vpc');
  const alb = new GatewayAlb(stack, 'Web', {
    vpc,
    manifests: GatewayManifests.fromText(text),
    bindings: bindings(stack),
    defaultTargetType: DefaultTargetType.IP,
  });
  const failed = alb.diagnostics.some(({ severity }) => severity === DiagnosticSeverity.ERROR);
  return { alb, resources: failed ? {} : Template.fromStack(stack).toJSON().Resources as Record<string, Resource> };
}

const weighted = (clusters: Clusters, text?: string): Made =>
  make((stack) => TargetBindings.clusters(...Object.entries(clusters).map(([name, options]) => ({ cluster: importCluster(stack, name), ...options }))), text);

const alone = (name: string): Made => make((stack) => TargetBindings.cluster(importCluster(stack, name)));

const codesOf = ({ alb }: Made): string[] => alb.diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.ERROR).map(({ code }) => code);

function ids({ resources }: Made, type: string): string[] {
  return Object.entries(resources).filter(([, resource]) => resource.Type.endsWith(type)).map(([id]) => id).sort();
}

/** Logical ids of target groups with their weights, of the only rule. */
function shares(made: Made): Record<string, number> {
  const rules = Object.values(made.resources).filter(({ Type }) => Type.endsWith('ListenerRule'));
  const [{ ForwardConfig }] = rules.flatMap(({ Properties }) => Properties.Actions as { ForwardConfig: { TargetGroups: { TargetGroupArn: { Ref: string }; Weight: number }[] } }[]);
  return Object.fromEntries(ForwardConfig.TargetGroups.map(({ TargetGroupArn, Weight }) => [TargetGroupArn.Ref, Weight]));
}

/** What each cluster's kubectl function is given as bindings: target groups by cluster. */
function bound({ resources }: Made): Record<string, { targetGroup: string; multiCluster: boolean }[]> {
  const found: Record<string, { targetGroup: string; multiCluster: boolean }[]> = {};
  for (const { Type, Properties } of Object.values(resources)) {
    const text = JSON.stringify(Properties?.Manifest ?? '');
    if (!Type.includes('KubernetesResource') || !text.includes('TargetGroupBinding')) continue;
    const [, targetGroup = ''] = /"Ref":"(WebTargetGroup\w+)"/.exec(text) ?? [];
    (found[String(Properties.ClusterName)] ??= []).push({ targetGroup, multiCluster: text.includes('multiClusterTargetGroup') });
  }
  return found;
}

describe('clusters with weights', () => {
  const both = weighted({ blue: { weight: 90 }, green: { weight: 10 } });

  test('have a target group each, between which the rule divides its requests', () => {
    const [blue, green] = ids(both, 'TargetGroup');
    expect(blue).toMatch(/^WebTargetGroupshopcoffee80blue/);
    expect(green).toMatch(/^WebTargetGroupshopcoffee80green/);
    expect(shares(both)).toEqual({ [blue]: 9, [green]: 1 });
  });

  test('are each bound to their own, and the rule waits for both bindings', () => {
    const [blue, green] = ids(both, 'TargetGroup');
    expect(bound(both)).toEqual({ blue: [{ targetGroup: blue, multiCluster: false }], green: [{ targetGroup: green, multiCluster: false }] });
    const [rule] = Object.values(both.resources).filter(({ Type }) => Type.endsWith('ListenerRule'));
    const bindings = Object.entries(both.resources).flatMap(([id, { Properties }]) => (JSON.stringify(Properties ?? '').includes('TargetGroupBinding') ? [id] : []));
    expect(JSON.stringify(rule)).toContain(bindings[0]);
    expect(JSON.stringify(rule)).toContain(bindings[1]);
  });

  test('get the Services in every cluster', () => {
    const services = Object.values(both.resources).filter(({ Properties }) => JSON.stringify(Properties ?? '').includes('\\"kind\\":\\"Service\\"'));
    expect(services.map(({ Properties }) => Properties.ClusterName).sort()).toEqual(['blue', 'green']);
  });

  test('have target groups by name', () => {
    expect(both.alb.targetGroup('shop/coffee:80', 'blue')).not.toBe(both.alb.targetGroup('shop/coffee:80', 'green'));
    expect(both.alb.targetGroupsOf('shop/coffee:80')).toHaveLength(2);
    expect(() => both.alb.targetGroup('shop/coffee:80')).toThrow(/several target groups/);
    expect(() => both.alb.targetGroup('shop/coffee:80', 'red')).toThrow(/no target group for "shop\/coffee:80" in cluster "red"/);
  });

  test('of weight 0 keep target group and binding', () => {
    const warm = weighted({ blue: { weight: 1 }, green: { weight: 0 } });
    const [blue, green] = ids(warm, 'TargetGroup');
    expect(shares(warm)).toEqual({ [blue]: 1, [green]: 0 });
    expect(Object.keys(bound(warm)).sort()).toEqual(['blue', 'green']);
  });
});

describe('moving from blue to green', () => {
  const steps: readonly (readonly [string, Made])[] = [
    ['blue alone, as before', alone('blue')],
    ['green is warm', weighted({ blue: { weight: 1, keepsTargetGroups: true }, green: { weight: 0 } })],
    ['half of the requests', weighted({ blue: { weight: 1, keepsTargetGroups: true }, green: { weight: 1 } })],
    ['blue is left', weighted({ blue: { weight: 0, keepsTargetGroups: true }, green: { weight: 1 } })],
    ['green alone', weighted({ green: { weight: 1 } })],
  ];

  test.each(steps)('%s: rules keep their logical ids and priorities', (_, step) => {
    const rules = ({ resources }: Made): unknown[] =>
      Object.entries(resources).filter(([, { Type }]) => Type.endsWith('ListenerRule')).map(([id, { Properties }]) => [id, Properties.Priority]);
    expect(rules(step)).toEqual(rules(steps[0][1]));
    expect(rules(step)).toHaveLength(1);
  });

  test('each cluster keeps its target group and its binding from its first step to its last', () => {
    const [first, warm, half, left, last] = steps.map(([, step]) => bound(step));
    expect([warm, half, left].map(({ blue }) => blue[0].targetGroup)).toEqual(Array(3).fill(first.blue[0].targetGroup));
    expect([warm, half, left].map(({ green }) => green[0].targetGroup)).toEqual(Array(3).fill(last.green[0].targetGroup));
    const manifests = steps.map(([, step]) => ids(step, 'KubernetesResource'));
    expect(manifests[1]).toEqual(expect.arrayContaining([...manifests[0], ...manifests[4]]));
    expect(manifests[2]).toEqual(manifests[1]);
  });

  test('names of the clusters decide which target groups they have', () => {
    const named = weighted({ 'cluster-7': { weight: 1, name: 'blue' } });
    expect(ids(named, 'TargetGroup')).toEqual(ids(weighted({ blue: { weight: 5 } }), 'TargetGroup'));
  });
});

test('clients of sticky rules stay with their cluster', () => {
  const sticky = coffeeShop.replace('      backendRefs:', '      sessionPersistence: { type: Cookie, absoluteTimeout: 1h }\n      backendRefs:');
  const { resources } = weighted({ blue: { weight: 1 }, green: { weight: 1 } }, sticky);
  const [rule] = Object.values(resources).filter(({ Type }) => Type.endsWith('ListenerRule'));
  expect(rule.Properties.Actions).toMatchObject([{ ForwardConfig: { TargetGroupStickinessConfig: { DurationSeconds: 3600, Enabled: true } } }]);
});

test('who reads the template knows the cluster of target groups that were made for one', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new GatewayAlb(stack, 'Web', {
    vpc: new ec2.Vpc(stack, 'Vpc'),
    manifests: GatewayManifests.fromText(coffeeShop),
    defaultTargetType: DefaultTargetType.IP,
    bindings: TargetBindings.clusters(
      { cluster: importCluster(stack, 'blue'), weight: 9, keepsTargetGroups: true },
      { cluster: importCluster(stack, 'green'), weight: 1 },
    ),
  });
  const { directory } = app.synth();
  const files = readdirSync(directory);
  const [{ template, origins }] = readAssembly((path) => (files.includes(path) ? readFileSync(join(directory, path), 'utf8') : undefined), files);
  const plan = withOrigins(planOf(template), origins);
  expect(plan.targetGroups.map(({ binding }) => (binding === 'unknown' ? binding : binding?.cluster)).sort()).toEqual(['green', undefined]);
  const request = parseRequest('GET', 'http://cafe.example.com/coffee', [], '192.0.2.1');
  if (typeof request === 'string') throw new Error(request);
  const explanation = explain(plan, request);
  expect(Object.values(explanation.services).sort()).toEqual(['shop/coffee:80', 'shop/coffee:80 in cluster green']);
});

describe('charts', () => {
  function charts(options: readonly ClusterWeightOptions[]): { made: Made; bindings: { targetGroupName: string; multiClusterTargetGroup?: boolean }[][] } {
    const made = ['blue', 'green'].map((id) => new cdk8s.Chart(new cdk8s.App(), id));
    const alb = make(() => TargetBindings.charts(...made.map((chart, index) => ({ chart, backendCidrs: ['10.0.0.0/16'], ...options[index] }))));
    const bindings = made.map((chart) => (chart.toJson() as { kind: string; spec: { targetGroupName: string } }[])
      .flatMap(({ kind, spec }) => (kind === 'TargetGroupBinding' ? [spec] : [])));
    return { made: alb, bindings };
  }

  test('with weights hold the bindings of their own target groups', () => {
    const { made, bindings: [[blue], [green]] } = charts([{ weight: 3 }, { weight: 1 }]);
    expect(blue.targetGroupName).not.toBe(green.targetGroupName);
    expect(blue.multiClusterTargetGroup).toBeUndefined();
    expect(Object.values(shares(made))).toEqual([3, 1]);
  });

  test('without weights share target groups in multi-cluster mode', () => {
    const { made, bindings: [[blue], [green]] } = charts([]);
    expect(blue).toEqual(green);
    expect(blue.multiClusterTargetGroup).toBe(true);
    expect(Object.values(shares(made))).toEqual([1]);
  });
});

describe('weights that make no sense fail', () => {
  test.each<[string, Clusters, string[]]>([
    ['some clusters have none', { blue: { weight: 1 }, green: {} }, ['GW5621']],
    ['below 0', { blue: { weight: -1 }, green: { weight: 1 } }, ['GW5622']],
    ['above 999', { blue: { weight: 1000 }, green: { weight: 1 } }, ['GW5622']],
    ['no whole number', { blue: { weight: 0.5 }, green: { weight: 1 } }, ['GW5622']],
    ['all 0', { blue: { weight: 0 }, green: { weight: 0 } }, ['GW5623']],
    ['one name for two clusters', { blue: { weight: 1 }, green: { weight: 1, name: 'blue' } }, ['GW5624']],
    ['two keep the target groups', { blue: { weight: 1, keepsTargetGroups: true }, green: { weight: 1, keepsTargetGroups: true } }, ['GW5625']],
  ])('%s', (_, clusters, codes) => {
    expect(codesOf(weighted(clusters))).toEqual(codes);
  });

  test('and what they come to in a rule is checked by the plan', () => {
    const backends = [1, 2, 3].map((port) => `{ name: coffee, port: 8${port} }`).join(', ');
    const ports = [1, 2, 3].map((port) => `{ name: p${port}, port: 8${port}, targetPort: 8080 }`).join(', ');
    const text = coffeeShop.replace('[{ name: coffee, port: 80 }]', `[${backends}]`).replace('[{ port: 80, targetPort: 8080 }]', `[${ports}]`);
    expect(codesOf(weighted({ blue: { weight: 1 }, green: { weight: 1 } }, text))).toEqual(['GW3317']);
    expect(codesOf(weighted({ blue: {}, green: {} }, text))).toEqual([]);
  });

  test('a fixed name of a target group cannot stand for two clusters', () => {
    const text = `${coffeeShop}\n---\n${JSON.stringify({
      apiVersion: 'gateway.k8s.aws/v1',
      kind: 'TargetGroupConfiguration',
      metadata: { name: 'coffee', namespace: 'shop' },
      spec: { targetReference: { name: 'coffee' }, defaultConfiguration: { targetGroupName: 'coffee' } },
    })}`;
    expect(codesOf(weighted({ blue: { weight: 1 }, green: { weight: 1 } }, text))).toEqual(['GW5412']);
  });
});
