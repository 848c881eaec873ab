/**
 * GW5xxx: settings of AWS resources. GW50xx listeners and TLS, GW51xx load balancer and subnets, GW52xx security
 * groups, GW53xx attributes and tags, GW54xx target groups, GW55xx quotas, GW57xx numbers of rules.
 */
import { error, note, warning } from '../diagnostic';

export * from './aws-attributes';
export * from './aws-target-groups';
export * from './priorities';

export const CERTIFICATE_MISSING = error<{ subject: string; port: number }>('GW5001', 'plan/certificate-missing', {
  message: ({ subject, port }) => `${subject}: the HTTPS listener on port ${port} has no certificate`,
  fix:
    'name one: tls.certificateRefs with the construct\'s certificates prop, tls.options, or defaultCertificate in a ' +
    'LoadBalancerConfiguration',
  cause: 'An HTTPS listener has neither a certificate reference nor a configured certificate, and none can be found for it by host name.',
  condition: { type: 'Programmed', status: 'False', reason: 'InvalidTLSConfig' },
  runtime: false,
});

export const CERTIFICATE_ARN_INVALID = error<{ subject: string; value: string }>('GW5002', 'plan/certificate-arn-invalid', {
  message: ({ subject, value }) => `${subject}: "${value}" is not the ARN of a certificate`,
  fix: 'write an ARN of ACM (arn:aws:acm:region:account:certificate/id) or IAM (arn:aws:iam::account:server-certificate/name)',
  cause: 'defaultCertificate or certificates of a LoadBalancerConfiguration holds something else than certificate ARNs.',
});

export const SSL_POLICY_UNKNOWN = warning<{ subject: string; policy: string }>('GW5003', 'plan/ssl-policy-unknown', {
  message: ({ subject, policy }) => `${subject}: no security policy "${policy}" is known`,
  fix: 'check the name; it is passed on as it is, since AWS adds policies from time to time',
  cause: 'sslPolicy names no security policy that existed when this library was made.',
});

export const SSL_POLICY_DEFAULT = note<{ subject: string; policy: string }>('GW5004', 'plan/ssl-policy-default', {
  message: ({ subject, policy }) =>
    `${subject}: HTTPS listeners without sslPolicy use ${policy}; the AWS controller would use ELBSecurityPolicy-2016-08`,
  fix: 'set sslPolicy in the listenerConfigurations of a LoadBalancerConfiguration where old clients must connect',
  cause: 'An HTTPS listener has no sslPolicy; the default here is the policy that AWS recommends, not the oldest one.',
});

export const MUTUAL_AUTHENTICATION_CONFLICT = error<{ subject: string; port: number }>('GW5005', 'plan/mutual-authentication-conflict', {
  message: ({ subject, port }) =>
    `${subject}: port ${port} has mutualAuthentication in its listenerConfiguration and client validation in the Gateway's tls.frontend`,
  fix: 'keep one of the two; until then client certificates are verified as tls.frontend says',
  cause: 'Client certificates of one listener are configured in two places.',
});

export const TOO_MANY_VERIFYING_LISTENERS = error<{ subject: string; ports: readonly number[]; allowed: number }>(
  'GW5006',
  'plan/too-many-verifying-listeners',
  {
    message: ({ subject, ports, allowed }) =>
      `${subject}: client certificates are verified on ports ${ports.join(', ')}, an ALB can do that on ${allowed} listeners`,
    fix: 'serve some of these ports from another Gateway, or validate in perPort entries of tls.frontend only where it is needed',
    cause: 'More listeners verify client certificates than one Application Load Balancer allows.',
  },
);

export const TRUST_STORE_TOO_LARGE = warning<{ subject: string; certificates: number; allowed: number }>(
  'GW5007',
  'plan/trust-store-too-large',
  {
    message: ({ subject, certificates, allowed }) =>
      `${subject}: the CA bundle has ${certificates} certificates, a trust store takes ${allowed} unless AWS raised the quota`,
    fix: 'remove certificates that are not needed, or ask AWS to raise the quota "CA certificates per trust store"',
    cause: 'The ConfigMaps of a frontend validation hold more CA certificates than a trust store takes by default.',
  },
);

