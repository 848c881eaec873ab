import type { NamespacedName, ObjectRef, Span } from '../diagnostics/subject';

/**
 * The plan: what one load balancer will be, as plain JSON.
 *
 * It holds no Kubernetes object and no CDK token. What only CDK can know (certificates, subnets, clusters) is named
 * here and bound to a real thing by `constructs/` last. Every rule says where it came from. Everything the simulator
 * needs to answer a request is in here.
 */
export interface LoadBalancerPlan {
  readonly gateway: NamespacedName;
  /** Physical name, only where a LoadBalancerConfiguration gives one (changing it replaces the load balancer). */
  readonly name?: string;
  readonly scheme: Scheme;
  readonly ipAddressType: LoadBalancerIpAddressType;
  readonly attributes: readonly Attribute[];
  readonly tags: readonly Tag[];
  /** Absent: the construct's own choice (props, or the VPC's subnets that fit the scheme). */
  readonly subnets?: SubnetChoice;
  readonly securityGroups: SecurityGroupsPlan;
  readonly webAclArn?: string;
  readonly shieldProtection: boolean;
  /** Reserved load balancer capacity units. */
  readonly minimumCapacityUnits?: number;
  readonly ipv4IpamPoolId?: string;
  readonly customerOwnedIpv4Pool?: string;
  /** Nested stacks for the rules of each listener; absent: rules stand in the stack of the load balancer. */
  readonly ruleStacks?: number;
  /** Ascending by port; one per port. */
  readonly listeners: readonly ListenerPlan[];
  readonly targetGroups: readonly TargetGroupPlan[];
  readonly trustStores: readonly TrustStorePlan[];
}

export type Scheme = 'internal' | 'internet-facing';
export type LoadBalancerIpAddressType = 'ipv4' | 'dualstack' | 'dualstack-without-public-ipv4';

