import { App, aws_ec2 as ec2, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cdk8s from 'cdk8s';
import type { GatewayAlbProps } from '../../constructs/index';
import { DefaultTargetType, GatewayAlb, GatewayManifests, Priorities, TargetBindings } from '../../constructs/index';
import { coffeeRoute, coffeeService, coffeeShop, documents, gatewayClass, httpGateway, httpsGateway } from '../support/manifests';

function makeAlb(text: string, props: (stack: Stack) => Partial<GatewayAlbProps> = () => ({})): { stack: Stack; codes: readonly string[] } {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    privateSubnetIds: ['subnet-private-1', 'subnet-private-2'],
  });
  const manifests = GatewayManifests.fromText(text, 'cafe.yaml');
  const alb = new GatewayAlb(stack, 'Web', {
    vpc, manifests, defaultTargetType: DefaultTargetType.IP, priorities: Priorities.ranked(), ...props(stack),
  });
  return { stack, codes: alb.diagnostics.map(({ code }) => code).filter((code) => code.startsWith('GW56')) };
}

/** The coffee shop behind a Gateway with a LoadBalancerConfiguration of this spec. */
function configured(spec: string, gateway = httpGateway): string {
  const named = 'spec:\n  infrastructure: { parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: lb } }';
  const configuration = `
apiVersion: gateway.k8s.aws/v1
kind: LoadBalancerConfiguration
metadata: { name: lb, namespace: infra }
spec: ${spec}
`;
  return documents(gatewayClass, gateway.replace('spec:', named), configuration, coffeeRoute, coffeeService);
}

const certificateArn = 'arn:aws:acm:eu-central-1:111122223333:certificate/a';
const verifying = `{ listenerConfigurations: [{ protocolPort: 'HTTPS:443', defaultCertificate: '${certificateArn}', mutualAuthentication: { mode: verify, trustStore: clients } }] }`;
const https = httpsGateway.replace('tls: { certificateRefs: [{ name: web-tls }] }', '');
const backendGroup = (stack: Stack) => [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Pods', 'sg-pods')];

describe('what CloudFormation cannot look up fails unless props say it', () => {
  test.each<[string, string, string, (stack: Stack) => Partial<GatewayAlbProps>]>([
    ['GW5604', 'subnets by name', configured('{ loadBalancerSubnets: [{ identifier: web-a }, { identifier: web-b }] }'), () => ({ subnetIds: ['subnet-1', 'subnet-2'] })],
    ['GW5604', 'a subnet by name among ids', configured('{ loadBalancerSubnets: [{ identifier: subnet-a }, { identifier: web-b }] }'), () => ({ subnetIds: ['subnet-1', 'subnet-2'] })],
    ['GW5604', 'subnets by tags', configured('{ loadBalancerSubnetsSelector: { tier: [web] } }'), () => ({ subnetIds: ['subnet-1', 'subnet-2'] })],
    ['GW5605', 'security groups by name', configured('{ securityGroups: [web] }'), (stack) => ({ securityGroups: backendGroup(stack) })],
    ['GW5606', 'a trust store by name', configured(verifying, https), () => ({ trustStores: { clients: { trustStoreRef: { trustStoreArn: 'arn:ts' } } as never } })],
    ['GW5607', 'subnets of a bare VPC', coffeeShop, () => ({ vpc: { vpcRef: { vpcId: 'vpc-1' } } as never, subnetIds: ['subnet-1', 'subnet-2'] })],
  ])('%s: %s', (code, _, text, given) => {
    const bare = (stack: Stack): Partial<GatewayAlbProps> => (code === 'GW5607' ? { vpc: given(stack).vpc } : {});
    expect(makeAlb(text, bare).codes).toEqual([code]);
    expect(makeAlb(text, given).codes).toEqual([]);
  });
});

test('fails where a Service that goes into a chart holds a token', () => {
  const codes = (name: (stack: Stack) => string) => makeAlb(coffeeShop, (stack) => ({
    bindings: TargetBindings.chart(new cdk8s.Chart(new cdk8s.App(), 'Chart'), { backendCidrs: [name(stack)] }),
  })).codes;
  expect(codes((stack) => new CfnParameter(stack, 'Cidr').valueAsString)).toContain('GW5603');
  expect(codes(() => '10.0.0.0/16')).toEqual([]);
});

describe('security groups of the targets', () => {
  const named = coffeeShop.replace('targetPort: 8080', 'targetPort: http');

  test('are opened for exactly the target port', () => {
    const { stack, codes } = makeAlb(coffeeShop, (scope) => ({ backendSecurityGroups: backendGroup(scope) }));
    expect(codes).toEqual([]);
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-pods', FromPort: 8080, ToPort: 8080 });
  });

  test('are opened for all ports where the target port is a name, with a warning', () => {
    const { stack, codes } = makeAlb(named, (scope) => ({ backendSecurityGroups: backendGroup(scope) }));
    expect(codes).toEqual(['GW5602']);
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-pods', FromPort: 0, ToPort: 65535 });
  });
});
