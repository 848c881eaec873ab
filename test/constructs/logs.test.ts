import { App, aws_ec2 as ec2, aws_s3 as s3, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { GatewayAlbProps } from '../../constructs/index';
import { DefaultTargetType, GatewayAlb, GatewayManifests } from '../../constructs/index';
import { coffeeShop } from '../support/manifests';

function make(props: (stack: Stack) => Partial<GatewayAlbProps>, region: string | undefined = 'eu-central-1'): { app: App; stack: Stack; alb: GatewayAlb } {
  const app = new App();
  const stack = new Stack(app, 'Stack', region === 'unknown' ? {} : { env: { account: '111122223333', region } });
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0f3c1d5e7a9b2c4d6',
    availabilityZones: ['a', 'b'],
    privateSubnetIds: ['subnet-0c1d2e3f405162738', 'subnet-0d1e2f30415263748'],
  });
  const manifests = GatewayManifests.fromText(coffeeShop);
  return { app, stack, alb: new GatewayAlb(stack, 'Web', { vpc, manifests, defaultTargetType: DefaultTargetType.IP, ...props(stack) }) };
}

const makeBucket = (stack: Stack): s3.Bucket =>
  new s3.Bucket(stack, 'Logs', { encryption: s3.BucketEncryption.S3_MANAGED, enforceSSL: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });

const attributesOf = (stack: Stack): Record<string, unknown> => {
  const [loadBalancer] = Object.values(Template.fromStack(stack).findResources('AWS::ElasticLoadBalancingV2::LoadBalancer'));
  const attributes = loadBalancer?.Properties.LoadBalancerAttributes as { Key: string; Value: unknown }[];
  expect(new Set(attributes.map(({ Key }) => Key)).size).toBe(attributes.length);
  return Object.fromEntries(attributes.map(({ Key, Value }) => [Key, Value]));
};

const codesOf = (alb: GatewayAlb): string[] => alb.diagnostics.map(({ code }) => code);

test.each([
  ['accessLogs', 'access_logs'],
  ['connectionLogs', 'connection_logs'],
])('%s are switched on, into the bucket, under the prefix', (prop, key) => {
  const { stack } = make((scope) => ({ [prop]: { bucket: makeBucket(scope), prefix: 'web' } }));
  expect(attributesOf(stack)).toMatchObject({
    [`${key}.s3.enabled`]: 'true',
    [`${key}.s3.bucket`]: { Ref: expect.stringContaining('Logs') as string },
    [`${key}.s3.prefix`]: 'web',
  });
});

test.each([
  ['eu-central-1', { AWS: Match.anyValue() }],
  ['ap-south-2', { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' }],
  ['unknown', { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' }],
])('the bucket lets the writer of region %s in, before the load balancer uses it', (region, principal) => {
  const { stack } = make((scope) => ({ accessLogs: { bucket: makeBucket(scope), prefix: 'web' } }), region);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 's3:PutObject', Effect: 'Allow', Principal: principal })]) },
  });
  const [policy = ''] = Object.keys(template.findResources('AWS::S3::BucketPolicy'));
  template.hasResource('AWS::ElasticLoadBalancingV2::LoadBalancer', { DependsOn: Match.arrayWith([policy]) });
});

test('one bucket for both kinds of logs gets its statements once', () => {
  const { stack } = make((scope) => {
    const bucket = makeBucket(scope);
    return { accessLogs: { bucket }, connectionLogs: { bucket } };
  });
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::S3::BucketPolicy'));
  const statements = policy?.Properties.PolicyDocument.Statement as { Effect: string }[];
  expect(statements.filter(({ Effect }) => Effect === 'Allow')).toHaveLength(3);
});

test('deletionProtection is an attribute of the load balancer', () => {
  expect(attributesOf(make(() => ({ deletionProtection: true })).stack)['deletion_protection.enabled']).toBe('true');
  expect(attributesOf(make(() => ({ deletionProtection: false })).stack)['deletion_protection.enabled']).toBe('false');
});

test('warns that the policy of an imported bucket is not extended', () => {
  const { alb } = make((scope) => ({ accessLogs: { bucket: s3.Bucket.fromBucketName(scope, 'Logs', 'logs') } }));
  expect(codesOf(alb)).toContain('GW5619');
});

test('fails for a bucket with a KMS key', () => {
  const { alb } = make((scope) => ({ accessLogs: { bucket: new s3.Bucket(scope, 'Logs', { encryption: s3.BucketEncryption.KMS }) } }));
  expect(codesOf(alb)).toContain('GW5620');
});

test('access logs satisfy rule ELB2 of the AwsSolutions pack', () => {
  const { app, alb } = make((scope) => ({ accessLogs: { bucket: makeBucket(scope) } }));
  Validations.of(alb).acknowledge({ id: 'AwsSolutions-EC23', reason: 'The listener is for clients anywhere.' });
  Validations.of(app).acknowledge({ id: 'AwsSolutions-S1', reason: 'The bucket holds logs itself.' });
  Validations.of(app).addPlugins(new AwsSolutionsChecks());
  expect(() => app.synth()).not.toThrow();
});

test('fails rule ELB2 without access logs, so the check can fail', () => {
  const { app, alb } = make(() => ({}));
  Validations.of(alb).acknowledge({ id: 'AwsSolutions-EC23', reason: 'The listener is for clients anywhere.' });
  Validations.of(app).addPlugins(new AwsSolutionsChecks());
  expect(() => app.synth()).toThrow(/ELB2/);
});

test('metrics of a target group carry the target group and the load balancer', () => {
  const { stack, alb } = make(() => ({}));
  const { metrics } = alb.targetGroup('shop/coffee:80');
  for (const metric of [metrics.targetResponseTime(), metrics.healthyHostCount()]) {
    const dimensions = stack.resolve(metric.dimensions) as Record<string, unknown>;
    expect(Object.keys(dimensions).sort()).toEqual(['LoadBalancer', 'TargetGroup']);
    expect(JSON.stringify(dimensions.TargetGroup)).toContain('WebTargetGroup');
    expect(JSON.stringify(dimensions.LoadBalancer)).toContain('WebLoadBalancer');
    expect(JSON.stringify(dimensions)).not.toContain('Token[');
  }
});
