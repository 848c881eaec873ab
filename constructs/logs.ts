import { aws_iam as iam, region_info, Stack, Token } from 'aws-cdk-lib';
import type { aws_elasticloadbalancingv2 as elbv2, aws_s3 as s3 } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Attribute, DiagnosticSink } from '../lib/index';
import { deliveryCodes } from '../lib/index';
import type { GatewayAlbProps, LogDestination } from './gateway-alb-props';

/** What props say about the attributes of the load balancer. */
export type LoadBalancerAttributeProps = Pick<GatewayAlbProps, 'accessLogs' | 'connectionLogs' | 'deletionProtection'>;

/** Attributes of the plan with those of the props, which take precedence. */
export function attributesOf(planned: readonly Attribute[], props: LoadBalancerAttributeProps): Attribute[] {
  const given = [
    ...logAttributes('access_logs', props.accessLogs),
    ...logAttributes('connection_logs', props.connectionLogs),
    ...(props.deletionProtection === undefined ? [] : [{ key: 'deletion_protection.enabled', value: String(props.deletionProtection) }]),
  ];
  const keys = new Set(given.map(({ key }) => key));
  return [...planned.filter(({ key }) => !keys.has(key)), ...given];
}

function logAttributes(kind: 'access_logs' | 'connection_logs', destination: LogDestination | undefined): Attribute[] {
  if (destination === undefined) return [];
  return [
    { key: `${kind}.s3.enabled`, value: 'true' },
    { key: `${kind}.s3.bucket`, value: destination.bucket.bucketName },
    { key: `${kind}.s3.prefix`, value: destination.prefix ?? '' },
  ];
}

/** Lets Elastic Load Balancing write into the buckets, before the load balancer is told to. */
export function allowLogs(
  loadBalancer: elbv2.CfnLoadBalancer,
  { accessLogs, connectionLogs }: LoadBalancerAttributeProps,
  subject: string,
  sink: DiagnosticSink,
): void {
  const places = new Set<string>();
  for (const { bucket, prefix } of [accessLogs, connectionLogs].filter((destination) => destination !== undefined)) {
    const place = `${bucket.node.path} ${prefix ?? ''}`;
    if (places.has(place)) continue;
    places.add(place);
    if (bucket.encryptionKey) sink.report(deliveryCodes.LOG_BUCKET_KEY, { subject, bucket: bucket.node.path });
    const added = statementsFor(loadBalancer, bucket, prefix).map((statement) => bucket.addToResourcePolicy(statement).statementAdded);
    if (added.includes(false)) sink.report(deliveryCodes.LOG_BUCKET_POLICY, { subject, bucket: bucket.node.path });
    if (bucket.policy) loadBalancer.node.addDependency(bucket.policy);
  }
}

function statementsFor(scope: Construct, bucket: s3.IBucket, prefix: string | undefined): iam.PolicyStatement[] {
  const objects = bucket.arnForObjects(`${prefix === undefined || prefix === '' ? '' : `${prefix}/`}AWSLogs/${Stack.of(scope).account}/*`);
  const delivery = new iam.ServicePrincipal('delivery.logs.amazonaws.com');
  return [
    new iam.PolicyStatement({ actions: ['s3:PutObject'], principals: [writer(scope)], resources: [objects] }),
    new iam.PolicyStatement({
      actions: ['s3:PutObject'],
      principals: [delivery],
      resources: [objects],
      conditions: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
    }),
    new iam.PolicyStatement({ actions: ['s3:GetBucketAcl'], principals: [delivery], resources: [bucket.bucketArn] }),
  ];
}

/** Older regions write with an account of Elastic Load Balancing, newer ones, and stacks of no known region, as a service. */
function writer(scope: Construct): iam.PrincipalBase {
  const { region } = Stack.of(scope);
  const account = Token.isUnresolved(region) ? undefined : region_info.RegionInfo.get(region).elbv2Account;
  return account === undefined ? new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com') : new iam.AccountPrincipal(account);
}
