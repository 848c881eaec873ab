import type { aws_ec2 as ec2, aws_route53 as route53, aws_s3 as s3, interfaces, RemovalPolicy } from 'aws-cdk-lib';
import type { GatewayManifests } from './gateway-manifests';
import type { Priorities } from './priorities';
import type { RouteTests } from './route-tests';
import type { TargetBindings } from './target-bindings';

/** What happens to a route that cannot be served as it is written. */
export enum InvalidRoutePolicy {
  /** The synthesis fails and says why. */
  FAIL = 'fail',

  /** What the Gateway API asks of a running implementation: status 500 for what cannot be resolved, the rest is served. */
  RESPOND_500 = 'respond-500',
}

/** How targets are registered. */
export enum DefaultTargetType {
  /** Nodes, through the NodePort of the Service. */
  INSTANCE = 'instance',

  /** Pods, by their address. */
  IP = 'ip',
}

/** Where a load balancer writes logs. */
export interface LogDestination {
  /** Bucket in the region of the load balancer, encrypted with S3's own keys or not at all. Its policy is extended. */
  readonly bucket: s3.IBucket;

  /**
   * Prefix of the objects.
   *
   * @default - none
   */
  readonly prefix?: string;
}

/** Properties of `GatewayAlb`. */
export interface GatewayAlbProps {
  /** The Gateway API manifests. */
  readonly manifests: GatewayManifests;

  /**
   * Which Gateway of the manifests, as `namespace/name`.
   *
   * @default - the only one; it is an error if there are several
   */
  readonly gateway?: string;

  /** VPC of the load balancer and its targets. Give an `ec2.IVpc` to have subnets chosen from it. */
  readonly vpc: interfaces.aws_ec2.IVPCRef;

  /**
   * Subnets of the load balancer. Takes precedence over the LoadBalancerConfiguration.
   *
   * @default - those of the LoadBalancerConfiguration, otherwise public subnets for an internet-facing and private ones
   * for an internal load balancer
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * Subnets by id, for VPCs that are only known by id. May be a list token such as a parameter. Takes precedence over
   * `vpcSubnets`.
   *
   * @default - see `vpcSubnets`
   */
  readonly subnetIds?: string[];

  /**
   * Security groups of the load balancer. Their rules are left alone.
   *
   * @default - those of the LoadBalancerConfiguration, otherwise one that opens the ports of the listeners for its
   * source ranges
   */
  readonly securityGroups?: interfaces.aws_ec2.ISecurityGroupRef[];

  /**
   * Security groups of the backends (nodes or pods) that CloudFormation opens for the load balancer. When given, the
   * bindings leave security groups alone.
   *
   * @default - the bindings open the targets through the controller in the cluster
   */
  readonly backendSecurityGroups?: interfaces.aws_ec2.ISecurityGroupRef[];

  /**
   * Certificates for the Secrets that `tls.certificateRefs` of listeners name, by `namespace/name` of the Secret.
   * Private keys never enter a template.
   *
   * @default - none
   */
  readonly certificates?: { readonly [secret: string]: interfaces.aws_certificatemanager.ICertificateRef };

  /**
   * Certificate of HTTPS listeners for which the manifests name none.
   *
   * @default - such a listener is an error
   */
  readonly defaultCertificate?: interfaces.aws_certificatemanager.ICertificateRef;

  /**
   * Hosted zones in which alias records for the hostnames of the Gateway and its routes are made: A, and AAAA where the load
   * balancer has IPv6 addresses. Of several zones that fit, the one with the longest name is taken.
   *
   * @default - no records
   */
  readonly hostedZones?: route53.IHostedZone[];

  /**
   * Whether certificates are issued by ACM for HTTPS listeners for which neither the manifests nor `defaultCertificate` give
   * one: one for each port, for the hostnames of its listeners and routes, validated by records in `hostedZones`.
   * A wildcard in a certificate stands for one label, in a listener for any number.
   *
   * @default false
   */
  readonly issueCertificates?: boolean;

  /**
   * Where access logs are written. Takes precedence over the LoadBalancerConfiguration.
   *
   * @default - as the LoadBalancerConfiguration says, otherwise none
   */
  readonly accessLogs?: LogDestination;

  /**
   * Where connection logs are written. Takes precedence over the LoadBalancerConfiguration.
   *
   * @default - as the LoadBalancerConfiguration says, otherwise none
   */
  readonly connectionLogs?: LogDestination;

