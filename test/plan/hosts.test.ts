import * as fc from 'fast-check';
import { matches } from '../../lib/attach/hostnames';
import type { HostHeaderCondition } from '../../lib/plan/ir';
import { limits } from '../../lib/plan/limits';
import { enclosingHosts, hostForm, hostValues, unionOfHosts } from '../../lib/plan/hosts';
import { gateway, marked, route, routingCodes, rulesOf, type RouteOptions } from './routes';

const onPort80 = { port: 80, grpc: false };
const long = 'very-long-service.team-a.production.example.com';
const tooLong = `${'a'.repeat(63)}.${'b'.repeat(63)}.com`;

function hostConditionOf(hostname: string, { port = 80, protocol = 'HTTP', kind }: RouteOptions & { readonly port?: number; readonly protocol?: string } = {}): HostHeaderCondition | undefined {
  const { rules } = rulesOf([...gateway([''], { port, protocol }), route([{}], { hostnames: [hostname], kind })]);
  return rules[0]?.conditions.find((condition) => condition.field === 'host-header');
}

test.each([
  ['cafe.example.com', '^[Cc][Aa][Ff][Ee]\\.[Ee][Xx][Aa][Mm][Pp][Ll][Ee]\\.[Cc][Oo][Mm](:[0-9]+)?$'],
  ['*.a-1.io', '^.+\\.[Aa]-1\\.[Ii][Oo](:[0-9]+)?$'],
  ['localhost', '^[Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt](:[0-9]+)?$'],
  ['a.xn--p1ai', '^[Aa]\\.[Xx][Nn]--[Pp]1[Aa][Ii](:[0-9]+)?$'],
])('%s is compared without regard to case and port', (hostname, regex) => {
  expect(hostConditionOf(hostname)).toEqual({ field: 'host-header', regexValues: [regex] });
});

test.each([
  ['a short name', 'cafe.example.com', onPort80, 'exact'],
  ['a long name on a standard port', long, onPort80, 'without-port'],
  ['a long wildcard on a standard port', `*.${long}`, onPort80, 'without-port'],
  ['a long name called by gRPC clients, which send the port', long, { port: 443, grpc: true }, 'lower-case'],
  ['a long name on another port', long, { port: 8443, grpc: false }, 'lower-case'],
  ['a long name that ALB values refuse', `${long}.xn--p1ai`, onPort80, 'lower-case'],
  ['a name of 131 characters', tooLong, onPort80, undefined],
])('%s has the best form there is', (_, hostname, use, form) => {
  expect(hostForm(hostname, use)).toBe(form);
});

test('a long name is compared as it is where clients send no port, with a warning', () => {
  expect(hostConditionOf(long)).toEqual({ field: 'host-header', values: [long] });
  const planned = rulesOf([...gateway(), route([{}], { hostnames: [long] })]);
  expect(routingCodes(planned)).toEqual(['GW4107']);
  expect(marked(planned, 'GW4107')).toBe(long);
});

test('a long name on another port is compared in lower case, with a warning', () => {
  expect(hostConditionOf(long, { port: 8080 })?.regexValues).toEqual([`^${long.replaceAll('.', '\\.')}(:[0-9]+)?$`]);
  const planned = rulesOf([...gateway([''], { port: 8080 }), route([{}], { hostnames: [long] })]);
  expect(routingCodes(planned, 'warning')).toEqual(['GW4108']);
  expect(marked(planned, 'GW4108')).toBe(long);
});

test.each([
  ['on another port the names match with a port too, which is noted', 8080, ['a.io'], ['GW4160']],
  ['on a standard port clients send none', 80, ['a.io'], []],
  ['a route for any host has no names', 8080, undefined, []],
])('%s', (_, port, hostnames, codes) => {
  const planned = rulesOf([...gateway([''], { port }), route([{}], hostnames && { hostnames })]);
  expect(routingCodes(planned)).toEqual(codes);
  if (codes.length > 0) expect(marked(planned, 'GW4160')).toBe('[ "a.io" ]');
});

test('a long name of a GRPCRoute keeps the port that gRPC clients send', () => {
  expect(hostConditionOf(long, { port: 443, protocol: 'HTTPS', kind: 'GRPCRoute' })?.regexValues).toHaveLength(1);
});

test('fails for a name that no condition can hold', () => {
  const planned = rulesOf([...gateway(), route([{}], { hostnames: [tooLong, 'short.example.com'] })]);
  const [diagnostic] = planned.diagnostics.filter(({ code }) => code === 'GW3101');
  expect(marked(planned, 'GW3101')).toBe(tooLong);
  expect(diagnostic).toMatchObject({ severity: 'error', condition: { type: 'PartiallyInvalid', status: 'True' }, about: { parent: 0 } });
  expect(planned.rules.map(({ origin }) => origin.hostnames)).toEqual([['short.example.com']]);
});

test('a route of which no name can be compared is not accepted', () => {
  const { diagnostics, rules } = rulesOf([...gateway(), route([{}], { hostnames: [tooLong] })]);
  expect(diagnostics.find(({ code }) => code === 'GW3101')?.condition).toMatchObject({ type: 'Accepted', status: 'False' });
  expect(rules).toEqual([]);
});

test('names with the same end are drawn together where values are scarce', () => {
  const [separate, together] = hostValues(['b.example.io', 'a.example.io', '*.example.io'], onPort80);
  expect(separate.regexValues).toHaveLength(3);
  expect(together.regexValues).toEqual(['^(.+|[Aa]|[Bb])\\.[Ee][Xx][Aa][Mm][Pp][Ll][Ee]\\.[Ii][Oo](:[0-9]+)?$']);
});

test('names in a form with and one without a regular expression do not fit into one condition', () => {
  expect([...hostValues([long, 'a.io'], onPort80)]).toEqual([]);
  expect([...hostValues([long, `x.${long}`], onPort80)]).toEqual([{ values: [long, `x.${long}`] }]);
});

test.each([
  ['a.b.c', ['a.b.c', '*.b.c', '*.c', '']],
  ['*.b.c', ['*.b.c', '*.c', '']],
  ['localhost', ['localhost', '']],
  ['', ['']],
])('%s lies inside %j', (hostname, enclosing) => {
  expect(enclosingHosts(hostname)).toEqual(enclosing);
});

test('what another name contains is left out of a union', () => {
  expect(unionOfHosts(['a.b.c', 'b.c', '*.b.c', 'a.b.c'])).toEqual(['b.c', '*.b.c']);
  expect(unionOfHosts(['a.b.c', ''])).toEqual(['']);
});

const labels = fc.string({ unit: fc.constantFrom('a', 'b', '1'), minLength: 1, maxLength: 4 });
const names = fc.array(labels, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
const hostnames = fc.tuple(fc.boolean(), names).map(([wildcard, name]) => (wildcard ? `*.${name}` : name));

test('every form of a host condition matches exactly the hosts of its names, in any case and with any port', () => {
  fc.assert(fc.property(fc.array(hostnames, { minLength: 1, maxLength: 8 }), names, fc.boolean(), fc.boolean(), (wanted, host, upper, port) => {
    const sent = `${upper ? host.toUpperCase() : host}${port ? ':8443' : ''}`;
    for (const form of hostValues(wanted, onPort80)) {
      const values = form.regexValues ?? [];
      expect(values.every((value) => value.length <= limits.valueLength)).toBe(true);
      expect(values.some((value) => new RegExp(value).test(sent))).toBe(wanted.some((hostname) => matches(hostname, host)));
    }
  }), { numRuns: 500 });
});
