import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DefaultTargetType, GatewayAlb, GatewayManifests, Priorities } from '../../constructs/index';
import { coffeeRoute, coffeeShop, documents } from '../support/manifests';

const teaRoute = coffeeRoute.replace('name: cafe,', 'name: tea,').replace('/coffee', '/tea');
const twoRoutes = documents(coffeeShop, teaRoute);

interface Synthesis {
  readonly codes: string[];
  /** Priorities by path of the rule's first condition value. */
  readonly numbers: Record<string, number>;
  readonly fails: boolean;
}

function synthesise(text: string, priorities: Priorities, environment: Record<string, string>): Synthesis {
  const before = { CI: process.env.CI, CDK_OUTDIR: process.env.CDK_OUTDIR };
  delete process.env.CI;
  delete process.env.CDK_OUTDIR;
  Object.assign(process.env, environment);
  try {
    const stack = new Stack(new App({ outdir: mkdtempSync(join(tmpdir(), 'priorities-')) }), 'Stack');
    const alb = new GatewayAlb(stack, 'Web', {
      vpc: new ec2.Vpc(stack, 'Vpc'),
      manifests: GatewayManifests.fromText(text),
      defaultTargetType: DefaultTargetType.IP,
      priorities,
    });
    const codes = alb.diagnostics.map(({ code }) => code);
    try {
      return { codes, numbers: numbersOf(Template.fromStack(stack)), fails: false };
    } catch {
      return { codes, numbers: {}, fails: true };
    }
  } finally {
    for (const [key, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
  }
}

function numbersOf(template: Template): Record<string, number> {
  const rules = Object.values(template.findResources('AWS::ElasticLoadBalancingV2::ListenerRule')) as {
    Properties: { Priority: number; Conditions: { PathPatternConfig?: { Values: string[] } }[] };
  }[];
  return Object.fromEntries(
    rules.map(({ Properties: { Priority, Conditions } }) => [Conditions.find((condition) => condition.PathPatternConfig)?.PathPatternConfig?.Values[0] ?? '', Priority]),
  );
}

const ledgerPath = (): string => join(mkdtempSync(join(tmpdir(), 'ledger-')), 'gateway-alb.priorities.json');
const underCli = { CDK_OUTDIR: join(tmpdir(), 'cli-out') };

describe('Priorities.ledger', () => {
  test('writes the file when the app runs under the CDK CLI', () => {
    const path = ledgerPath();
    expect(synthesise(coffeeShop, Priorities.ledger(path), underCli).fails).toBe(false);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ version: 1 });
  });

  test('keeps the number of a rule when another one is put before it', () => {
    const path = ledgerPath();
    const first = synthesise(coffeeShop, Priorities.ledger(path), underCli);
    const second = synthesise(twoRoutes, Priorities.ledger(path), underCli);
    expect(second.numbers['/coffee']).toBe(first.numbers['/coffee']);
    expect(Object.keys(second.numbers).sort()).toEqual(['/coffee', '/tea']);
  });

  test('does not write in a unit test', () => {
    const path = ledgerPath();
    expect(synthesise(coffeeShop, Priorities.ledger(path), {}).fails).toBe(false);
    expect(existsSync(path)).toBe(false);
  });

  test('does not write when the manifests have mistakes', () => {
    const path = ledgerPath();
    expect(synthesise(coffeeShop.replace('name: coffee, port: 80', 'name: cofee, port: 80'), Priorities.ledger(path), underCli).fails).toBe(true);
    expect(existsSync(path)).toBe(false);
  });

  test('is the same file for every order of the documents', () => {
    const paths = [ledgerPath(), ledgerPath()];
    synthesise(twoRoutes, Priorities.ledger(paths[0]), underCli);
    synthesise(documents(teaRoute, coffeeShop), Priorities.ledger(paths[1]), underCli);
    expect(readFileSync(paths[1] ?? '', 'utf8')).toEqual(readFileSync(paths[0] ?? '', 'utf8'));
  });

  test('fails in CI when the file is missing', () => {
    const path = ledgerPath();
    const { codes, fails } = synthesise(coffeeShop, Priorities.ledger(path), { ...underCli, CI: 'true' });
    expect({ codes, fails }).toEqual({ codes: expect.arrayContaining(['GW5608']) as string[], fails: true });
    expect(existsSync(path)).toBe(false);
  });

  test('fails in CI when the file does not know all rules, and passes when it does', () => {
    const path = ledgerPath();
    synthesise(coffeeShop, Priorities.ledger(path), underCli);
    expect(synthesise(twoRoutes, Priorities.ledger(path), { ...underCli, CI: 'true' }).codes).toContain('GW5609');
    synthesise(twoRoutes, Priorities.ledger(path), underCli);
    expect(synthesise(twoRoutes, Priorities.ledger(path), { ...underCli, CI: 'true' })).toMatchObject({ fails: false });
  });

  test('fails on a file that is no ledger, and leaves it alone', () => {
    const path = ledgerPath();
    writeFileSync(path, 'not a ledger');
    expect(synthesise(coffeeShop, Priorities.ledger(path), underCli)).toMatchObject({ fails: true, codes: expect.arrayContaining(['GW5701']) as string[] });
    expect(readFileSync(path, 'utf8')).toBe('not a ledger');
  });
});

test('Priorities.ranked warns that a new rule renumbers the others', () => {
  const { codes, numbers } = synthesise(twoRoutes, Priorities.ranked(), {});
  expect(codes).toContain('GW5707');
  expect(Object.values(numbers).sort()).toEqual([1, 2]);
});
