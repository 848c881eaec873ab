import { decodeText, gatewayApi, grpcRule } from './decoding';

describe('GRPCRoute', () => {
  test('rules and matches have no defaults, types of matches have', () => {
    const { resources, found } = decodeText(grpcRule('matches: [{ method: { service: a.B }, headers: [{ name: x, value: y }] }]'));
    expect(found).toEqual([]);
    expect(resources.grpcRoutes[0].spec.rules).toEqual([
      { matches: [{ method: { type: 'Exact', service: 'a.B' }, headers: [{ type: 'Exact', name: 'x', value: 'y' }] }] },
      { name: 'sound' },
    ]);
    expect(decodeText(gatewayApi('GRPCRoute', 'parentRefs: [{ name: web }]')).resources.grpcRoutes[0].spec.rules).toEqual([]);
  });

  test.each([
    ['a method match of nothing', 'matches: [{ method: { type: Exact } }]', ['GW1014 method']],
    ['a service with a wildcard', 'matches: [{ method: { service: "a.*" } }]', ['GW1006 "a.*"']],
    ['a method with a slash', 'matches: [{ method: { method: a/b } }]', ['GW1006 a/b']],
    ['a header named twice', 'matches: [{ headers: [{ name: x, value: a }, { name: x, value: b }] }]', ['GW1010 x']],
    ['a filter that only HTTPRoutes have', 'filters: [{ type: URLRewrite }]', ['GW1004 URLRewrite']],
    ['a member that only HTTPRoutes have', 'filters: [{ type: ExtensionRef, urlRewrite: {} }]', ['GW1001 urlRewrite']],
    ['a filter without its member', 'filters: [{ type: ExtensionRef }]', ['GW1011 ExtensionRef']],
    ['a backend without a port', 'backendRefs: [{ name: shop }]', ['GW1107 shop']],
    ['a filter of a backend twice',
      'backendRefs: [{ name: a, port: 1, filters: [{ type: RequestHeaderModifier, requestHeaderModifier: {} }, { type: RequestHeaderModifier, requestHeaderModifier: {} }] }]',
      ['GW1103 RequestHeaderModifier']],
    ['timeouts, which only HTTPRoutes have', 'timeouts: {}', ['GW1001 timeouts']],
  ])('fails for %s', (_, rule, expected) => {
    const { found, resources } = decodeText(grpcRule(rule));
    expect(found).toEqual(expected);
    expect(resources.grpcRoutes[0].spec.rules).toEqual([{ name: 'sound' }]);
  });

  test('a regular expression is not a name', () => {
    expect(decodeText(grpcRule('matches: [{ method: { type: RegularExpression, service: "a.*", method: "Get.+" } }]')).found).toEqual([]);
  });

  test('fails for 129 matches, also across rules', () => {
    const matches = Array.from({ length: 43 }, (_, index) => `{ method: { method: M${index} } }`).join(', ');
    const rules = ['a', 'b', 'c'].map((name) => `  - { name: ${name}, matches: [${matches}] }`).join('\n');
    expect(decodeText(gatewayApi('GRPCRoute', `rules:\n${rules}`)).found).toEqual(['GW1105 rules']);
  });
});
