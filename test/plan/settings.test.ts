import { gatewayWith, planned, pointedAt, reported } from './planned';

const attributeOf = (result: ReturnType<typeof planned>, key: string): string | undefined =>
  result.plan.attributes.find((attribute) => attribute.key === key)?.value;

describe('the load balancer', () => {
  test('is internal with IPv4 addresses unless configured', () => {
    expect(planned(gatewayWith()).plan).toMatchObject({ scheme: 'internal', ipAddressType: 'ipv4', shieldProtection: false });
  });

  test('takes every field of its configuration', () => {
    const webACL = 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/web/12345678-1234';
    const { plan, codes } = planned(gatewayWith({
      ofGateway: `{loadBalancerName: web, scheme: internet-facing, ipAddressType: dualstack, wafV2: {webACL: "${webACL}"},
        shieldConfiguration: {enabled: true}, minimumLoadBalancerCapacity: {capacityUnits: 100}, ipv4IPAMPoolId: ipam-pool-0a}`,
    }));
    expect(plan).toMatchObject({
      name: 'web',
      scheme: 'internet-facing',
      ipAddressType: 'dualstack',
      webAclArn: webACL,
      shieldProtection: true,
      minimumCapacityUnits: 100,
      ipv4IpamPoolId: 'ipam-pool-0a',
    });
    expect(codes).toEqual(['GW5102']);
  });

  test.each([
    ['fails on a name that begins with internal-', '{loadBalancerName: internal-web}', 'GW5101', 'internal-web'],
    ['fails on negative capacity', '{minimumLoadBalancerCapacity: {capacityUnits: -1}}', 'GW5103', '{capacityUnits: -1}'],
    ['fails on the name of a web ACL', '{wafV2: {webACL: my-acl}}', 'GW5105', 'my-acl'],
    [
      'fails on a web ACL of CloudFront',
      '{wafV2: {webACL: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/web/1"}}',
      'GW5105',
      '"arn:aws:wafv2:us-east-1:111122223333:global/webacl/web/1"',
    ],
    ['fails on an IPAM pool for an internal load balancer', '{ipv4IPAMPoolId: ipam-pool-0a}', 'GW5106', 'ipv4IPAMPoolId'],
    ['fails on a customer-owned pool', '{customerOwnedIpv4Pool: ipv4pool-coip-0a}', 'GW5107', 'customerOwnedIpv4Pool'],
    ['names disableSecurityGroup as one for Network Load Balancers', '{disableSecurityGroup: true}', 'GW5011', 'disableSecurityGroup'],
    [
      'names enforceSecurityGroupInboundRulesOnPrivateLinkTraffic as one for Network Load Balancers',
      '{enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "on"}',
      'GW5011',
      'enforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
    ],
    ['says that mergingMode of the Gateway decides nothing', '{mergingMode: prefer-gateway}', 'GW5013', 'mergingMode'],
  ])('%s', (_, ofGateway, code, text) => {
    const manifests = gatewayWith({ ofGateway });
    const result = planned(manifests);
    expect(result.codes).toEqual([code]);
    expect(pointedAt(manifests, reported(result, code))).toBe(text);
  });
});