export interface Attribute {
  readonly key: string;
  readonly value: string;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** Exactly one of the three ways a LoadBalancerConfiguration can choose subnets. */
export interface SubnetChoice {
  /** `subnet-...` ids. */
  readonly ids?: readonly string[];
  /** Values of the `Name` tag. */
  readonly names?: readonly string[];
  /** Tag key to accepted values; all keys must match. */
  readonly tags?: Readonly<Record<string, readonly string[]>>;
}

/**
 * `managed`: one group made here, open for the listener ports as `ingress` says.
 * `existing`: groups named in the configuration, by `sg-...` id or by `Name` tag.
 */
export interface SecurityGroupsPlan {
  readonly kind: 'managed' | 'existing';
  readonly ingress: readonly IngressRule[];
  readonly ids: readonly string[];
  readonly names: readonly string[];
  /** Whether the bindings open the backends for the load balancer's security group. */
  readonly openBackends: boolean;
}

/** One permission of the managed security group. Exactly one of `cidr` and `prefixListId` is set. */
export interface IngressRule {
  readonly cidr?: string;
  readonly prefixListId?: string;
  readonly protocol: 'tcp' | 'icmp' | 'icmpv6';
  /** Port, or ICMP type. */
  readonly fromPort: number;
  /** Port, or ICMP code. */
  readonly toPort: number;
}

/** One listener of the load balancer. Several Gateway listeners on a port become one. */
export interface ListenerPlan {
  /** Identity: the port, such as `443`. */
  readonly id: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  /** HTTPS only; the first is the default certificate, the rest are chosen by SNI. */
  readonly certificates: readonly CertificateRef[];
  readonly sslPolicy?: string;
  readonly mutualAuthentication?: MutualAuthentication;
  readonly attributes: readonly Attribute[];
  readonly tags: readonly Tag[];
  /** What a request gets that no rule matches. */
  readonly fallback: FixedResponseAction;
  /** In order of precedence; `priority` ascends. */
  readonly rules: readonly ListenerRulePlan[];
}

/**
 * A certificate by name.
 * `arn`: in ACM or IAM. `secret`: a Kubernetes TLS Secret that stands for a certificate given in props.
 * `hostnames`: none is named; the construct must find, issue or ask for one that covers these names.
 */
export type CertificateRef =
  | { readonly kind: 'arn'; readonly arn: string }
  | { readonly kind: 'secret'; readonly secret: NamespacedName }
  | { readonly kind: 'hostnames'; readonly hostnames: readonly string[] };

/** Client certificates on an HTTPS listener. */
export interface MutualAuthentication {
  readonly mode: 'off' | 'passthrough' | 'verify';
  readonly trustStore?: TrustStoreRef;
  readonly ignoreClientCertificateExpiry?: boolean;
  readonly advertiseTrustStoreCaNames?: 'on' | 'off';
}

/** An existing trust store by ARN or name, or one of `LoadBalancerPlan.trustStores` by id. */
export type TrustStoreRef =
  | { readonly kind: 'arn'; readonly arn: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'planned'; readonly id: string };

/** A trust store made from CA certificates of ConfigMaps. The certificates are public. */
export interface TrustStorePlan {
  readonly id: string;
  /** PEM bundle, certificates in the order of the references. */
  readonly bundle: string;
  readonly configMaps: readonly NamespacedName[];
}

/** One listener rule. Its `id` is what it comes from and what it matches, never a position or a priority. */
export interface ListenerRulePlan {
  /** Unique in its listener; readable slug and short hash. Becomes the logical id. */
  readonly id: string;
  /** 1 to 50000, unique in its listener. */
  readonly priority: number;
  /** At least one. Different conditions must all hold; of the values of one condition any. */
  readonly conditions: readonly Condition[];
  readonly transforms: readonly Transform[];
  /** Runs before `action`; HTTPS listeners only. */
  readonly authentication?: AuthenticationAction;
  readonly action: RoutingAction;
  readonly tags: readonly Tag[];
  readonly origin: Origin;
}

/** Where a rule comes from. */
export interface Origin {
  /** The route; for the closing 404 of an isolated listener, the Gateway or ListenerSet. */
  readonly object: ObjectRef;
  /** Index of the route rule; absent for the closing rule of a listener. */
  readonly rule?: number;
  readonly ruleName?: string;
  /** Indexes of the matches of the route rule that this listener rule stands for, ascending. */
  readonly matches: readonly number[];
  /** Hostnames it stands for; empty means any host. */
  readonly hostnames: readonly string[];
  /** Name of the Gateway listener whose requests the rule serves. */
  readonly listener: string;
  readonly span?: Span;
}

/**
 * A condition of a rule, as the ALB evaluates it.
 * `values` are globs (`*` any characters, `?` exactly one); `regexValues` are always anchored at both ends.
 * A condition has one or the other.
 */
export type Condition =
  | HostHeaderCondition
  | PathPatternCondition
  | HttpHeaderCondition
  | QueryStringCondition
  | HttpRequestMethodCondition
  | SourceIpCondition;

export interface HostHeaderCondition {
  readonly field: 'host-header';
  readonly values?: readonly string[];
  readonly regexValues?: readonly string[];
}
export interface PathPatternCondition {
  readonly field: 'path-pattern';
  readonly values?: readonly string[];
  readonly regexValues?: readonly string[];
}
export interface HttpHeaderCondition {
  readonly field: 'http-header';
  readonly name: string;
  readonly values?: readonly string[];
  readonly regexValues?: readonly string[];
}
export interface QueryStringCondition {
  readonly field: 'query-string';
  /** Any pair may match. `\*`, `\?` and `\\` are literal. */
  readonly values: readonly { readonly key?: string; readonly value: string }[];
}
export interface HttpRequestMethodCondition {
  readonly field: 'http-request-method';
  readonly values: readonly string[];
}
export interface SourceIpCondition {
  readonly field: 'source-ip';
  /** CIDR blocks. */
  readonly values: readonly string[];
}

/** A rewrite of the request before it is forwarded; the first match of `regex` is replaced, `$1` names a group. */
export interface Transform {
  /** `url-rewrite` works on path and query, `host-header-rewrite` on the Host header. */
  readonly type: 'url-rewrite' | 'host-header-rewrite';
  readonly regex: string;
  readonly replace: string;
}

export type RoutingAction = ForwardAction | RedirectAction | FixedResponseAction;

export interface ForwardAction {
  readonly type: 'forward';
  /** One to five, different groups; at least one weight is above 0. */
  readonly targetGroups: readonly WeightedTargetGroup[];
  /** Seconds a client stays with its target group; absent means no group stickiness. */
  readonly stickinessSeconds?: number;
}

export interface WeightedTargetGroup {
  readonly targetGroup: TargetGroupRef;
  /** 0 to 999. */
  readonly weight: number;
}

/** A target group of this plan by id, or one that exists already by its name. */
export type TargetGroupRef =
  | { readonly kind: 'planned'; readonly id: string }
  | { readonly kind: 'existing'; readonly name: string };

export interface RedirectAction {
  readonly type: 'redirect';
  readonly statusCode: 'HTTP_301' | 'HTTP_302';
  /** Absent: `#{protocol}`. */
  readonly protocol?: 'HTTP' | 'HTTPS';
  /** Absent: `#{host}`. */
  readonly host?: string;
  /** Absent: `#{port}`. */
  readonly port?: string;
  /** Absent: `/#{path}`. */
  readonly path?: string;
  /** Absent: `#{query}`. */
  readonly query?: string;
}

export interface FixedResponseAction {
  readonly type: 'fixed-response';
  /** 200 to 299 or 400 to 599. */
  readonly statusCode: number;
  readonly contentType?: string;
  readonly messageBody?: string;
}

export type AuthenticationAction = AuthenticateOidcAction | AuthenticateCognitoAction | JwtValidationAction;

/** What both login actions share. */
export interface LoginSettings {
  readonly onUnauthenticatedRequest: 'deny' | 'allow' | 'authenticate';
  readonly scope: string;
  readonly sessionCookieName: string;
  /** Seconds. */
  readonly sessionTimeout: number;
  readonly extraParams: Readonly<Record<string, string>>;
}

export interface AuthenticateOidcAction extends LoginSettings {
  readonly type: 'authenticate-oidc';
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly userInfoEndpoint: string;
  /** The Kubernetes Secret that holds the client in LBC; stands for a Secrets Manager secret given in props. */
  readonly clientSecret: NamespacedName;
}

export interface AuthenticateCognitoAction extends LoginSettings {
  readonly type: 'authenticate-cognito';
  readonly userPoolArn: string;
  readonly userPoolClientId: string;
  readonly userPoolDomain: string;
}

export interface JwtValidationAction {
  readonly type: 'jwt-validation';
  readonly issuer: string;
  readonly jwksEndpoint: string;
  readonly additionalClaims: readonly {
    readonly name: string;
    readonly format: 'single-string' | 'string-array' | 'space-separated-values';
    readonly values: readonly string[];
  }[];
}

/** One target group: a Service port with the settings that hold for it, shared by all rules that use it. */
export interface TargetGroupPlan {
  /** Identity: readable slug and a hash of everything that forces a replacement. Becomes the logical id. */
  readonly id: string;
  /** Physical name, at most 32 characters, carries the same hash. */
  readonly name: string;
  readonly targetType: 'instance' | 'ip';
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly protocolVersion: 'HTTP1' | 'HTTP2' | 'GRPC';
  readonly ipAddressType: 'ipv4' | 'ipv6';
  readonly port: number;
  readonly targetControlPort?: number;
  readonly healthCheck: HealthCheckPlan;
  readonly attributes: readonly Attribute[];
  readonly tags: readonly Tag[];
  /** Absent for the empty group that stands for backends which could not be resolved. */
  readonly binding?: TargetGroupBindingPlan;
}

/** All fields are always written out; CloudFormation's own defaults differ. Times in seconds. */
export interface HealthCheckPlan {
  /** A number, or `traffic-port`. */
  readonly port: string;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly path: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThresholdCount: number;
  readonly unhealthyThresholdCount: number;
  /** `httpCode` or `grpcCode` by the protocol version. */
  readonly matcher: { readonly httpCode?: string; readonly grpcCode?: string };
}

/** The TargetGroupBinding that registers the pods or nodes of a Service in a target group. */
export interface TargetGroupBindingPlan {
  /** The only cluster that registers targets here; absent: any. */
  readonly cluster?: string;
  /** The target group is that of the time when clusters were not told apart. */
  readonly fromBefore?: boolean;
  readonly service: NamespacedName;
  /** Port number of the Service. */
  readonly servicePort: number;
  /** Ports the load balancer must reach: numbers, or names of container ports. */
  readonly openPorts: readonly (number | string)[];
  /** Label selector for nodes; instance targets only. */
  readonly nodeSelector?: Readonly<Record<string, unknown>>;
  readonly multiCluster: boolean;
  /** From the Gateway's `infrastructure`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
