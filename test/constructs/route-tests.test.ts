import { App, aws_certificatemanager as acm, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ClientCertificate, DefaultTargetType, GatewayAlb, GatewayAlbTesting, GatewayManifests, InvalidRoutePolicy, Priorities, RouteTests,
} from '../../constructs/index';
import { cafe, expecting } from '../route-tests/tables';
import { documents } from '../support/manifests';

const good = expecting('GET https://cafe.example.com/gone', '410');
const bad = expecting('GET https://cafe.example.com/tea', 'shop/coffee:80');
const otherGateway = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: other, namespace: shop }
spec: { gatewayClassName: alb, listeners: [{ name: http, protocol: HTTP, port: 80 }] }
`;

function synth(routeTests: RouteTests, text = cafe, gateway?: string): { app: App; alb: GatewayAlb } {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
  const alb = new GatewayAlb(stack, 'Web', {
    vpc: new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-central-1a', 'eu-central-1b'] }),
    manifests: GatewayManifests.fromText(text, 'cafe.yaml'),
    certificates: { 'shop/tls': acm.Certificate.fromCertificateArn(stack, 'Tls', 'arn:aws:acm:eu-central-1:111122223333:certificate/a') },
    defaultTargetType: DefaultTargetType.IP,
    priorities: Priorities.ranked(),
    routeTests,
    ...(gateway !== undefined && { gateway }),
  });
  return { app, alb };
}

describe('route tests at synthesis', () => {
  test('that pass say nothing', () => {
    const { app, alb } = synth(RouteTests.fromText(good));
    expect(() => app.synth()).not.toThrow();
    expect(alb.diagnostics.filter(({ code }) => code.startsWith('GW6'))).toEqual([]);
  });

  test.each([
    ['a request is answered otherwise', bad, /routes\.test\.yaml:3:13 - error GW6101: GET https:\/\/cafe\.example\.com\/tea: expected backend shop\/coffee:80, got shop\/tea:80[^]*expect: shop\/coffee:80\n[^]*\^{14}/],
    ['the table has a mistake', good.replace('expect', 'expects'), /routes\.test\.yaml:3:5 - error GW6002: "expects" is no key[^]*did you mean "expect"/],
    ['the table is empty', '', /error GW6001/],
  ])('fail it where %s', (_, table, message) => {
    const { app } = synth(RouteTests.fromText(table));
    expect(() => app.synth()).toThrow(message);
  });

  test('fail it where too few rules are reached', () => {
    expect(() => synth(RouteTests.fromText(good, 'table.yaml', { minimumCoverage: 10 })).app.synth()).not.toThrow();
    expect(() => synth(RouteTests.fromText(good, 'table.yaml', { minimumCoverage: 20 })).app.synth()).toThrow(/GW6102/);
  });

  test('stand in a file', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'tables-')), 'mine.yaml');
    writeFileSync(path, bad);
    expect(() => synth(RouteTests.fromFile(path)).app.synth()).toThrow(/mine\.yaml:3:13 - error GW6101/);
    expect(() => synth(RouteTests.fromFile(`${path}.gone`)).app.synth()).toThrow(/GW0001/);
  });

  test('are not run on manifests with errors, whose own messages count', () => {
    const { app } = synth(RouteTests.fromText(bad), cafe.replace('name: tea, port: 80', 'name: tee, port: 80'));
    expect(() => app.synth()).toThrow(/GW2502/);
    expect(() => app.synth()).not.toThrow(/GW6101/);
  });

  test('for another Gateway are skipped, for none that exists they fail', () => {
    const two = documents(cafe, otherGateway);
    expect(() => synth(RouteTests.fromText(`gateway: shop/other\n${bad}`), two, 'shop/web').app.synth()).not.toThrow();
    expect(() => synth(RouteTests.fromText(`gateway: shop/web\n${bad}`), two, 'shop/web').app.synth()).toThrow(/GW6101/);
    expect(() => synth(RouteTests.fromText(`gateway: shop/wbe\n${bad}`), two, 'shop/web').app.synth()).toThrow(/GW6008/);
  });
});

describe('GatewayAlbTesting', () => {
  const web = () => GatewayAlbTesting.fromText(cafe, { defaultTargetType: DefaultTargetType.IP });

  test('names the backend, the rule, and says the rest in words', () => {
    expect(web().route('GET', 'https://cafe.example.com/tea/green?hot=1')).toEqual({
      backend: 'shop/tea:80',
      shares: { 'shop/tea:80': 100 },
      backendHost: 'tea.internal',
      backendPath: '/v2/green?hot=1',
      authentication: 'none',
      route: 'shop/cafe',
      rule: 2,
      responseHeaders: {},
      explanation: expect.stringContaining('HTTPRoute shop/cafe, rule 2, match 0') as string,
    });
  });

  test.each([
    ['shares', 'https://cafe.example.com/coffee', { shares: { 'shop/coffee:80': 90, 'shop/canary:80': 10 }, ruleName: 'coffee' }],
    ['a redirect', 'http://cafe.example.com/', { status: 301, location: 'https://cafe.example.com:443/', route: 'shop/to-https' }],
    ['a fixed response', 'https://cafe.example.com/gone', { status: 410 }],
    ['the default action', 'https://cafe.example.com/', { status: 404 }],
    ['a login', 'https://cafe.example.com/staff', { authentication: 'cognito', backend: 'shop/staff:80' }],
    ['a refused connection', 'https://cafe.example.com:8443/', { refused: 'no-listener' }],
  ])('tells %s', (_, url, expected) => {
    expect(web().route('GET', url)).toMatchObject(expected);
  });

  test('several backends are no backend, and no rule is no route', () => {
    expect(web().route('GET', 'https://cafe.example.com/coffee')).not.toHaveProperty('backend');
    expect(web().route('GET', 'https://cafe.example.com/')).not.toHaveProperty('route');
  });

  test('a request has headers, an address and a certificate', () => {
    const options = { headers: { 'x-canary': 'always' }, sourceIp: '10.0.0.1', clientCertificate: ClientCertificate.VALID };
    expect(web().route('GET', 'https://cafe.example.com/coffee', options).backend).toBe('shop/canary:80');
  });

  test('tells the codes of the manifests', () => {
    expect(web().codes()).toEqual([]);
    const broken = GatewayAlbTesting.fromText(cafe.replace('name: tea, port: 80', 'name: tee, port: 80'));
    expect(broken.codes()).toContain('GW2502');
    expect(broken.diagnostics.map(({ code }) => code)).toContain('GW2502');
  });

  test('fails on manifests with errors and on what is no request, with the reason', () => {
    const broken = cafe.replace('name: tea, port: 80', 'name: tee, port: 80');
    expect(() => GatewayAlbTesting.fromText(broken).route('GET', 'http://a/')).toThrow(/manifests have errors[^]*GW2502/);
    expect(() => web().route('GET', '/coffee')).toThrow(/not an absolute URL/);
    const lenient = GatewayAlbTesting.fromText(broken, { onInvalidRoute: InvalidRoutePolicy.RESPOND_500, defaultTargetType: DefaultTargetType.IP });
    expect(lenient.route('GET', 'https://cafe.example.com/tea')).toMatchObject({ status: 500 });
  });

  test('remembers which rules requests have reached', () => {
    const alb = web();
    expect(alb.unreachedRules()).toHaveLength(6);
    alb.route('GET', 'http://cafe.example.com/');
    alb.route('GET', 'https://cafe.example.com/coffee');
    expect(alb.unreachedRules().map(({ description }) => description)).toEqual([4, 1, 3, 2].map((rule) => `HTTPRoute shop/cafe, rule ${rule}, match 0`));
    expect(alb.unreachedRules()[0]).toMatchObject({ port: 443, file: 'manifests.yaml', line: expect.any(Number) as number });
  });

  test('tries tables', () => {
    expect(web().failures(RouteTests.fromText(good))).toEqual([]);
    expect(web().failures(RouteTests.fromText(bad))).toMatchObject([{ code: 'GW6101', line: 3, text: expect.stringContaining('takes the request') as string }]);
  });

  test('reads folders, files, and manifests that are shared', () => {
    const folder = mkdtempSync(join(tmpdir(), 'manifests-'));
    writeFileSync(join(folder, 'cafe.yaml'), cafe);
    const options = { gateway: 'shop/web', defaultTargetType: DefaultTargetType.IP };
    for (const alb of [
      GatewayAlbTesting.fromDirectory(folder, options),
      GatewayAlbTesting.fromFiles([join(folder, 'cafe.yaml')], options),
      GatewayAlbTesting.fromManifests(GatewayManifests.fromText(cafe), options),
    ]) {
      expect(alb.route('GET', 'https://cafe.example.com/gone').status).toBe(410);
    }
    expect(GatewayAlbTesting.fromDirectory(folder, { gateway: 'shop/wbe' }).codes()).toEqual(['GW2902']);
  });
});
