const elb = 'AWS::ElasticLoadBalancingV2::';
const ec2 = 'AWS::EC2::';

/** How an EKS cluster's manifests appear in a template, for aws-eks and aws-eks-v2 alike. */
export const kubernetesManifest = 'Custom::AWSCDK-EKS-KubernetesResource';

/**
 * Properties whose change makes CloudFormation create a new resource beside the old one, by resource type.
 * Source: the resource specification as published in `@aws-cdk/aws-service-spec` (`causesReplacement`). All others are
 * updated in place. A manifest keeps its physical id whatever changes, so it is never replaced.
 */
export const replacementProperties: Readonly<Record<string, readonly string[]>> = {
  [`${elb}LoadBalancer`]: ['Name', 'Scheme', 'Type'],
  [`${elb}Listener`]: ['LoadBalancerArn'],
  [`${elb}ListenerRule`]: ['ListenerArn'],
  [`${elb}TargetGroup`]: ['Name', 'Port', 'Protocol', 'ProtocolVersion', 'TargetType', 'VpcId', 'IpAddressType'],
  [`${elb}ListenerCertificate`]: ['ListenerArn'],
  [`${elb}TrustStore`]: ['Name'],
  [`${ec2}SecurityGroup`]: ['GroupDescription', 'GroupName', 'VpcId'],
  [`${ec2}SecurityGroupIngress`]: [
    'CidrIp',
    'CidrIpv6',
    'FromPort',
    'GroupId',
    'GroupName',
    'IpProtocol',
    'SourcePrefixListId',
    'SourceSecurityGroupId',
    'SourceSecurityGroupName',
    'SourceSecurityGroupOwnerId',
    'ToPort',
  ],
  'AWS::Route53::RecordSet': ['HostedZoneId', 'HostedZoneName', 'Name'],
  'AWS::WAFv2::WebACLAssociation': ['ResourceArn', 'WebACLArn'],
  'AWS::Shield::Protection': ['Name', 'ResourceArn'],
  [kubernetesManifest]: [],
};
