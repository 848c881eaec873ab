/** GW56xx: what the construct says of its props. The code of an example is shown as it stands here. */
import { aws_ec2 as ec2, aws_route53 as route53, aws_s3 as s3, CfnParameter, CfnResource, Fn, RemovalPolicy } from 'aws-cdk-lib';
import * as cdk8s from 'cdk8s';
import { GatewayAlb, Priorities, TargetBindings } from '../../constructs/index';
import { coffeeRoute, coffeeService, coffeeShop, documents, gatewayClass, httpGateway, httpsGateway } from '../../test/support/manifests';
import { inApp } from './apps';
import type { Demonstrations } from './demonstration';

const certificate = 'arn:aws:acm:eu-central-1:111122223333:certificate/a';
const withoutCertificate = documents(gatewayClass, httpsGateway.replace(/ +tls: .*\n/, ''), coffeeRoute, coffeeService);
const manyNames = Array.from({ length: 11 }, (_, index) => `cafe-${index}.example.com`).join(', ');
const manyHostnames = withoutCertificate.replace('      hostname: cafe.example.com\n', '').replace('[cafe.example.com]', `[${manyNames}]`);
const twoRoutes = documents(coffeeShop, coffeeRoute.replace('name: cafe,', 'name: tea,').replace('/coffee', '/tea'));
const namedPort = coffeeShop.replace('targetPort: 8080', 'targetPort: http');
const verifying = `{ protocolPort: 'HTTPS:443', defaultCertificate: '${certificate}', mutualAuthentication: { mode: verify, trustStore: clients } }`;
const nodePort = coffeeShop.replace('selector: { app: coffee }', 'type: NodePort\n  selector: { app: coffee }')
  .replace('targetPort: 8080', 'targetPort: 8080, nodePort: 30080');
const named = documents(nodePort, `
apiVersion: gateway.k8s.aws/v1
kind: TargetGroupConfiguration
metadata: { name: coffee, namespace: shop }
spec:
  targetReference: { name: coffee }
  defaultConfiguration: { targetGroupName: coffee }
`);

/** The coffee shop behind a Gateway with a LoadBalancerConfiguration of this spec. */
function configured(spec: string, gateway = httpGateway): string {
  const parameters = 'infrastructure: { parametersRef: { group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: lb } }';
  const configuration = `
apiVersion: gateway.k8s.aws/v1
kind: LoadBalancerConfiguration
metadata: { name: lb, namespace: infra }
spec:
  ${spec}
`;
  return documents(gatewayClass, gateway.replace('spec:', `spec:\n  ${parameters}`), configuration, coffeeRoute, coffeeService);
}

function largeService(bytes: number): string {
  return coffeeShop.replace('metadata: { name: coffee, namespace: shop }', `metadata: { name: coffee, namespace: shop, annotations: { note: ${'x'.repeat(bytes)} } }`);
}

