import { App, aws_certificatemanager as acm, aws_ec2 as ec2, aws_route53 as route53, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { GatewayAlbProps } from '../../constructs/index';
import { DefaultTargetType, GatewayAlb, GatewayManifests } from '../../constructs/index';
import { coffeeRoute, coffeeService, coffeeShop, documents, gatewayClass, httpsGateway } from '../support/manifests';

interface RecordSet {
  readonly Name: string;
  readonly Type: string;
  readonly HostedZoneId: string;
}

interface Certificate {
  readonly DomainName: string;
  readonly SubjectAlternativeNames?: string[];
  readonly DomainValidationOptions: { DomainName: string; HostedZoneId: string }[];
}

const unnamedCertificate = documents(gatewayClass, httpsGateway.replace(/ +tls: .*\n/, ''), coffeeRoute, coffeeService);

const zone = (stack: Stack, zoneName: string): route53.IHostedZone =>
  route53.HostedZone.fromHostedZoneAttributes(stack, `Zone-${zoneName}`, { zoneName, hostedZoneId: `Z${zoneName.replace(/\W/g, '').toUpperCase()}` });

function make(text: string, props: (stack: Stack) => Partial<GatewayAlbProps>): { stack: Stack; alb: GatewayAlb; codes: string[] } {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
  const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-central-1a', 'eu-central-1b'] });
  const manifests = GatewayManifests.fromText(text);
  const alb = new GatewayAlb(stack, 'Web', { vpc, manifests, defaultTargetType: DefaultTargetType.IP, ...props(stack) });
  return { stack, alb, codes: alb.diagnostics.map(({ code }) => code) };
}

function propertiesOf<T>(stack: Stack, type: string): T[] {
  return Object.values(Template.fromStack(stack).findResources(type)).map(({ Properties }) => Properties as T);
}

const recordsOf = (stack: Stack): string[] =>
  propertiesOf<RecordSet>(stack, 'AWS::Route53::RecordSet').map(({ Name, Type, HostedZoneId }) => `${Type} ${Name} in ${HostedZoneId}`).sort();

const configured = (spec: string): string => documents(
  coffeeShop.replace('gatewayClassName: alb', 'gatewayClassName: alb\n  infrastructure:\n    parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: web }'),
  `apiVersion: gateway.k8s.aws/v1beta1
kind: LoadBalancerConfiguration
metadata: { name: web, namespace: infra }
spec: ${spec}`,
);

describe('hostedZones', () => {
  test('get an alias record for each hostname, in the zone with the longest name', () => {
    const text = coffeeShop.replace('hostnames: [cafe.example.com]', 'hostnames: [cafe.example.com, "*.apps.example.com"]');
    const { stack } = make(text, (scope) => ({ hostedZones: [zone(scope, 'example.com'), zone(scope, 'apps.example.com')] }));
    expect(recordsOf(stack)).toEqual(['A *.apps.example.com. in ZAPPSEXAMPLECOM', 'A cafe.example.com. in ZEXAMPLECOM']);
  });

  test('get one record for a hostname that several routes have', () => {
    const text = documents(coffeeShop, coffeeRoute.replace('name: cafe,', 'name: tea,').replace('/coffee', '/tea'));
    const { stack } = make(text, (scope) => ({ hostedZones: [zone(scope, 'example.com')] }));
    expect(recordsOf(stack)).toEqual(['A cafe.example.com. in ZEXAMPLECOM']);
  });

  test.each([
    ['ipv4', ['A']],
    ['dualstack', ['A', 'AAAA']],
    ['dualstack-without-public-ipv4', ['AAAA']],
  ])('get the records of a load balancer with %s addresses', (ipAddressType, types) => {
    const text = configured(`{ scheme: internet-facing, ipAddressType: ${ipAddressType} }`);
    const { stack } = make(text, (scope) => ({ hostedZones: [zone(scope, 'example.com')] }));
    expect(recordsOf(stack).map((record) => record.split(' ')[0])).toEqual(types);
  });

  test('leave out hostnames of other zones, and a note says so', () => {
    const { stack, codes } = make(coffeeShop, (scope) => ({ hostedZones: [zone(scope, 'ample.com')] }));
    expect(recordsOf(stack)).toEqual([]);
    expect(codes).toContain('GW5615');
  });

  test('fails for a zone without a known name', () => {
    const { codes } = make(coffeeShop, (scope) => ({
      hostedZones: [route53.HostedZone.fromHostedZoneAttributes(scope, 'Zone', { zoneName: Fn.importValue('zone'), hostedZoneId: 'Z1' })],
    }));
    expect(codes).toContain('GW5616');
  });
});

describe('issueCertificates', () => {
  test('gives the listener a certificate for its hostnames, validated in their zone', () => {
    const { stack } = make(unnamedCertificate, (scope) => ({ hostedZones: [zone(scope, 'example.com')], issueCertificates: true }));
    const [certificate] = propertiesOf<Certificate>(stack, 'AWS::CertificateManager::Certificate');
    expect(certificate).toMatchObject({
      DomainName: 'cafe.example.com',
      DomainValidationOptions: [{ DomainName: 'cafe.example.com', HostedZoneId: 'ZEXAMPLECOM' }],
    });
    const [id] = Object.keys(Template.fromStack(stack).findResources('AWS::CertificateManager::Certificate'));
    Template.fromStack(stack).hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Port: 443, Certificates: [{ CertificateArn: { Ref: id } }] });
  });

  test('leaves out names that a wildcard covers, and validates each name in its own zone', () => {
    const text = unnamedCertificate.replace('hostname: cafe.example.com\n', '\n')
      .replace('hostnames: [cafe.example.com]', 'hostnames: [cafe.example.com, "*.example.com", shop.example.org]');
    const { stack } = make(text, (scope) => ({ hostedZones: [zone(scope, 'example.com'), zone(scope, 'example.org')], issueCertificates: true }));
    const [certificate] = propertiesOf<Certificate>(stack, 'AWS::CertificateManager::Certificate');
    expect([certificate?.DomainName, ...(certificate?.SubjectAlternativeNames ?? [])]).toEqual(['*.example.com', 'shop.example.org']);
    expect(certificate?.DomainValidationOptions.map(({ HostedZoneId }) => HostedZoneId)).toEqual(['ZEXAMPLECOM', 'ZEXAMPLEORG']);
  });

  test('issues nothing where defaultCertificate is given', () => {
    const { stack } = make(unnamedCertificate, (scope) => ({
      hostedZones: [zone(scope, 'example.com')],
      issueCertificates: true,
      defaultCertificate: acm.Certificate.fromCertificateArn(scope, 'Default', 'arn:aws:acm:eu-central-1:111122223333:certificate/a'),
    }));
    expect(propertiesOf(stack, 'AWS::CertificateManager::Certificate')).toEqual([]);
  });

  test('warns about more names than ACM allows', () => {
    const names = Array.from({ length: 11 }, (_, index) => `h${index}.example.com`).join(', ');
    const text = unnamedCertificate.replace('hostname: cafe.example.com\n', '\n').replace('hostnames: [cafe.example.com]', `hostnames: [${names}]`);
    expect(make(text, (scope) => ({ hostedZones: [zone(scope, 'example.com')], issueCertificates: true })).codes).toContain('GW5618');
  });

  test.each([
    ['a hostname in no zone', unnamedCertificate, 'example.org'],
    ['no hostname', unnamedCertificate.replace('hostname: cafe.example.com\n', '\n').replace('hostnames: [cafe.example.com]', 'hostnames: []'), 'example.com'],
  ])('fails for %s', (_, text, zoneName) => {
    expect(make(text, (scope) => ({ hostedZones: [zone(scope, zoneName)], issueCertificates: true })).codes).toContain('GW5617');
  });

  test('fails where an HTTPS listener has no certificate and none is to be issued', () => {
    expect(make(unnamedCertificate, (scope) => ({ hostedZones: [zone(scope, 'example.com')] })).codes).toContain('GW5001');
  });
});