export const LISTENER_CONFIGURATION_UNMATCHED = warning<{ subject: string; key: string; existing: readonly string[] }>(
  'GW5008',
  'plan/listener-configuration-unmatched',
  {
    message: ({ subject, key, existing }) =>
      `${subject}: the configuration for "${key}" is used by no listener; there are ${existing.join(', ') || 'none'}`,
    fix: 'write protocol and port of a listener as in the Gateway, or remove the entry',
    cause: 'The protocolPort of a listenerConfiguration names no listener of the Gateway. The AWS controller says nothing about it.',
  },
);

export const LISTENER_CONFIGURATION_REPEATED = warning<{ subject: string; key: string }>('GW5009', 'plan/listener-configuration-repeated', {
  message: ({ subject, key }) => `${subject}: "${key}" is configured more than once; one entry wins as a whole`,
  fix: 'put everything for this listener into one entry',
  cause: 'Two listenerConfigurations of one LoadBalancerConfiguration have the same protocolPort.',
});

export const QUIC_UNSUPPORTED = error<{ subject: string }>('GW5010', 'plan/quic-unsupported', {
  message: ({ subject }) => `${subject}: an ALB does not speak QUIC`,
  fix: 'remove quicEnabled; it is for Network Load Balancers',
  cause: 'quicEnabled is set in a LoadBalancerConfiguration of an ALB Gateway.',
});

export const NLB_ONLY_SETTING = warning<{ subject: string; field: string }>('GW5011', 'plan/nlb-only-setting', {
  message: ({ subject, field }) => `${subject}: ${field} is for Network Load Balancers and has no effect on an ALB`,
  fix: 'remove it from the configuration of ALB Gateways',
  cause: 'A LoadBalancerConfiguration has a setting that only Network Load Balancers have.',
});

export const ALPN_POLICY_IGNORED = note<{ subject: string; policy: string }>('GW5012', 'plan/alpn-policy-ignored', {
  message: ({ subject, policy }) =>
    `${subject}: alpnPolicy ${policy} is for Network Load Balancers; an ALB negotiates HTTP/2 and HTTP/1.1 itself`,
  fix: 'to switch HTTP/2 off, set the load balancer attribute routing.http2.enabled to false',
  cause: 'alpnPolicy is set in a LoadBalancerConfiguration of an ALB Gateway.',
});

/** Why a setting is legal and yet does nothing. */
const WITHOUT_EFFECT = {
  'existing-security-groups': 'securityGroups names the groups, and their rules are not touched',
  'managed-security-group': 'backends are always opened for the security group that is made here',
  'subnets-given': 'loadBalancerSubnets is set and comes first',
  'http-listener': 'it is for HTTPS listeners',
  'ip-targets': 'it selects nodes, and the targets are pods (target type ip)',
  'http-codes': 'the target group does not speak gRPC; use httpCode',
  'grpc-codes': 'the target group speaks gRPC; use grpcCode',
  'session-persistence': 'for this target group sessionPersistence of a route rule decides',
  'class-decides': 'only the configuration of the GatewayClass decides how the two are merged',
} as const;

export const SETTING_WITHOUT_EFFECT = warning<{ subject: string; field: string; because: keyof typeof WITHOUT_EFFECT }>(
  'GW5013',
  'plan/setting-without-effect',
  {
    message: ({ subject, field, because }) => `${subject}: ${field} has no effect: ${WITHOUT_EFFECT[because]}`,
    fix: 'remove it, or change what makes it useless',
    cause: 'A setting is legal, but another setting leaves nothing for it to do. The AWS controller ignores it silently.',
  },
);

