/**
 * What npm offers to check a template: the CloudFormation schemas and rules that ship with the CDK, and cdk-nag.
 * This is the one test file with the CDK's own validator switched on; it is slow to load.
 */
delete process.env.CDK_VALIDATION;

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  App,
  aws_certificatemanager as acm,
  aws_ec2 as ec2,
  aws_elasticloadbalancingv2 as elbv2,
  aws_secretsmanager as secretsmanager,
  Stack,
  Validations,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DefaultTargetType, GatewayAlb, GatewayManifests } from '../../constructs/index';
import { sinceCdk } from '../support/cdk-version';
import { coffeeShop } from '../support/manifests';

const examples = join(__dirname, '..', '..', 'examples');
interface Example {
  readonly gateway: string;
  readonly certificates: readonly string[];
  readonly trustStores?: readonly string[];
  readonly clientSecrets?: readonly string[];
}

const gateways: Record<string, Example> = {
  'canary': { gateway: 'news/news', certificates: [] },
  'cluster-swap': { gateway: 'bookshop/bookshop', certificates: [] },
  'existing-cluster': { gateway: 'backend/api', certificates: ['backend/api-tls'] },
  'getting-started': { gateway: 'shop/web', certificates: [] },
  'gitops': { gateway: 'tools/intranet', certificates: [] },
  'mutual-tls': { gateway: 'bank/front', certificates: ['bank/bank-tls'], trustStores: ['partners'] },
  'several-clusters': { gateway: 'maps/maps', certificates: [] },
  'shared-gateway': { gateway: 'infra/shared', certificates: ['infra/apps-wildcard', 'pricing/feed-tls'] },
  'sign-in': { gateway: 'portal/portal', certificates: ['portal/portal-tls'], clientSecrets: ['portal/login-client'] },
  'waf': { gateway: 'tickets/tickets', certificates: ['tickets/tickets-tls'] },
};

const strict = {
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
};

function importVpc(stack: Stack): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0f3c1d5e7a9b2c4d6',
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    publicSubnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-0b1c2d3e4f5061728'],
    privateSubnetIds: ['subnet-0c1d2e3f405162738', 'subnet-0d1e2f30415263748'],
  });
}

function importCertificates(stack: Stack, names: readonly string[]): Record<string, acm.ICertificate> {
  const arn = 'arn:aws:acm:eu-central-1:111122223333:certificate/0d9c8b7a-6f5e-4d3c-8b2a-1f0e9d8c7b6a';
  return Object.fromEntries(names.map((name) => [name, acm.Certificate.fromCertificateArn(stack, name.replace('/', '-'), arn)]));
}

function importTrustStore(stack: Stack, name: string): elbv2.ITrustStore {
  const arn = `arn:aws:elasticloadbalancing:eu-central-1:111122223333:truststore/${name}/0123456789abcdef`;
  return elbv2.TrustStore.fromTrustStoreArn(stack, name, arn);
}

test('there is an entry for every example', () => {
  const folders = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(folders.sort()).toEqual(Object.keys(gateways).sort());
});

describe.each(Object.entries(gateways))('the template of example %s', (name, { gateway, certificates, trustStores = [], clientSecrets = [] }) => {
  function makeAlb(app: App): GatewayAlb {
    const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
    return new GatewayAlb(stack, 'Web', {
      vpc: importVpc(stack),
      manifests: GatewayManifests.fromDirectory(join(examples, name, 'k8s')),
      gateway,
      certificates: importCertificates(stack, certificates),
      trustStores: Object.fromEntries(trustStores.map((trustStore) => [trustStore, importTrustStore(stack, trustStore)])),
      oidcClientSecrets: Object.fromEntries(clientSecrets.map((secret) => [secret, secretsmanager.Secret.fromSecretNameV2(stack, secret, secret)])),
      defaultTargetType: DefaultTargetType.IP,
    });
  }

  test('fits the published schemas and rules of CloudFormation', () => {
    const app = new App({ context: strict });
    makeAlb(app);
    expect(() => app.synth()).not.toThrow();
  });

  test('passes the AwsSolutions pack but for what is suppressed with a reason', () => {
    const app = new App();
    const alb = makeAlb(app);
    Validations.of(alb).acknowledge(
      { id: 'AwsSolutions-EC23', reason: 'The listeners are for clients anywhere unless sourceRanges narrow them, as with the controller.' },
      { id: 'AwsSolutions-ELB2', reason: 'Access logs need a bucket; the examples have none.' },
    );
    Validations.of(app).addPlugins(new AwsSolutionsChecks());
    expect(() => app.synth()).not.toThrow();
  });
});

sinceCdk(271)('fails where the published rules are broken, so the check can fail', () => {
  const app = new App({ context: strict });
  const stack = new Stack(app, 'Stack');
  new GatewayAlb(stack, 'Web', {
    vpc: importVpc(stack),
    subnetIds: ['subnet-0a1b2c3d4e5f60718'],
    manifests: GatewayManifests.fromText(coffeeShop),
    defaultTargetType: DefaultTargetType.IP,
  });
  expect(() => app.synth()).toThrow();
});