describe('class and Gateway configuration', () => {
  const ofClass = `{scheme: internet-facing, sourceRanges: [10.0.0.0/8], tags: {common: class, class: class},
    loadBalancerAttributes: [{key: idle_timeout.timeout_seconds, value: "100"}, {key: waf.fail_open.enabled, value: "true"}],
    listenerConfigurations: [{protocolPort: "HTTPS:443", sslPolicy: ELBSecurityPolicy-2016-08}]`;
  const ofGateway = `{scheme: internal, sourceRanges: [], ipAddressType: dualstack, tags: {common: gateway, gateway: gateway},
    loadBalancerAttributes: [{key: idle_timeout.timeout_seconds, value: "200"}, {key: client_keep_alive.seconds, value: "90"}],
    listenerConfigurations: [{protocolPort: "HTTPS:443", sslPolicy: ELBSecurityPolicy-FS-2018-06, defaultCertificate: "arn:aws:acm:eu-west-1:1:certificate/a"}]}`;
  const listeners = ['{name: https, port: 443, protocol: HTTPS, hostname: a.example.com}'];

  test('the class wins by default; fields that only the Gateway has are kept', () => {
    const result = planned(gatewayWith({ ofClass: `${ofClass}}`, ofGateway, listeners }));
    expect(result.plan).toMatchObject({ scheme: 'internet-facing', ipAddressType: 'dualstack' });
    expect(result.plan.securityGroups.ingress).toMatchObject([{ cidr: '10.0.0.0/8' }]);
    expect(result.plan.tags).toEqual([{ key: 'class', value: 'class' }, { key: 'common', value: 'class' }, { key: 'gateway', value: 'gateway' }]);
    expect(['idle_timeout.timeout_seconds', 'waf.fail_open.enabled', 'client_keep_alive.seconds'].map((key) => attributeOf(result, key)))
      .toEqual(['100', 'true', '90']);
  });

  test('an entry of listenerConfigurations wins as a whole', () => {
    const [listener] = planned(gatewayWith({ ofClass: `${ofClass}}`, ofGateway, listeners })).plan.listeners;
    expect(listener).toMatchObject({ sslPolicy: 'ELBSecurityPolicy-2016-08', certificates: [{ kind: 'hostnames' }] });
  });

  test('the Gateway wins where the class says so, an empty list included', () => {
    const result = planned(gatewayWith({ ofClass: `${ofClass}, mergingMode: prefer-gateway}`, ofGateway, listeners }));
    expect(result.plan.scheme).toBe('internal');
    expect(result.plan.securityGroups.ingress).toEqual([]);
    expect(result.plan.tags).toContainEqual({ key: 'common', value: 'gateway' });
    expect(attributeOf(result, 'idle_timeout.timeout_seconds')).toBe('200');
    expect(result.plan.listeners[0]).toMatchObject({ sslPolicy: 'ELBSecurityPolicy-FS-2018-06', certificates: [{ kind: 'arn' }] });
  });

  test('capacity survives the merge', () => {
    const result = planned(gatewayWith({ ofClass: '{scheme: internal}', ofGateway: '{minimumLoadBalancerCapacity: {capacityUnits: 50}}' }));
    expect(result.plan.minimumCapacityUnits).toBe(50);
    expect(result.codes).toEqual(['GW5104']);
  });

  test.each([
    ['preferred', true, '2'],
    ['other', false, '1'],
  ])('of an attribute given twice by the %s object the right one counts', (_, preferred, used) => {
    const twice = '{loadBalancerAttributes: [{key: idle_timeout.timeout_seconds, value: "1"}, {key: idle_timeout.timeout_seconds, value: "2"}]}';
    const result = planned(gatewayWith(preferred ? { ofClass: twice, ofGateway: '{scheme: internal}' } : { ofClass: '{scheme: internal}', ofGateway: twice }));
    expect(attributeOf(result, 'idle_timeout.timeout_seconds')).toBe(used);
    expect(result.codes).toEqual(['GW5303']);
  });
});

