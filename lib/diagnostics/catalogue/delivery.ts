/** GW56xx: how the Kubernetes half reaches the cluster. Reported by the constructs. */
import { error, note, warning } from '../diagnostic';

export const BACKENDS_NOT_OPENED = warning<{ subject: string }>('GW5601', 'emit/backends-not-opened', {
  message: ({ subject }) => `${subject}: nothing allows the load balancer to reach its targets`,
  fix:
    'static YAML cannot name the security group of the load balancer: give backendSecurityGroups to the construct, ' +
    'or backendCidrs to TargetBindings.chart',
  cause:
    'Bindings are written as static YAML, which cannot hold the id of the load balancer\'s security group, and neither ' +
    'backendSecurityGroups nor CIDR peers open the targets.',
});

export const NAMED_PORT_OPENED_WIDE = warning<{ subject: string; port: string }>('GW5602', 'emit/named-port-opened-wide', {
  message: ({ subject, port }) => `${subject}: target port "${port}" is a name, so all TCP ports are opened for the load balancer`,
  fix: 'use a number as targetPort in the Service, or leave backendSecurityGroups out so that the bindings open the port',
  cause:
    'backendSecurityGroups are given and the targetPort of a Service is a name. CloudFormation opens the ports and cannot know the number ' +
    'behind the name.',
});

export const TOKEN_IN_CHART = error<{ subject: string; path: string }>('GW5603', 'emit/token-in-chart', {
  message: ({ subject, path }) => `${subject}: ${path} is known at deployment only and cannot stand in static YAML`,
  fix: 'use values that are known at synthesis, or apply the objects with TargetBindings.cluster',
  cause: 'A value that goes into static Kubernetes YAML is an unresolved CDK token.',
});

export const SUBNETS_BY_TAG = error<{ subject: string; how: string }>('GW5604', 'emit/subnets-by-tag', {
  message: ({ subject, how }) => `${subject}: subnets are chosen ${how}, which CloudFormation cannot look up`,
  fix: 'name subnets by id (subnet-...) in the LoadBalancerConfiguration, or give vpcSubnets or subnetIds to the construct',
  cause: 'A LoadBalancerConfiguration chooses subnets by Name tag or selector and the construct is given none.',
});

export const SECURITY_GROUPS_BY_NAME = error<{ subject: string; names: readonly string[] }>('GW5605', 'emit/security-groups-by-name', {
  message: ({ subject, names }) => `${subject}: security groups ${names.join(', ')} are named by tag, which CloudFormation cannot look up`,
  fix: 'name them by id (sg-...) in the LoadBalancerConfiguration, or give securityGroups to the construct',
  cause: 'A LoadBalancerConfiguration names security groups by Name tag and the construct is given none.',
});

export const TRUST_STORE_BY_NAME = error<{ subject: string; name: string }>('GW5606', 'emit/trust-store-by-name', {
  message: ({ subject, name }) => `${subject}: the trust store "${name}" is given by name, which CloudFormation cannot look up`,
  fix: 'name it by ARN in the LoadBalancerConfiguration, or give it in the trustStores property of the construct',
  cause: 'A LoadBalancerConfiguration names a trust store by name and the construct is not given one for that name.',
});

export const NO_SUBNETS = error<{ subject: string }>('GW5607', 'emit/no-subnets', {
  message: ({ subject }) => `${subject}: nothing says in which subnets the load balancer stands`,
  fix: 'give a vpc with subnets (an ec2.IVpc), vpcSubnets or subnetIds, or name subnets in the LoadBalancerConfiguration',
  cause: 'The VPC of the construct is a bare reference without subnets and neither props nor configuration name any.',
});

export const LEDGER_MISSING = error<{ path: string }>('GW5608', 'emit/ledger-missing', {
  message: ({ path }) => `the priority ledger ${path} is missing`,
  fix: 'run `npx cdk synth` on your machine, which writes it, and commit the file',
  cause: 'The app is synthesised in CI and its priority ledger is not in the repository, so numbers could not be kept.',
});

export const LEDGER_STALE = error<{ path: string }>('GW5609', 'emit/ledger-stale', {
  message: ({ path }) => `the priority ledger ${path} does not know all rules of this version`,
  fix: 'run `npx cdk synth` on your machine, which brings it up to date, and commit the file',
  cause: 'The app is synthesised in CI and rules have got numbers that the committed priority ledger does not hold.',
});

interface ManifestSize {
  readonly subject: string;
  readonly object: string;
  readonly bytes: number;
  readonly limit: number;
}