export const constructExamples: Demonstrations = {
  GW5601: inApp(coffeeShop, () => ({
    bindings: TargetBindings.chart(new cdk8s.Chart(new cdk8s.App(), 'Web')),
  })),
  GW5602: inApp(namedPort, ({ stack }) => ({
    backendSecurityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Pods', 'sg-0a1b2c3d4e5f60718')],
  }), { shows: 'targetPort' }),
  GW5603: inApp(coffeeShop, ({ stack }) => ({
    bindings: TargetBindings.chart(new cdk8s.Chart(new cdk8s.App(), 'Web'), {
      backendCidrs: [new CfnParameter(stack, 'Cidr').valueAsString],
    }),
  })),
  GW5604: inApp(configured('loadBalancerSubnets: [{ identifier: web-a }, { identifier: web-b }]'), () => ({}), { shows: 'loadBalancerSubnets' }),
  GW5605: inApp(configured('securityGroups: [web]'), () => ({}), { shows: 'securityGroups' }),
  GW5606: inApp(configured(`listenerConfigurations: [${verifying}]`, httpsGateway.replace(/ +tls: .*\n/, '')), () => ({}), { shows: 'trustStore' }),
  GW5607: inApp(coffeeShop, () => ({
    vpc: { vpcRef: { vpcId: 'vpc-0f3c1d5e7a9b2c4d6' } } as ec2.IVPCRef,
  })),
  GW5608: inApp(coffeeShop, () => ({
    priorities: Priorities.ledger(),
  }), { environment: { CI: 'true', CDK_OUTDIR: 'cdk.out' }, remark: 'In CI, and the file is not in the repository.' }),
  GW5609: inApp(coffeeShop, () => ({
    priorities: Priorities.ledger(),
  }), {
    environment: { CI: 'true', CDK_OUTDIR: 'cdk.out' },
    files: { 'gateway-alb.priorities.json': '{ "version": 1, "priorities": {} }\n' },
    remark: 'In CI, and the file in the repository has no numbers yet.',
  }),
  GW5610: inApp(largeService(260_000), ({ cluster }) => ({
    bindings: TargetBindings.cluster(cluster),
  }), { remark: 'The Service has annotations of 260 kB.' }),
  GW5611: inApp(largeService(150_000), ({ cluster }) => ({
    bindings: TargetBindings.cluster(cluster),
  }), { remark: 'The Service has annotations of 150 kB.' }),
  GW5612: inApp(named, ({ stack, vpc, manifests, cluster }) => {
    const bindings = TargetBindings.cluster(cluster);
    new GatewayAlb(stack, 'First', { vpc, manifests, bindings });
    return new GatewayAlb(stack, 'Second', { vpc, manifests, bindings });
  }, { shows: 'targetGroupName' }),
  GW5613: inApp(nodePort, ({ stack, vpc, manifests, others, cluster }) => {
    const bindings = TargetBindings.cluster(cluster);
    new GatewayAlb(stack, 'First', { vpc, manifests, bindings });
    return new GatewayAlb(stack, 'Second', { vpc, manifests: others, bindings });
  }, { others: nodePort.replace('app: coffee', 'app: tea'), remark: 'In `others` the Service `shop/coffee` has another selector.' }),
  GW5614: inApp(nodePort, ({ cluster }) => ({
    bindings: TargetBindings.cluster(cluster, {
      iamRoleArnToAssume: 'arn:aws:iam::444455556666:role/targets',
    }),
  })),
  GW5615: inApp(coffeeShop, ({ stack }) => ({
    hostedZones: [route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { zoneName: 'example.org', hostedZoneId: 'Z1' })],
  }), { shows: 'hostnames' }),
  GW5616: inApp(coffeeShop, ({ stack }) => ({
    hostedZones: [route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { zoneName: Fn.importValue('zone'), hostedZoneId: 'Z1' })],
  })),
  GW5617: inApp(withoutCertificate, ({ stack }) => ({
    hostedZones: [route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { zoneName: 'example.org', hostedZoneId: 'Z1' })],
    issueCertificates: true,
  }), { shows: 'hostname: cafe' }),
  GW5618: inApp(manyHostnames, ({ stack }) => ({
    hostedZones: [route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { zoneName: 'example.com', hostedZoneId: 'Z1' })],
    issueCertificates: true,
  }), { remark: 'The routes have eleven hostnames.' }),
  GW5619: inApp(coffeeShop, ({ stack }) => ({
    accessLogs: { bucket: s3.Bucket.fromBucketName(stack, 'Logs', 'logs') },
  })),
  GW5620: inApp(coffeeShop, ({ stack }) => ({
    accessLogs: { bucket: new s3.Bucket(stack, 'Logs', { encryption: s3.BucketEncryption.KMS }) },
  })),
  GW5621: inApp(coffeeShop, ({ blue, green }) => ({
    bindings: TargetBindings.clusters({ cluster: blue, weight: 9 }, { cluster: green }),
  })),
  GW5622: inApp(coffeeShop, ({ blue, green }) => ({
    bindings: TargetBindings.clusters({ cluster: blue, weight: 1000 }, { cluster: green, weight: 1 }),
  })),
  GW5623: inApp(coffeeShop, ({ blue, green }) => ({
    bindings: TargetBindings.clusters({ cluster: blue, weight: 0 }, { cluster: green, weight: 0 }),
  })),
  GW5624: inApp(coffeeShop, ({ blue, green }) => ({
    bindings: TargetBindings.clusters({ cluster: blue, weight: 9 }, { cluster: green, weight: 1, name: 'blue' }),
  })),
  GW5625: inApp(coffeeShop, ({ blue, green }) => ({
    bindings: TargetBindings.clusters(
      { cluster: blue, weight: 9, keepsTargetGroups: true },
      { cluster: green, weight: 1, keepsTargetGroups: true },
    ),
  })),
  GW5626: inApp(coffeeShop, () => ({
    removalPolicy: RemovalPolicy.RETAIN,
  })),
  GW5627: inApp(coffeeShop, () => ({
    removalPolicy: RemovalPolicy.SNAPSHOT,
  })),
  GW5628: inApp(nodePort, ({ stack, vpc, manifests }) => {
    const zone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { zoneName: 'example.com', hostedZoneId: 'Z1' });
    new GatewayAlb(stack, 'First', { vpc, manifests, hostedZones: [zone] });
    return new GatewayAlb(stack, 'Second', { vpc, manifests, hostedZones: [zone] });
  }),
  GW5629: inApp(nodePort, ({ stack, vpc, manifests }) => {
    for (let index = 0; index < 500; index += 1) {
      new CfnResource(stack, `Topic${index}`, { type: 'AWS::SNS::Topic' });
    }
    return new GatewayAlb(stack, 'Web', { vpc, manifests });
  }, { synthesised: true }),
  GW5630: inApp(nodePort, ({ stack, vpc, manifests }) => {
    for (let index = 0; index < 200; index += 1) {
      new CfnResource(stack, `Topic${index}`, { type: 'AWS::SNS::Topic', properties: { DisplayName: 'x'.repeat(5_000) } });
    }
    return new GatewayAlb(stack, 'Web', { vpc, manifests });
  }, { synthesised: true }),
  GW5631: inApp(coffeeShop, () => ({
    rulesInNestedStacks: true,
    priorities: Priorities.ranked(),
  })),
  GW5632: inApp(coffeeShop, () => ({
    rulesInNestedStacks: true,
    nestedStacksPerListener: 46,
  })),
  GW5633: inApp(coffeeShop, () => ({
    nestedStacksPerListener: 2,
  })),
  GW5707: inApp(twoRoutes, () => ({
    priorities: Priorities.ranked(),
  }), { remark: 'The Gateway has two rules.' }),
};
