import type { IngressRule } from '../../lib/plan/ir';
import { gatewayWith, planned, pointedAt, reported } from './planned';

const http = '{name: http, port: 80, protocol: HTTP}';
const other = '{name: other, port: 8081, protocol: HTTP}';

/** `tcp 80 10.0.0.0/8` */
function line({ protocol, fromPort, toPort, cidr, prefixListId }: IngressRule): string {
  return `${protocol} ${fromPort === toPort ? fromPort : `${fromPort}/${toPort}`} ${cidr ?? prefixListId}`;
}

describe('the managed security group', () => {
  test.each([
    ['everyone by default', '{}', [http], ['tcp 80 0.0.0.0/0']],
    ['everyone, IPv6 included, on dualstack', '{ipAddressType: dualstack}', [http], ['tcp 80 0.0.0.0/0', 'tcp 80 ::/0']],
    ['everyone, IPv6 included, without public IPv4', '{ipAddressType: dualstack-without-public-ipv4}', [http], ['tcp 80 0.0.0.0/0', 'tcp 80 ::/0']],
    ['nobody for an empty list', '{sourceRanges: []}', [http], []],
    ['ranges times ports', '{sourceRanges: [10.0.0.0/8, 192.0.2.0/24]}', [http, other], [
      'tcp 80 10.0.0.0/8', 'tcp 80 192.0.2.0/24', 'tcp 8081 10.0.0.0/8', 'tcp 8081 192.0.2.0/24',
    ]],
    ['each range once, in network form', '{sourceRanges: [127.0.0.1/24, 127.0.0.0/24]}', [http], ['tcp 80 127.0.0.0/24']],
    ['a range and prefix lists', '{sourceRanges: [127.0.0.0/24], securityGroupPrefixes: [pl-1, pl-2]}', [http], [
      'tcp 80 127.0.0.0/24', 'tcp 80 pl-1', 'tcp 80 pl-2',
    ]],
    ['prefix lists only', '{sourceRanges: [], securityGroupPrefixes: [pl-1]}', [http], ['tcp 80 pl-1']],
    ['path MTU discovery once for each range', '{sourceRanges: [10.0.0.0/8, "2001:db8::/32"], enableICMP: true, ipAddressType: dualstack}', [http], [
      'tcp 80 10.0.0.0/8', 'tcp 80 2001:db8::/32', 'icmp 3/4 10.0.0.0/8', 'icmpv6 2/0 2001:db8::/32',
    ]],
  ])('lets in %s', (_, ofGateway, listeners, expected) => {
    const { plan, codes } = planned(gatewayWith({ ofGateway, listeners }), {});
    expect(plan.securityGroups).toMatchObject({ kind: 'managed', openBackends: true, ids: [], names: [] });
    expect(plan.securityGroups.ingress.map(line)).toEqual(expected);
    expect(codes.filter((code) => code !== 'GW5306')).toEqual([]);
  });

  test('several listeners on one port open it once', () => {
    const listeners = ['{name: a, port: 80, protocol: HTTP, hostname: a.example.com}', '{name: b, port: 80, protocol: HTTP, hostname: b.example.com}'];
    expect(planned(gatewayWith({ listeners })).plan.securityGroups.ingress.map(line)).toEqual(['tcp 80 0.0.0.0/0']);
  });

  test('an IPv6 range opens nothing on an IPv4 load balancer, and says so', () => {
    const manifests = gatewayWith({ ofGateway: '{sourceRanges: ["2001:db8::/32", 127.0.0.1/24]}' });
    const result = planned(manifests);
    expect(result.plan.securityGroups.ingress.map(line)).toEqual(['tcp 80 127.0.0.0/24']);
    expect(pointedAt(manifests, reported(result, 'GW5202'))).toBe('"2001:db8::/32"');
  });

  test('prefix lists alone leave the listeners open to all, and say so', () => {
    const result = planned(gatewayWith({ ofGateway: '{securityGroupPrefixes: [pl-1]}' }));
    expect(result.plan.securityGroups.ingress.map(line)).toEqual(['tcp 80 0.0.0.0/0', 'tcp 80 pl-1']);
    expect(result.codes).toEqual(['GW5203']);
  });

  test.each([
    ['an address without length', '{sourceRanges: [10.0.0.1]}', 'GW5201', '10.0.0.1', 'did you mean "10.0.0.1/32"?'],
    ['an IPv6 address without length', '{sourceRanges: ["2001:db8::1"]}', 'GW5201', '"2001:db8::1"', 'did you mean "2001:db8::1/128"?'],
    ['a length beyond 32', '{sourceRanges: [10.0.0.0/33]}', 'GW5201', '10.0.0.0/33', undefined],
    ['a short form of an address', '{sourceRanges: [10/8]}', 'GW5201', '10/8', undefined],
    ['what is no prefix list', '{sourceRanges: [], securityGroupPrefixes: [sg-1]}', 'GW5204', 'sg-1', undefined],
  ])('fails on %s', (_, ofGateway, code, text, hint) => {
    const manifests = gatewayWith({ ofGateway });
    const result = planned(manifests);
    expect(result.codes).toEqual([code]);
    expect(pointedAt(manifests, reported(result, code))).toBe(text);
    expect(reported(result, code).hint).toBe(hint);
  });

  test('warns of more rules than a security group takes', () => {
    const ranges = Array.from({ length: 61 }, (_, index) => `10.0.${index}.0/24`).join(', ');
    expect(planned(gatewayWith({ ofGateway: `{sourceRanges: [${ranges}]}` })).codes).toEqual(['GW5205']);
  });

  test('says that backends are opened in any case', () => {
    const result = planned(gatewayWith({ ofGateway: '{manageBackendSecurityGroupRules: false}' }));
    expect(result.plan.securityGroups.openBackends).toBe(true);
    expect(result.codes).toEqual(['GW5013']);
  });
});

describe('named security groups', () => {
  test('are used as they are, and backends are left alone', () => {
    const result = planned(gatewayWith({ ofGateway: '{securityGroups: [frontend, sg-1, sg-1]}' }));
    expect(result.plan.securityGroups).toEqual({ kind: 'existing', ingress: [], ids: ['sg-1'], names: ['frontend'], openBackends: false });
    expect(result.codes).toEqual(['GW5206']);
  });

  test('open the backends where asked for', () => {
    const result = planned(gatewayWith({ ofGateway: '{securityGroups: [sg-1], manageBackendSecurityGroupRules: true}' }));
    expect(result.plan.securityGroups.openBackends).toBe(true);
    expect(result.codes).toEqual([]);
  });

  test.each(['sourceRanges: [10.0.0.0/8]', 'securityGroupPrefixes: [pl-1]', 'enableICMP: true'])('make %s useless, and say so', (setting) => {
    const result = planned(gatewayWith({ ofGateway: `{securityGroups: [sg-1], manageBackendSecurityGroupRules: true, ${setting}}` }));
    expect(result.codes).toEqual(['GW5013']);
  });

  test('count as none where the list is empty', () => {
    expect(planned(gatewayWith({ ofGateway: '{securityGroups: []}' })).plan.securityGroups.kind).toBe('managed');
  });
});