export const LOAD_BALANCER_NAME_INVALID = error<{ subject: string; name: string }>('GW5101', 'plan/load-balancer-name-invalid', {
  message: ({ subject, name }) => `${subject}: "${name}" cannot name a load balancer`,
  fix: 'use 1 to 32 letters, digits and "-", no "-" at either end, and do not begin with "internal-"',
  cause: 'loadBalancerName breaks the rules for names of load balancers.',
});

export const LOAD_BALANCER_NAMED = note<{ subject: string; name: string }>('GW5102', 'plan/load-balancer-named', {
  message: ({ subject, name }) =>
    `${subject}: the name "${name}" is fixed, so a change that replaces the load balancer (its scheme) fails unless the name changes too`,
  fix: 'leave loadBalancerName out, or change it together with the scheme',
  cause:
    'loadBalancerName is set. A change that needs a new load balancer fails: CloudFormation creates the new one before it deletes the old ' +
    'one, and two cannot have one name.',
});

export const CAPACITY_INVALID = error<{ subject: string; units: number }>('GW5103', 'plan/capacity-invalid', {
  message: ({ subject, units }) => `${subject}: ${units} capacity units cannot be reserved`,
  fix: 'write a positive number, or 0 for none',
  cause: 'minimumLoadBalancerCapacity.capacityUnits is negative.',
});

export const CAPACITY_KEPT = note<{ subject: string }>('GW5104', 'plan/capacity-kept', {
  message: ({ subject }) =>
    `${subject}: minimumLoadBalancerCapacity is used; the AWS controller drops it when class and Gateway both have a configuration`,
  fix: 'remove it if no capacity is to be reserved',
  cause:
    'Class and Gateway both have a LoadBalancerConfiguration and at least one of them reserves capacity. Here the reservation is kept; ' +
    'the AWS controller drops it.',
});

export const WEB_ACL_INVALID = error<{ subject: string; value: string }>('GW5105', 'plan/web-acl-invalid', {
  message: ({ subject, value }) => `${subject}: "${value}" is not the ARN of a regional web ACL`,
  fix: 'write arn:aws:wafv2:region:account:regional/webacl/name/id; a web ACL for CloudFront (global/webacl/...) does not fit',
  cause: 'wafV2.webACL is no ARN of a regional WAFv2 web ACL.',
});

export const IPAM_POOL_INTERNAL = error<{ subject: string }>('GW5106', 'plan/ipam-pool-internal', {
  message: ({ subject }) => `${subject}: ipv4IPAMPoolId gives public addresses, but the load balancer is internal`,
  fix: 'set scheme: internet-facing, or remove ipv4IPAMPoolId',
  cause: 'An IPAM pool is set for an internal load balancer.',
});

export const CUSTOMER_OWNED_POOL = error<{ subject: string }>('GW5107', 'plan/customer-owned-pool', {
  message: ({ subject }) => `${subject}: CloudFormation cannot give a load balancer addresses of a customer-owned pool`,
  fix: 'remove customerOwnedIpv4Pool; load balancers on Outposts that need it have to be made outside CloudFormation',
  cause: 'customerOwnedIpv4Pool is set; AWS::ElasticLoadBalancingV2::LoadBalancer has no such property.',
});

export const SUBNET_SETTING_NLB_ONLY = error<{ subject: string; field: string }>('GW5110', 'plan/subnet-setting-nlb-only', {
  message: ({ subject, field }) => `${subject}: ${field} fixes an address, which only Network Load Balancers can`,
  fix: 'remove it; for fixed addresses put AWS Global Accelerator or a Network Load Balancer in front',
  cause: 'An entry of loadBalancerSubnets allocates addresses, which an ALB cannot.',
});

export const SUBNET_WITHOUT_IDENTIFIER = error<{ subject: string; index: number }>('GW5111', 'plan/subnet-without-identifier', {
  message: ({ subject, index }) => `${subject}: subnet ${index} has no identifier`,
  fix: 'write the id (subnet-...) or the Name tag of the subnet',
  cause: 'An entry of loadBalancerSubnets names no subnet.',
});