export const MANIFEST_TOO_LARGE = error<ManifestSize>('GW5610', 'emit/manifest-too-large', {
  message: ({ subject, object, bytes, limit }) =>
    `${subject}: ${object} has ${bytes} bytes as a manifest, and the kubectl handler can be sent ${limit} bytes`,
  fix: 'make the object smaller (annotations, as a rule), or deliver it otherwise: deliverServices: false, or TargetBindings.chart',
  cause: 'An object is too large to be applied: the CDK hands it to its kubectl function in an asynchronous event, whose size AWS Lambda limits.',
});

export const MANIFEST_UPDATE_TOO_LARGE = warning<ManifestSize>('GW5611', 'emit/manifest-update-too-large', {
  message: ({ subject, object, bytes, limit }) =>
    `${subject}: ${object} has ${bytes} bytes as a manifest; it can be created, but an update carries it twice and exceeds ${limit} bytes`,
  fix: 'make the object smaller (annotations, as a rule), or deliver it otherwise: deliverServices: false, or TargetBindings.chart',
  cause: 'An object is too large to be changed later: on an update CloudFormation sends the old object beside the new one, in one event of limited size.',
});

export const BINDING_TWICE = error<{ subject: string; binding: string; owner: string }>('GW5612', 'emit/binding-twice', {
  message: ({ subject, binding, owner }) => `${subject}: TargetGroupBinding ${binding} is delivered to this cluster by ${owner} already`,
  fix: 'give different targetGroupName to the two, or leave it out: then every load balancer has target groups and bindings of its own',
  cause: 'Two load balancers of the app deliver a binding of the same name to the same cluster.',
});

export const SERVICE_DIFFERS = error<{ service: string; owner: string }>('GW5613', 'emit/service-differs', {
  message: ({ service, owner }) => `${service} is delivered to this cluster by ${owner} already, and differs here`,
  fix: 'give both load balancers the same manifest of the Service, or set deliverServices: false on one of them',
  cause: 'Two load balancers of the app deliver a Service of the same name with different contents to the same cluster.',
});

export const ASSUMED_ROLE_WITH_INSTANCES = error<{ subject: string; backend: string }>('GW5614', 'emit/assumed-role-with-instances', {
  message: ({ subject, backend }) => `${subject}: ${backend} has instance targets, which cannot be registered with iamRoleArnToAssume`,
  fix: 'set targetType: ip for it in a TargetGroupConfiguration (or defaultTargetType), or leave iamRoleArnToAssume out',
  cause: 'Bindings assume a role of another account, where the instances of the cluster do not exist; the controller refuses that.',
});

export const HOSTNAME_WITHOUT_ZONE = note<{ subject: string; hostname: string }>('GW5615', 'emit/hostname-without-zone', {
  message: ({ subject, hostname }) => `${subject}: ${hostname} lies in none of the hostedZones, so it gets no alias record`,
  fix: 'add the hosted zone to hostedZones, or make the record where the zone is managed',
  cause: 'hostedZones are given, and a hostname of a listener or route lies in none of them.',
});

export const ZONE_NAME_UNKNOWN = error<{ subject: string; zone: string }>('GW5616', 'emit/zone-name-unknown', {
  message: ({ subject, zone }) => `${subject}: the name of hosted zone ${zone} is known at deployment only, so hostnames cannot be assigned to it`,
  fix: 'import the zone with HostedZone.fromHostedZoneAttributes and its name, or with fromLookup',
  cause: 'The zoneName of one of the hostedZones is an unresolved CDK token.',
});

export const CERTIFICATE_NOT_ISSUED = error<{
  subject: string;
  port: number;
  outside: readonly string[];
  hostnames: readonly string[];
}>('GW5617', 'emit/certificate-not-issued', {
  message: ({ subject, port, outside, hostnames }) => {
    if (outside.length > 0) return `${subject}: no certificate can be issued for port ${port}: ${outside.join(', ')} lies in none of the hostedZones`;
    return hostnames.length === 0
      ? `${subject}: no certificate can be issued for port ${port}: neither its listeners nor their routes have a hostname`
      : `${subject}: no certificate can be issued for port ${port}: ACM needs one name of at most 64 characters, and all are longer`;
  },
  fix: 'add the hosted zone to hostedZones, name a certificate for the listener, or give defaultCertificate',
  cause: 'issueCertificates is set, and an HTTPS port has no hostnames that ACM could validate in the hostedZones.',
});

