import { attached, CLASS, gateway, gatewayApi, HTTP, namespace } from './attached';

const set = (path: string, listeners: string, created = '', parent = '{ name: web, namespace: infra }'): string =>
  gatewayApi('ListenerSet', path, `parentRef: ${parent}\nlisteners:\n${listeners}`, created && `creationTimestamp: "${created}"`);
const open = (from: string): string => `allowedListeners: { namespaces: ${from} }`;
const ALL = open('{ from: All }');
const http = (name: string, hostname = ''): string => `- { name: ${name}, port: 80, protocol: HTTP${hostname && `, hostname: ${hostname}`} }`;
const https = (name: string, port = 80): string => `- { name: ${name}, port: ${port}, protocol: HTTPS }`;

describe('allowedListeners', () => {
  test.each([
    ['the same namespace', 'infra/more', open('{ from: Same }')],
    ['any namespace', 'shop/more', ALL],
    ['a namespace that the selector matches', 'shop/more', open('{ from: Selector, selector: { matchLabels: { team: shop } } }')],
  ])('takes %s', (_, path, allowed) => {
    const { gateway: found, codes } = attached(gateway(HTTP, allowed) + set(path, http('x', 'x.example.com')) + namespace('shop', 'team: shop'));
    expect(found.listeners.map(({ listener }) => listener.name)).toEqual(['http', 'x']);
    expect(found.listenerSets.map(({ allowed: isAllowed }) => isAllowed)).toEqual([true]);
    expect(codes).toEqual([]);
  });

  test.each([
    ['by default', 'infra/more', ''],
    ['None', 'infra/more', open('{ from: None }')],
    ['Same, for another namespace', 'shop/more', open('{ from: Same }')],
    ['a selector that does not match', 'shop/more', open('{ from: Selector, selector: { matchLabels: { team: bank } } }')],
  ])('fails with %s', (_, path, allowed) => {
    const { gateway: found, only, places } = attached(gateway(HTTP, allowed) + set(path, http('x', 'x.example.com')));
    expect(only('GW2403')).toMatchObject({
      severity: 'error',
      condition: { type: 'Accepted', status: 'False', reason: 'NotAllowed' },
      about: { object: { kind: 'ListenerSet', name: 'more' } },
    });
    expect(places('GW2403')).toEqual(['web']);
    expect(found.listeners.map(({ listener }) => listener.name)).toEqual(['http']);
    expect(found.listenerSets.map(({ allowed: isAllowed }) => isAllowed)).toEqual([false]);
  });

  test('fails for a Selector without selector', () => {
    expect(attached(gateway(HTTP, open('{ from: Selector }'))).places('GW2207')).toEqual(['Selector']);
  });

  test('warns of a selector that does not count', () => {
    expect(attached(gateway(HTTP, open('{ selector: { matchLabels: { team: shop } } }'))).places('GW2208')).toEqual(['selector']);
  });

  test('says that the labels of a namespace are not known', () => {
    const manifests = gateway(HTTP, open('{ from: Selector, selector: { matchLabels: { team: shop } } }')) + set('shop/more', http('x', 'x.example.com'));
    expect(attached(manifests).only('GW2403').notes).toHaveLength(2);
    expect(attached(manifests + namespace('shop', 'team: bank')).only('GW2403').notes).toHaveLength(1);
  });
});

describe('the parent of a ListenerSet', () => {
  test('fails for another kind', () => {
    const { places, codes } = attached(gateway(HTTP, ALL) + set('infra/more', http('x'), '', '{ kind: Service, group: "", name: web }'));
    expect(codes).toEqual(['GW2401']);
    expect(places('GW2401')).toEqual(['Service']);
  });

  test('fails for a Gateway that is not there', () => {
    const { only, places } = attached(gateway(HTTP, ALL) + set('infra/more', http('x'), '', '{ name: wob }'));
    expect(only('GW2402')).toMatchObject({ severity: 'error', hint: 'did you mean "web"?' });
    expect(places('GW2402')).toEqual(['wob']);
  });

  test('may be a Gateway of another controller, which is left to it', () => {
    const foreign = CLASS.replace('name: alb', 'name: other').replace('k8s.aws/alb', 'example.com/x');
    const manifests = `---${foreign}${gateway(HTTP, ALL).replace('ClassName: alb', 'ClassName: other')}${set('infra/more', http('x'))}`;
    expect(attached(manifests).codes).toEqual(['GW2002']);
  });
});