describe('subnets', () => {
  test.each([
    ['by id', '{loadBalancerSubnets: [{identifier: subnet-b}, {identifier: subnet-a}]}', { ids: ['subnet-b', 'subnet-a'] }, []],
    ['by name', '{loadBalancerSubnets: [{identifier: one}, {identifier: one}]}', { names: ['one', 'one'] }, []],
    ['by tag', '{loadBalancerSubnetsSelector: {tier: [web, edge]}}', { tags: { tier: ['web', 'edge'] } }, []],
    ['from the list where both are given', '{loadBalancerSubnets: [{identifier: subnet-a}, {identifier: subnet-b}], loadBalancerSubnetsSelector: {tier: [web]}}', { ids: ['subnet-a', 'subnet-b'] }, ['GW5013']],
    ['not at all', '{loadBalancerSubnets: []}', undefined, []],
    ['by a single id', '{loadBalancerSubnets: [{identifier: subnet-a}]}', { ids: ['subnet-a'] }, ['GW5113']],
  ])('are chosen %s', (_, ofGateway, subnets, codes) => {
    const result = planned(gatewayWith({ ofGateway }));
    expect(result.plan.subnets).toEqual(subnets);
    expect(result.codes).toEqual(codes);
  });

  test.each([
    ['eipAllocation', '{identifier: subnet-a, eipAllocation: eipalloc-1}', 'GW5110', 'eipAllocation'],
    ['privateIPv4Allocation', '{identifier: subnet-a, privateIPv4Allocation: 10.0.0.1}', 'GW5110', 'privateIPv4Allocation'],
    ['ipv6Allocation', '{identifier: subnet-a, ipv6Allocation: "::1"}', 'GW5110', 'ipv6Allocation'],
    ['sourceNatIPv6Prefix', '{identifier: subnet-a, sourceNatIPv6Prefix: auto_assigned}', 'GW5110', 'sourceNatIPv6Prefix'],
    ['an entry without identifier', '{}', 'GW5111', '{}'],
    ['the same id twice', '{identifier: subnet-b}', 'GW5112', '{identifier: subnet-b}'],
  ])('fails on %s', (_, entry, code, text) => {
    const manifests = gatewayWith({ ofGateway: `{loadBalancerSubnets: [{identifier: subnet-b}, ${entry}]}` });
    const result = planned(manifests);
    expect(result.codes).toEqual([code]);
    expect(pointedAt(manifests, reported(result, code))).toBe(text);
  });

  test('fails on a selector without values', () => {
    const manifests = gatewayWith({ ofGateway: '{loadBalancerSubnetsSelector: {tier: []}}' });
    expect(pointedAt(manifests, reported(planned(manifests), 'GW5114'))).toBe('tier');
  });
});

describe('attributes of the load balancer', () => {
  test('are written out with their defaults', () => {
    const { plan } = planned(gatewayWith());
    expect(plan.attributes).toContainEqual({ key: 'idle_timeout.timeout_seconds', value: '60' });
    expect(plan.attributes).toContainEqual({ key: 'routing.http.preserve_host_header.enabled', value: 'false' });
    expect(plan.attributes.map(({ key }) => key)).toEqual(plan.attributes.map(({ key }) => key).toSorted());
    expect(plan.attributes.length).toBeLessThanOrEqual(20);
  });

  test('an unknown key fails with the one that was probably meant', () => {
    const manifests = gatewayWith({ ofGateway: '{loadBalancerAttributes: [{key: idle_timeout.timeout_second, value: "60"}]}' });
    const diagnostic = reported(planned(manifests), 'GW5301');
    expect(diagnostic.hint).toContain('idle_timeout.timeout_seconds');
    expect(pointedAt(manifests, diagnostic)).toBe('idle_timeout.timeout_second');
  });

  test.each([
    ['idle_timeout.timeout_seconds', '0'],
    ['idle_timeout.timeout_seconds', '4001'],
    ['client_keep_alive.seconds', '59'],
    ['routing.http2.enabled', 'yes'],
    ['routing.http.desync_mitigation_mode', 'strict'],
    ['load_balancing.cross_zone.enabled', 'false'],
  ])('fails on %s=%s', (key, value) => {
    const manifests = gatewayWith({ ofGateway: `{loadBalancerAttributes: [{key: ${key}, value: "${value}"}]}` });
    const result = planned(manifests);
    expect(result.codes).toEqual(['GW5302']);
    expect(pointedAt(manifests, reported(result, 'GW5302'))).toBe(`"${value}"`);
  });

  test('fails on access logs without a bucket', () => {
    expect(planned(gatewayWith({ ofGateway: '{loadBalancerAttributes: [{key: access_logs.s3.enabled, value: "true"}]}' })).codes).toEqual(['GW5304']);
  });

  test('the Host header is preserved only behind other ports than 80 and 443', () => {
    const listeners = ['{name: http, port: 80, protocol: HTTP}', '{name: other, port: 8080, protocol: HTTP}'];
    const result = planned(gatewayWith({ listeners }));
    expect(attributeOf(result, 'routing.http.preserve_host_header.enabled')).toBe('true');
    expect(result.codes).toEqual(['GW5306']);
  });

  test('a configured preserve_host_header stays as it is', () => {
    const listeners = ['{name: other, port: 8080, protocol: HTTP}'];
    const ofGateway = '{loadBalancerAttributes: [{key: routing.http.preserve_host_header.enabled, value: "false"}]}';
    const result = planned(gatewayWith({ listeners, ofGateway }));
    expect(attributeOf(result, 'routing.http.preserve_host_header.enabled')).toBe('false');
    expect(result.codes).toEqual([]);
  });
});