export const CERTIFICATE_MANY_NAMES = warning<{ subject: string; port: number; count: number }>('GW5618', 'emit/certificate-many-names', {
  message: ({ subject, port, count }) => `${subject}: the certificate for port ${port} has ${count} names; ACM allows 10 unless the quota has been raised`,
  fix: 'use a wildcard hostname for the listener, raise the quota, or name certificates in the manifests',
  cause: 'issueCertificates puts all hostnames of a port into one certificate, and there are more of them than ACM allows by default.',
});

export const LOG_BUCKET_POLICY = warning<{ subject: string; bucket: string }>('GW5619', 'emit/log-bucket-policy', {
  message: ({ subject, bucket }) => `${subject}: the policy of bucket ${bucket} cannot be extended, so it must let Elastic Load Balancing write already`,
  fix: 'allow s3:PutObject for Elastic Load Balancing of the region in the policy of the bucket',
  cause: 'The bucket for logs is imported, and the CDK cannot change the policy of an imported bucket.',
});

export const LOG_BUCKET_KEY = error<{ subject: string; bucket: string }>('GW5620', 'emit/log-bucket-key', {
  message: ({ subject, bucket }) => `${subject}: bucket ${bucket} is encrypted with a KMS key, and load balancers cannot write logs there`,
  fix: 'use a bucket with BucketEncryption.S3_MANAGED',
  cause: 'A bucket for logs is encrypted with a KMS key. Load balancers write logs into buckets with S3-managed keys only.',
});

export const CLUSTER_WEIGHT_MISSING = error<{ subject: string; with: readonly string[]; without: readonly string[] }>(
  'GW5621',
  'emit/cluster-weight-missing',
  {
    message: ({ subject, with: given, without }) => `${subject}: ${given.join(', ')} has a weight, ${without.join(', ')} has none`,
    fix: 'give a weight to every cluster, so that each has target groups of its own, or to none, so that they share them',
    cause: 'Some clusters of TargetBindings.clusters (or charts) have a weight and others do not.',
  },
);

export const CLUSTER_WEIGHT_RANGE = error<{ subject: string; cluster: string; weight: string }>('GW5622', 'emit/cluster-weight-range', {
  message: ({ subject, cluster, weight }) => `${subject}: cluster ${cluster} has weight ${weight}, which is no whole number from 0 to 999`,
  fix: 'give a whole number from 0 to 999 that is known at synthesis',
  cause: 'The weight of a cluster is none that an ALB can give to a target group.',
});

export const CLUSTER_WEIGHTS_ZERO = error<{ subject: string; clusters: readonly string[] }>('GW5623', 'emit/cluster-weights-zero', {
  message: ({ subject, clusters }) => `${subject}: no cluster gets requests: ${clusters.join(', ')} has weight 0`,
  fix: 'give at least one cluster a weight above 0',
  cause: 'All clusters of TargetBindings.clusters (or charts) have weight 0.',
});

export const CLUSTER_NAME_TWICE = error<{ subject: string; cluster: string }>('GW5624', 'emit/cluster-name-twice', {
  message: ({ subject, cluster }) => `${subject}: two clusters with weights are named "${cluster}", so their target groups would be the same`,
  fix: 'give each a name of its own: { cluster, name: \'green\', weight: 10 }',
  cause:
    'Two clusters with weights have one name, by which their target groups are told apart. Where no name is given it is that of the ' +
    'cluster, or the id of its construct or chart.',
});

export const CLUSTER_KEEPS_TWICE = error<{ subject: string; clusters: readonly string[] }>('GW5625', 'emit/cluster-keeps-twice', {
  message: ({ subject, clusters }) => `${subject}: only one cluster can go on with the target groups there were, not ${clusters.join(' and ')}`,
  fix: 'set keepsTargetGroups on the cluster that was there first',
  cause: 'Several clusters with weights have keepsTargetGroups.',
});

export const RETAINED = warning<{ subject: string }>('GW5626', 'emit/retained', {
  message: ({ subject }) => `${subject}: removalPolicy keeps everything that a change of the manifests takes away, rules included`,
  fix:
    'use it in the last deployment before the stack is deleted or the load balancer leaves it; to guard against deletion use termination ' +
    'protection of the stack',
  cause:
    'removalPolicy is RETAIN. CloudFormation makes no difference between a resource that leaves the template and a stack that is deleted. A route that is removed ' +
    'stays live, and its rule holds its priority against the same route when it comes back.',
});