describe('two load balancers for one hostname', () => {
  function make2(second: { text?: string; zoneId?: string; stackId?: string } = {}): { codes: string[]; message: string; app: App } {
    const app = new App();
    const add = (stackId: string, id: string, text: string, hostedZoneId: string): GatewayAlb => {
      const stack = (app.node.tryFindChild(stackId) as Stack | undefined) ?? new Stack(app, stackId);
      const vpc = ec2.Vpc.fromVpcAttributes(stack, `Vpc${id}`, { vpcId: 'vpc-0f3c1d5e7a9b2c4d6', availabilityZones: ['a', 'b'], privateSubnetIds: ['subnet-1', 'subnet-2'] });
      const hostedZones = [route53.HostedZone.fromHostedZoneAttributes(stack, `Zone${id}`, { zoneName: 'example.com', hostedZoneId })];
      return new GatewayAlb(stack, id, { vpc, hostedZones, manifests: GatewayManifests.fromText(text), defaultTargetType: DefaultTargetType.IP });
    };
    add('One', 'First', coffeeShop, 'Z1');
    const { diagnostics } = add(second.stackId ?? 'One', 'Second', second.text ?? coffeeShop, second.zoneId ?? 'Z1');
    return { app, codes: diagnostics.map(({ code }) => code), message: diagnostics.find(({ code }) => code === 'GW5628')?.message ?? '' };
  }

  test('fail in one stack, with the paths of both', () => {
    const { message, app } = make2();
    expect(message).toContain('One/First');
    expect(message).toContain('One/Second claims cafe.example.com in hosted zone example.com');
    expect(() => app.synth()).toThrow(/GW5628/);
  });

  test('fail across stacks of an app', () => {
    const { message } = make2({ stackId: 'Two' });
    expect(message).toContain('One/First');
    expect(message).toContain('Two/Second');
  });

  test.each([
    ['hostnames differ', { text: coffeeShop.replaceAll('cafe.example.com', 'tea.example.com') }],
    ['zones differ', { zoneId: 'Z2' }],
    ['the type of their records differs', { text: configured('{ ipAddressType: dualstack-without-public-ipv4, scheme: internet-facing, loadBalancerSubnets: [{ identifier: subnet-1 }, { identifier: subnet-2 }] }') }],
  ])('pass where %s', (_, second) => {
    expect(make2(second).codes).not.toContain('GW5628');
  });

  test('pass as long as the zone has not been looked up', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
    const vpc = ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-0f3c1d5e7a9b2c4d6' });
    const albs = ['public', 'private'].map((id) => new GatewayAlb(stack, id, {
      vpc,
      hostedZones: [route53.HostedZone.fromLookup(stack, `Zone-${id}`, { domainName: 'example.com', privateZone: id === 'private' })],
      manifests: GatewayManifests.fromText(coffeeShop),
      defaultTargetType: DefaultTargetType.IP,
    }));
    expect(albs.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))).not.toContain('GW5628');
    expect(() => app.synth()).not.toThrow();
  });
});
