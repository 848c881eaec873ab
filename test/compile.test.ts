import { compile } from '../lib/index';
import { coffeeRoute, coffeeShop, documents, gatewayClass, httpGateway } from './support/manifests';

function codesOf(text: string, gateway?: string): string[] {
  return compile([{ path: 'all.yaml', text }], { defaultTargetType: 'ip', ...(gateway !== undefined && { gateway }) })
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);
}

describe('which Gateway', () => {
  const second = httpGateway.replace('name: web', 'name: other');

  test.each([
    ['all of them without being told', documents(coffeeShop, second), undefined, []],
    ['the only one', coffeeShop, 'only', []],
    ['one by name', documents(coffeeShop, second), 'infra/other', []],
    ['fails where one is wanted and there are several', documents(coffeeShop, second), 'only', ['GW2903']],
    ['fails where the name is unknown', coffeeShop, 'infra/wbe', ['GW2902']],
    ['fails where there is none', gatewayClass, undefined, ['GW2901']],
  ])('%s', (_, text, gateway, expected) => {
    expect(codesOf(text, gateway)).toEqual(expected);
  });

  test('fails with the real mistake alone where the Gateway could not be read', () => {
    expect(codesOf(documents(gatewayClass, httpGateway.replace('listeners:', 'listeners')))).not.toContain('GW2901');
    expect(codesOf(documents(gatewayClass, httpGateway.replace('port: 80', 'port: eighty')))).not.toContain('GW2901');
  });
});

describe('what is said when one Gateway of several is compiled', () => {
  const other = httpGateway.replace('name: web', 'name: other');
  /** A route with an empty value, which is a warning. */
  const teaTo = (...gateways: readonly string[]): string =>
    coffeeRoute.replace('name: cafe', 'name: tea').replace('hostnames: [cafe.example.com]', 'hostnames: [tea.example.com]\n  useDefaultGateways:')
      .replace('[{ name: web, namespace: infra }]', `[${gateways.map((name) => `{ name: ${name}, namespace: infra }`).join(', ')}]`);
  const codesFor = (gateway: string, ...texts: readonly string[]): readonly string[] =>
    compile([{ path: 'all.yaml', text: documents(coffeeShop, other, ...texts) }], { defaultTargetType: 'ip', gateway }).diagnostics.map(({ code }) => code);

  test.each<[string, readonly string[], Record<string, boolean>]>([
    ['a warning about a route is said for its Gateway only', ['other'], { 'infra/web': false, 'infra/other': true, 'all': true }],
    ['a warning about a route of both is said for both', ['other', 'web'], { 'infra/web': true, 'infra/other': true }],
    ['a warning about what belongs to no Gateway is said for each', ['elsewhere'], { 'infra/web': true, 'infra/other': true }],
  ])('%s', (_, gateways, expected) => {
    expect(Object.fromEntries(Object.keys(expected).map((gateway) => [gateway, codesFor(gateway, teaTo(...gateways)).includes('GW1015')]))).toEqual(expected);
  });

  test('an error is said for each, so that the pull request fails', () => {
    const broken = teaTo('other').replace('name: coffee, port: 80', 'name: coffee, port: 81');
    for (const gateway of ['infra/web', 'infra/other']) expect(codesFor(gateway, broken)).toContain('GW2503');
  });
});

test('an unusable Gateway does not stop a good one under respond-500', () => {
  const bad = httpGateway.replace('name: web', 'name: bad').replace('protocol: HTTP', 'protocol: TCP');
  const { gateways, hasErrors } = compile([{ path: 'all.yaml', text: documents(coffeeShop, bad) }], { defaultTargetType: 'ip', onInvalidRoute: 'respond-500' });
  expect(hasErrors).toBe(false);
  expect(gateways.map(({ name }) => name)).toEqual(['infra/bad', 'infra/web']);
});

test('a plan is plain JSON and does not depend on the order of documents', () => {
  const texts = coffeeShop.split('\n---\n');
  const plans = [texts, [...texts].reverse()].map((order) => {
    const { gateways } = compile([{ path: 'all.yaml', text: documents(...order) }], { defaultTargetType: 'ip' });
    return gateways.map(({ plan }) => JSON.stringify(plan, (key: string, value: unknown) => (key === 'span' ? undefined : value)));
  });
  expect(plans[1]).toEqual(plans[0]);
});