export const NO_SNAPSHOT = error<{ subject: string }>('GW5627', 'emit/no-snapshot', {
  message: ({ subject }) => `${subject}: there are no snapshots of a load balancer, so removalPolicy SNAPSHOT cannot be kept`,
  fix: 'use RemovalPolicy.DESTROY or RemovalPolicy.RETAIN',
  cause: 'removalPolicy is SNAPSHOT, which CloudFormation knows for databases and volumes only.',
});

export const HOSTNAME_CLAIMED_TWICE = error<{ subject: string; hostname: string; zone: string; construct: string; owner: string }>(
  'GW5628',
  'emit/hostname-claimed-twice',
  {
    message: ({ subject, hostname, zone, construct, owner }) =>
      `${subject}: ${construct} claims ${hostname} in hosted zone ${zone}, but the alias record is made by ${owner} already`,
    fix: 'serve a hostname on one load balancer, or leave the zone out of hostedZones of the one that shall not get its requests',
    cause: 'Two load balancers of the app want an alias record of the same name in the same hosted zone; the deployment of the second would fail.',
  },
);

interface StackSize {
  readonly subject: string;
  readonly stack: string;
  readonly allowed: number;
  /** Whether it is a nested stack of rules. */
  readonly nested: boolean;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

const SMALLER_STACK =
  'put the rules into nested stacks (rulesInNestedStacks: true; docs/deploying.md says when that can be switched), deliver Services and ' +
  'bindings otherwise (TargetBindings.chart, deliverServices: false), or divide the hostnames between several load balancers, each in a ' +
  'stack of its own';

const SMALLER_NESTED_STACK = 'raise nestedStacksPerListener, or divide the hostnames between several load balancers';

export const TOO_MANY_RESOURCES = error<
  StackSize & { resources: number; own: number; rules: number; targetGroups: number; objects: number }
>('GW5629', 'emit/too-many-resources', {
  message: ({ subject, stack, resources, allowed, own, rules, targetGroups, objects }) =>
    `stack ${stack} has ${resources} resources, CloudFormation takes ${allowed}; ${own} are of ${subject}: ` +
    `${counted(rules, 'listener rule')}, ${counted(targetGroups, 'target group')}, ${counted(objects, 'Kubernetes object')} and ` +
    counted(own - rules - targetGroups - objects, 'other'),
  fix: ({ nested }) => (nested ? SMALLER_NESTED_STACK : SMALLER_STACK),
  advice: SMALLER_STACK,
  cause: 'The stack of a load balancer, or a nested stack of its rules, has more resources than CloudFormation allows.',
});

export const TEMPLATE_TOO_LARGE = error<StackSize & { bytes: number }>('GW5630', 'emit/template-too-large', {
  message: ({ subject, stack, bytes, allowed }) =>
    `the template of stack ${stack}, in which ${subject} stands, has ${bytes} bytes, CloudFormation takes ${allowed}`,
  fix: ({ nested }) => (nested ? SMALLER_NESTED_STACK : SMALLER_STACK),
  advice: SMALLER_STACK,
  cause: 'The template of the stack of a load balancer, or of a nested stack of its rules, is larger than CloudFormation allows.',
});

export const NESTED_RULES_RANKED = error<{ subject: string }>('GW5631', 'emit/nested-rules-ranked', {
  message: ({ subject }) => `${subject}: rulesInNestedStacks needs a ledger, rules that are numbered by rank would collide when they change stacks`,
  fix: 'use Priorities.ledger(), or leave rulesInNestedStacks out',
  cause: 'rulesInNestedStacks is set together with Priorities.ranked().',
});

export const NESTED_STACK_COUNT = error<{ subject: string; stacks: string; most: number }>('GW5632', 'emit/nested-stack-count', {
  message: ({ subject, stacks, most }) => `${subject}: nestedStacksPerListener is ${stacks}, which is no whole number from 1 to ${most}`,
  fix: 'give a whole number that is known at synthesis, one for every 450 rules of the largest listener',
  cause: 'nestedStacksPerListener is none of the numbers of nested stacks that the priorities can be divided into.',
});

export const NESTED_STACKS_UNUSED = warning<{ subject: string; stacks: number }>('GW5633', 'emit/nested-stacks-unused', {
  message: ({ subject, stacks }) => `${subject}: nestedStacksPerListener ${stacks} has no effect, as the rules stand in no nested stack`,
  fix: 'set rulesInNestedStacks: true, or leave nestedStacksPerListener out',
  cause: 'nestedStacksPerListener is given without rulesInNestedStacks.',
});