export const SUBNET_REPEATED = error<{ subject: string; identifier: string }>('GW5112', 'plan/subnet-repeated', {
  message: ({ subject, identifier }) => `${subject}: subnet ${identifier} is listed twice`,
  fix: 'list each subnet once; a load balancer has one subnet in each Availability Zone',
  cause: 'loadBalancerSubnets lists a subnet id twice.',
});

export const SUBNETS_TOO_FEW = warning<{ subject: string; count: number }>('GW5113', 'plan/subnets-too-few', {
  message: ({ subject, count }) => `${subject}: an ALB needs subnets in two Availability Zones, ${count} is listed`,
  fix: 'list a second subnet; one is enough only in a Local Zone or on an Outpost',
  cause: 'loadBalancerSubnets lists a single subnet.',
});

export const SUBNET_SELECTOR_EMPTY = error<{ subject: string; tag: string }>('GW5114', 'plan/subnet-selector-empty', {
  message: ({ subject, tag }) => `${subject}: the subnet selector has no value for the tag "${tag}" and so selects nothing`,
  fix: 'list the accepted values, or remove the tag',
  cause: 'A tag of loadBalancerSubnetsSelector has an empty list of values.',
});

export const CIDR_INVALID = error<{ subject: string; value: string }>('GW5201', 'plan/cidr-invalid', {
  message: ({ subject, value }) => `${subject}: "${value}" is not an address range`,
  fix: 'write an IPv4 or IPv6 range such as 10.0.0.0/8, 192.0.2.1/32 or 2001:db8::/32',
  cause: 'An entry of sourceRanges is not in CIDR notation.',
});

export const SOURCE_RANGE_UNUSED = warning<{ subject: string; value: string }>('GW5202', 'plan/source-range-unused', {
  message: ({ subject, value }) => `${subject}: the IPv6 range ${value} opens nothing, the load balancer has IPv4 addresses only`,
  fix: 'set ipAddressType: dualstack, or remove the range',
  cause: 'sourceRanges has an IPv6 range and ipAddressType is ipv4.',
});

export const OPEN_DESPITE_PREFIX_LISTS = warning<{ subject: string }>('GW5203', 'plan/open-despite-prefix-lists', {
  message: ({ subject }) =>
    `${subject}: securityGroupPrefixes only adds to sourceRanges, which defaults to every address: the listeners are open to all`,
  fix: 'set sourceRanges: [] to let in the prefix lists only, or name the ranges that may connect as well',
  cause: 'securityGroupPrefixes is set and sourceRanges is not. The AWS controller opens the listeners to everyone as well.',
});

export const PREFIX_LIST_INVALID = error<{ subject: string; value: string }>('GW5204', 'plan/prefix-list-invalid', {
  message: ({ subject, value }) => `${subject}: "${value}" is not the id of a prefix list`,
  fix: 'write the id, such as pl-0123456789abcdef0',
  cause: 'An entry of securityGroupPrefixes is not a prefix list id.',
});

export const TOO_MANY_SECURITY_GROUP_RULES = warning<{ subject: string; rules: number; allowed: number }>(
  'GW5205',
  'plan/too-many-security-group-rules',
  {
    message: ({ subject, rules, allowed }) =>
      `${subject}: the security group gets ${rules} inbound rules, AWS allows ${allowed} unless the quota was raised`,
    fix: 'use fewer source ranges or a prefix list, have fewer ports, or ask AWS to raise "Inbound or outbound rules per security group"',
    cause: 'Ports times source ranges exceed the default quota of a security group.',
  },
);

export const BACKENDS_CLOSED = note<{ subject: string }>('GW5206', 'plan/backends-closed', {
  message: ({ subject }) =>
    `${subject}: securityGroups is set without manageBackendSecurityGroupRules, so nothing opens the targets for the load balancer`,
  fix: 'open the targets yourself, or set manageBackendSecurityGroupRules: true',
  cause:
    'securityGroups names security groups, and manageBackendSecurityGroupRules is not true. As in the AWS controller nothing then opens ' +
    'the targets for the load balancer.',
});