  /**
   * Whether the load balancer refuses to be deleted. Takes precedence over the LoadBalancerConfiguration.
   *
   * @default - as the LoadBalancerConfiguration says, otherwise not
   */
  readonly deletionProtection?: boolean;

  /**
   * What becomes of the load balancer and all that answers its requests (listeners, rules, target groups, bindings, Services,
   * alias records) when it leaves the template or its stack is deleted. With `RETAIN` a change of the manifests leaves behind
   * what it takes away, too: for the last deployment before a stack is deleted, not for good. What a failed deployment
   * has made is not kept.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Secrets Manager secrets with the keys `clientID` and `clientSecret`, for the Secrets that authenticate-oidc actions
   * name, by `namespace/name` of the Secret.
   *
   * @default - none
   */
  readonly oidcClientSecrets?: { readonly [secret: string]: interfaces.aws_secretsmanager.ISecretRef };

  /**
   * Target groups that exist already, for backendRefs of kind TargetGroupName, by name.
   *
   * @default - none
   */
  readonly targetGroups?: { readonly [name: string]: interfaces.aws_elasticloadbalancingv2.ITargetGroupRef };

  /**
   * Trust stores that a LoadBalancerConfiguration gives by name instead of ARN, by name.
   *
   * @default - none
   */
  readonly trustStores?: { readonly [name: string]: interfaces.aws_elasticloadbalancingv2.ITrustStoreRef };

  /**
   * How Services and TargetGroupBindings get into the cluster.
   *
   * @default TargetBindings.none()
   */
  readonly bindings?: TargetBindings;

  /**
   * Where the numbers of listener rules come from.
   *
   * @default Priorities.ledger() - the committed file `gateway-alb.priorities.json`
   */
  readonly priorities?: Priorities;

  /**
   * Requests and what the load balancer must do with them, tried at synthesis. A request that is answered otherwise fails it.
   *
   * @default - nothing is tried
   */
  readonly routeTests?: RouteTests;

  /**
   * Whether the Services of the manifests that routes use are delivered together with their bindings.
   *
   * @default true
   */
  readonly deliverServices?: boolean;

  /**
   * Target type of Services for which no TargetGroupConfiguration says one.
   *
   * @default DefaultTargetType.INSTANCE
   */
  readonly defaultTargetType?: DefaultTargetType;

  /**
   * What happens to a route that cannot be served as it is written.
   *
   * @default InvalidRoutePolicy.FAIL
   */
  readonly onInvalidRoute?: InvalidRoutePolicy;

  /**
   * Whether a request belongs to the most specific listener of its port only, as the Gateway API asks.
   *
   * @default true
   */
  readonly listenerIsolation?: boolean;

  /**
   * Whether matches and hostnames of a route rule are merged into as few listener rules as possible.
   *
   * @default true
   */
  readonly ruleCompaction?: boolean;

  /**
   * Whether backends with a BackendTLSPolicy are reached over HTTPS without verifying them, since a load balancer cannot.
   *
   * @default false
   */
  readonly acceptUnverifiedBackendTls?: boolean;

  /**
   * Whether the rules of each listener stand in a nested stack of their own, where the stack would have more than 500 resources
   * or a template of more than 1 MB otherwise. Best decided before the first deployment: switching later gives every
   * rule a new number once, and the load balancer holds old and new rules together until the deployment is through, so its quota
   * must have room for twice as many. Needs a ledger of priorities.
   *
   * @default false
   */
  readonly rulesInNestedStacks?: boolean;

  /**
   * With `rulesInNestedStacks`: nested stacks for each listener, 1 to 45, for listeners with more than about 450 rules. Each holds
   * a range of the priorities. A change is a switch as that of `rulesInNestedStacks`.
   *
   * @default 1
   */
  readonly nestedStacksPerListener?: number;

  /**
   * Listener rules the load balancer may have, where AWS has raised the quota.
   *
   * @default 100
   */
  readonly maximumRules?: number;

  /**
   * Certificates the load balancer may have, default certificates not counted, where AWS has raised the quota.
   *
   * @default 25
   */
  readonly maximumCertificates?: number;

  /**
   * Listeners the load balancer may have, where AWS has raised the quota.
   *
   * @default 50
   */
  readonly maximumListeners?: number;
}
