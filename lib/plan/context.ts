import type { AttachedGateway, AttachedRoute, Attachment, GatewayListener, ResolvedRule, ServiceBackend } from '../attach/topology';
import type { DiagnosticSink, InvalidRoutePolicy } from '../diagnostics/diagnostic';
import type { LoadBalancerConfigurationSpec } from '../model/loadbalancerconfiguration';
import type {
  Attribute,
  AuthenticationAction,
  ListenerRulePlan,
  RoutingAction,
  SourceIpCondition,
  Tag,
  TargetGroupPlan,
  Transform,
} from './ir';
import type { Quotas } from './limits';
import type { PriorityLedger } from './priorities';

/** What the user of the compiler decides outside the YAML. */
export interface PlanOptions {
  /** Default `fail`. */
  readonly onInvalidRoute: InvalidRoutePolicy;
  /** For Services without a TargetGroupConfiguration that says otherwise. Default `instance`, as LBC. */
  readonly defaultTargetType: 'instance' | 'ip';
  /** A request belongs to the most specific listener only, as the specification asks. Default true. */
  readonly listenerIsolation: boolean;
  /** Merge matches and hostnames of one route rule into as few listener rules as possible. Default true. */
  readonly compaction: boolean;
  /** Names (`namespace/name`) that props give a meaning to, or `any` where that is settled later. */
  readonly certificates: Inventory;
  /** The caller has a certificate for HTTPS listeners for which the manifests name none. Default true with `certificates: any`. */
  readonly defaultCertificate: boolean;
  readonly oidcClientSecrets: Inventory;
  readonly existingTargetGroups: Inventory;
  /** Quotas that AWS can raise. */
  readonly quotas: Quotas;
  /** Makes physical names unique: the stack and the construct. Part of every name's hash. */
  readonly namingScope: string;
  /** Clusters that each have target groups of their own; absent: one target group for each Service port, whoever registers targets. */
  readonly clusters?: readonly ClusterShare[];
  /** Nested stacks for the rules of each listener, 1 or more; absent: rules stand in the stack of the load balancer. */
  readonly ruleStacks?: number;
  /** Numbers remembered from earlier runs; absent: numbers come from rank alone. */
  readonly ledger?: PriorityLedger;
}

/** Known names, or `any`. */
export type Inventory = readonly string[] | 'any';

/** A cluster behind the load balancer, and its part of the requests to every Service. */
export interface ClusterShare {
  /** Part of the identity of its target groups. */
  readonly name: string;
  /** 0 to 999, relative to the other clusters. With 0 its target groups stay in the rules, without requests. */
  readonly weight: number;
  /** Its target groups go on as those of the time when no clusters were told apart; of at most one. */
  readonly keepsTargetGroups: boolean;
}

/** What every planner of one Gateway shares. */
export interface PlanContext {
  readonly gateway: AttachedGateway;
  /** Class and Gateway configuration merged; empty where there is none. */
  readonly settings: LoadBalancerConfigurationSpec;
  readonly options: PlanOptions;
  readonly sink: DiagnosticSink;
  readonly targetGroups: TargetGroupRegistry;
}

/** Hands out target groups by identity and remembers them. */
export interface TargetGroupRegistry {
  /**
   * Id of the target group for a backend of a route behind a listener of this protocol.
   * Undefined where none is possible; that has been reported then.
   * With `stickiness` it is a group of its own, which keeps a client on one target; with `cluster` one of that cluster.
   */
  idFor(
    backend: ServiceBackend,
    route: AttachedRoute,
    protocol: 'HTTP' | 'HTTPS',
    stickiness?: TargetStickiness,
    cluster?: ClusterShare,
  ): string | undefined;
  /** Id of the empty group whose requests fail: it stands for backends that could not be resolved. */
  unresolvedId(): string;
  /** A group that has been handed out. */
  planOf(id: string): TargetGroupPlan | undefined;
  /** All groups handed out so far, sorted by id. */
  plans(): readonly TargetGroupPlan[];
}

/** Cookie stickiness of a target group, for a route rule's `sessionPersistence`; it beats the attributes of configurations. */
export interface TargetStickiness {
  /** Name of the application's own cookie that the ALB follows (`app_cookie`). Absent: the ALB sets a cookie itself (`lb_cookie`). */
  readonly cookieName?: string;
  /** 1 to 604800. Default 86400. */
  readonly durationSeconds?: number;
}

/** The valid Gateway listeners that share a port, with the routes attached to them. */
export interface PortGroup {
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly listeners: readonly GatewayListener[];
  readonly attachments: readonly RouteOnListener[];
}

export interface RouteOnListener {
  readonly route: AttachedRoute;
  readonly attachment: Attachment;
}

/** A listener rule before it has a number. */
export type DraftRule = Omit<ListenerRulePlan, 'priority'>;

/**
 * What a route rule does with the requests it matches, on a listener of one protocol.
 * A prefix redirect needs the prefix itself and the paths below it treated apart: then there are two variants.
 */
export interface RuleOutcome {
  readonly variants: readonly OutcomeVariant[];
  readonly authentication?: AuthenticationAction;
  readonly tags: readonly Tag[];
  /**
   * Source address condition for the match with this index (undefined: rule without matches).
   * `none`: any address. `never`: no address satisfies it.
   */
  readonly sourceIp: (match: number | undefined) => SourceIpCondition | 'none' | 'never';
}

export interface OutcomeVariant {
  /** `whole`: all paths the match matches. The other two only for a PathPrefix match. */
  readonly path: 'whole' | 'prefix-itself' | 'below-prefix';
  readonly transforms: readonly Transform[];
  readonly action: RoutingAction;
}

/** `lib/plan/actions.ts` */
export type PlanOutcome = (rule: ResolvedRule, route: AttachedRoute, group: PortGroup, context: PlanContext) => RuleOutcome;
/** `lib/plan/rules.ts` */
export type PlanRules = (group: PortGroup, context: PlanContext) => readonly DraftRule[];
/** `lib/plan/response-headers.ts` */
export type PlanResponseHeaders = (group: PortGroup, context: PlanContext) => readonly Attribute[];
