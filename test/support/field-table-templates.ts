import {
  App,
  aws_certificatemanager as acm,
  aws_ec2 as ec2,
  aws_elasticloadbalancingv2 as elbv2,
  aws_secretsmanager as secretsmanager,
  Stack,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DefaultTargetType, GatewayAlb, GatewayManifests, Priorities } from '../../constructs/index';
import type { CompileOptions } from '../../lib/index';
import type { Variant } from './field-table-judgement';
import type { Place } from './field-table-places';
import { places } from './field-table-places';

const secretNames = ['infra/one', 'infra/two', 'infra/web-tls', 'shop/one', 'shop/two', 'vault/one'];

/** What the template of a set of manifests says at a place: the properties, or the resources where the place is a resource. */
export function partInTemplate(place: Place, { text, compilation }: Variant, options: CompileOptions = {}): unknown {
  if (compilation.hasErrors) return 'no template';
  const resources = Object.entries(synthesised(text, options).toJSON().Resources as Record<string, Resource>);
  return (places[place].inTemplate ?? []).map(([type, property]) =>
    resources
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties = {} }]) => (property === undefined ? [id, Properties] : Properties[property])),
  );
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

function synthesised(text: string, { defaultTargetType = 'ip' }: CompileOptions): Template {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const certificateOf = (name: string) =>
    acm.Certificate.fromCertificateArn(stack, `Certificate-${name}`, `arn:aws:acm:eu-west-1:111122223333:certificate/${name}`);
  const certificates = Object.fromEntries(secretNames.map((name) => [name, certificateOf(name.replace('/', '-'))]));
  new GatewayAlb(stack, 'Web', {
    vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      privateSubnetIds: ['subnet-private-1', 'subnet-private-2'],
      publicSubnetIds: ['subnet-public-1', 'subnet-public-2'],
    }),
    manifests: GatewayManifests.fromText(text, 'example.yaml'),
    defaultTargetType: defaultTargetType === 'ip' ? DefaultTargetType.IP : DefaultTargetType.INSTANCE,
    priorities: Priorities.ranked(),
    certificates,
    defaultCertificate: certificateOf('default'),
    oidcClientSecrets: { 'shop/client': secretsmanager.Secret.fromSecretNameV2(stack, 'client', 'client') },
    targetGroups: {
      coffee: elbv2.ApplicationTargetGroup.fromTargetGroupAttributes(stack, 'coffee', {
        targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/coffee/1',
      }),
    },
  });
  return Template.fromStack(stack);
}