describe('tags', () => {
  const infrastructure = ['  infrastructure:', '    labels: {team: web, both: label}', '    annotations: {owner: "ops@example.com", both: annotation}'];

  test('infrastructure labels and annotations become tags; configured tags beat them', () => {
    const result = planned(gatewayWith({ ofGateway: '{tags: {team: platform}}', rest: infrastructure }));
    expect(result.plan.tags).toEqual([
      { key: 'both', value: 'label' },
      { key: 'owner', value: 'ops@example.com' },
      { key: 'team', value: 'platform' },
    ]);
    expect(result.plan.listeners[0].tags).toEqual(result.plan.tags);
    expect(result.codes).toEqual(['GW5314']);
  });

  test('an annotation that AWS refuses is left out with a warning', () => {
    const manifests = gatewayWith({ rest: ['  infrastructure:', '    annotations: {json: "{}"}'] });
    const result = planned(manifests);
    expect(result.plan.tags).toEqual([]);
    expect(pointedAt(manifests, reported(result, 'GW5313'))).toBe('json');
  });

  test.each([
    ['a reserved key', '{tags: {"aws:team": web}}', 'GW5310', '"aws:team"'],
    ['a long value', `{tags: {team: ${'x'.repeat(257)}}}`, 'GW5310', 'team'],
    ['a key of 129 characters', `{tags: {${'k'.repeat(129)}: x}}`, 'GW5310', 'k'.repeat(129)],
    ['characters that AWS refuses', '{tags: {team: "web?"}}', 'GW5310', 'team'],
    ['a mark of the controller', '{tags: {elbv2.k8s.aws/cluster: prod}}', 'GW5311', 'elbv2.k8s.aws/cluster'],
    ['the stack of the controller', '{tags: {gateway.k8s.aws.alb/stack: infra/web}}', 'GW5311', 'gateway.k8s.aws.alb/stack'],
  ])('fails on %s', (_, ofGateway, code, text) => {
    const manifests = gatewayWith({ ofGateway });
    const result = planned(manifests);
    expect(result.plan.tags).toEqual([]);
    expect(pointedAt(manifests, reported(result, code))).toBe(text);
  });

  test('fails on a label by which the controller would claim the bindings', () => {
    const rest = ['  infrastructure:', '    labels: {gateway.k8s.aws.alb/stack-name: web}'];
    expect(planned(gatewayWith({ rest })).codes).toEqual(['GW5311']);
  });

  test('fails on more tags than a resource takes', () => {
    const tags = Array.from({ length: 51 }, (_, index) => `t${index}: x`).join(', ');
    expect(planned(gatewayWith({ ofGateway: `{tags: {${tags}}}` })).codes).toEqual(['GW5312']);
  });
});
