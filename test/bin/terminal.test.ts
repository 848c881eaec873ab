import { spawnSync } from 'node:child_process';
import { coffeeRoute, coffeeService, coffeeShop, documents, gatewayClass, httpGateway } from '../support/manifests';
import { cli, folderOf, run } from './running';

const cwd = folderOf({
  'good.yaml': coffeeShop,
  'bad.yaml': coffeeShop.replace('port: 80 }]\n', 'port: 81 }]\n'),
  'service.yaml': coffeeService,
  'table.yaml': 'tests:\n  - request: GET http://cafe.example.com/coffee\n    expect: shop/coffee:80\n',
});
const ip = ['--default-target-type', 'ip'];
const coloured = /\u001b\[/;

describe('colours', () => {
  const check = ['check', 'bad.yaml', ...ip];
  test.each<[string, Record<string, string>, boolean]>([
    ['none where the output is no terminal', {}, false],
    ['some with FORCE_COLOR', { FORCE_COLOR: '1' }, true],
    ['none with FORCE_COLOR=0', { FORCE_COLOR: '0' }, false],
    ['none with NO_COLOR, whatever FORCE_COLOR says', { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['some where NO_COLOR is empty, as if it were not there', { NO_COLOR: '', FORCE_COLOR: '1' }, true],
    ['none in CI, where the output goes to a file', { CI: 'true' }, false],
  ])('%s', (_, env, expected) => {
    expect(coloured.test(run(check, { cwd, env }).stdout)).toBe(expected);
    expect(coloured.test(run(['plan', 'bad.yaml', ...ip], { cwd, env }).stderr)).toBe(expected);
    expect(coloured.test(run(['check', '--help'], { cwd, env }).stdout)).toBe(expected);
    expect(coloured.test(run(['chekc'], { cwd, env }).stderr)).toBe(expected);
  });

  test('none in what is for programs or goes to a file', () => {
    const env = { FORCE_COLOR: '1' };
    expect(run([...check, '--format', 'json'], { cwd, env }).stdout).not.toMatch(coloured);
    expect(run([...check, '--format', 'github'], { cwd, env }).stdout).not.toMatch(coloured);
  });
});

describe('manifests on the standard input', () => {
  test.each([
    ['check', ['check', '-'], /^0 errors/],
    ['plan', ['plan', '-'], /"listeners": \[/],
    ['explain', ['explain', '-', 'GET', 'http://cafe.example.com/coffee'], /<stdin>:\d+/],
    ['test', ['test', '-', '--requests', 'table.yaml'], /^1 test: 1 passed/],
    ['report', ['report', '-'], /^# Gateway infra\/web$/m],
    ['diff', ['diff', 'good.yaml', '-'], /every request is answered as before/],
    ['priorities', ['priorities', 'check', '-'], /is missing; run gateway-alb priorities update/],
  ])('are read by %s', (_, args, expected) => {
    const { stdout, stderr } = run([...args, ...ip], { cwd, input: coffeeShop });
    expect(stdout).toMatch(expected);
    expect(stderr).toBe('');
  });

  test('stand beside files', () => {
    const input = documents(gatewayClass, httpGateway, coffeeRoute);
    expect(run(['check', '-', 'service.yaml', '-', ...ip], { cwd, input })).toMatchObject({ status: 0 });
    expect(run(['check', '-', ...ip], { cwd, input })).toMatchObject({ status: 1, stdout: expect.stringMatching(/^<stdin>:\d+:\d+ - error GW2502/m) as string });
  });

  test('may be a template as cdk synth --json prints it, not as cdk synth does', () => {
    const explain = ['explain', '-', 'GET', 'http://cafe.example.com/'];
    const json = '{"Resources":{"Alb":{"Type":"AWS::ElasticLoadBalancingV2::LoadBalancer"}}}';
    expect(run(explain, { cwd, input: json })).toMatchObject({ status: 0, stdout: expect.stringContaining('no listener') as string });
    const yaml = 'Resources:\n  Alb:\n    Type: AWS::ElasticLoadBalancingV2::LoadBalancer\n';
    expect(run(explain, { cwd, input: yaml })).toMatchObject({ status: 1, stderr: expect.stringContaining('cdk synth --json') as string });
  });

  test('fails where nothing comes', () => {
    expect(run(['check', '-'], { cwd })).toMatchObject({ status: 1, stdout: expect.stringMatching(/^error GW0007: .*: it is empty/) as string });
  });
});

test('a reader that stops early is no mistake', () => {
  const pipe = `"$NODE" "$CLI" report good.yaml --format html --default-target-type ip | head -c 20; echo " \${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', pipe], { cwd, encoding: 'utf8', env: { ...process.env, NODE: process.execPath, CLI: cli } });
  expect({ stdout, stderr }).toEqual({ stdout: '<!doctype html>\n<htm 0\n', stderr: '' });
});