describe('conflicts between objects', () => {
  const losers = (manifests: string): readonly string[] =>
    attached(manifests).diagnostics.map(({ code, about, condition }) => `${code} ${about?.object.name}.${about?.listener} ${condition?.reason}`);

  test('the Gateway wins over its sets', () => {
    expect(losers(gateway(HTTP, ALL) + set('infra/more', https('x')))).toEqual(['GW2204 more.x ProtocolConflict']);
    expect(losers(gateway(http('http', 'a.example.com'), ALL) + set('infra/more', http('x', 'a.example.com')))).toEqual(['GW2205 more.x HostnameConflict']);
    expect(losers(gateway(HTTP, ALL) + set('infra/more', http('x')))).toEqual(['GW2205 more.x HostnameConflict']);
  });

  test('the older set wins, whatever the order of the files', () => {
    const older = set('infra/z', https('x', 8443), '2024-01-01T00:00:00Z');
    const newer = set('infra/a', '- { name: y, port: 8443, protocol: HTTP }', '2025-01-01T00:00:00Z');
    expect(losers(gateway(HTTP, ALL) + newer + older)).toEqual(['GW2204 a.y ProtocolConflict']);
    expect(losers(gateway(HTTP, ALL) + older + newer)).toEqual(['GW2204 a.y ProtocolConflict']);
  });

  test('without age the name decides; what is in a cluster is older than what is not', () => {
    const first = set('infra/a', https('x', 8443));
    const second = set('infra/b', '- { name: y, port: 8443, protocol: HTTP }');
    const dated = set('infra/b', '- { name: y, port: 8443, protocol: HTTP }', '2025-01-01T00:00:00Z');
    expect(losers(gateway(HTTP, ALL) + second + first)).toEqual(['GW2204 b.y ProtocolConflict']);
    expect(losers(gateway(HTTP, ALL) + first + dated)).toEqual(['GW2204 a.x ProtocolConflict']);
  });

  test('a listener that lost claims nothing', () => {
    const manifests = gateway(HTTP, ALL) + set('infra/a', https('x')) + set('infra/b', http('y', 'b.example.com'));
    expect(losers(manifests)).toEqual(['GW2204 a.x ProtocolConflict']);
  });

  test('a port that a Gateway has spoilt for itself does not go to a set', () => {
    const manifests = gateway(`${http('http')}\n${https('https')}\n- { name: ok, port: 81, protocol: HTTP }`, ALL) + set('infra/a', http('x', 'x.example.com'));
    expect(losers(manifests)).toEqual(['GW2204 web.http ProtocolConflict', 'GW2204 web.https ProtocolConflict', 'GW2204 a.x ProtocolConflict']);
  });

  test('names may repeat between objects', () => {
    expect(losers(gateway(HTTP, ALL) + set('infra/a', http('http', 'a.example.com')) + set('infra/b', http('http', 'b.example.com')))).toEqual([]);
  });

  test('the loser points at the winner', () => {
    const { only } = attached(gateway(HTTP, ALL) + set('infra/more', https('x')));
    expect(only('GW2204').notes.map(({ text }) => text)).toEqual(['Gateway infra/web, listener "http" has HTTP on port 80']);
  });
});

test('fails for a Gateway whose listeners and those of its sets are all invalid, not where a set has a good one', () => {
  const broken = gateway('- { name: tcp, port: 22, protocol: TCP }', ALL);
  expect(attached(broken + set('infra/more', '- { name: udp, port: 53, protocol: UDP }')).codes).toContain('GW2201');
  expect(attached(broken + set('infra/more', http('x'))).codes).toEqual(['GW2202']);
});
