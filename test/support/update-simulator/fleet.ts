/** A Gateway with its routes and Services, small enough to be edited at random, and its manifests. */
export interface Fleet {
  readonly scheme: 'internal' | 'internet-facing';
  /** Seconds. */
  readonly idleTimeout: number;
  /** Whether listeners set a response header. */
  readonly nosniff: boolean;
  readonly listeners: readonly FleetListener[];
  readonly services: readonly FleetService[];
  readonly routes: readonly FleetRoute[];
}

export interface FleetListener {
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  /** Empty: any host. */
  readonly hostname: string;
}

export interface FleetService {
  readonly name: string;
  readonly ports: readonly FleetPort[];
  readonly targetType: 'ip' | 'instance';
  readonly healthCheckPath: string;
  readonly healthCheckPort: string;
  readonly protocol: 'HTTP' | 'HTTPS';
  /** Seconds. */
  readonly deregistrationDelay: number;
  readonly sticky: boolean;
  readonly multiCluster: boolean;
}

export interface FleetPort {
  readonly port: number;
  readonly targetPort: number;
  readonly nodePort: number;
  readonly h2c: boolean;
}

export interface FleetRoute {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly name: string;
  readonly hostnames: readonly string[];
  /** Port of the listeners it asks for; undefined: all. */
  readonly port?: number;
  readonly rules: readonly FleetRule[];
}

export interface FleetRule {
  readonly name?: string;
  readonly matches: readonly FleetMatch[];
  readonly action: FleetAction;
}

export interface FleetMatch {
  /** Of a GRPCRoute the service. */
  readonly path: string;
  readonly exact: boolean;
  readonly method?: string;
  readonly header?: readonly [name: string, value: string];
  readonly query?: readonly [name: string, value: string];
}

export type FleetAction =
  | { readonly type: 'forward'; readonly backends: readonly FleetBackend[] }
  | { readonly type: 'redirect'; readonly hostname: string }
  | { readonly type: 'answer'; readonly status: number };

export interface FleetBackend {
  readonly service: string;
  readonly port: number;
  readonly weight: number;
}

type Manifest = Readonly<Record<string, unknown>> & { readonly kind: string; readonly metadata: { readonly name: string } };

const gatewayApi = 'gateway.networking.k8s.io/v1';
const controllerApi = 'gateway.k8s.aws/v1beta1';
const namespace = 'shop';

/** Status codes for which a ListenerRuleConfiguration is there. */
export const ownAnswers = [404, 503] as const;

/** The manifests, one text for each, so that what has not changed need not be read again. */
export function manifestsOf(fleet: Fleet): readonly string[] {
  return [
    { apiVersion: gatewayApi, kind: 'GatewayClass', metadata: { name: 'alb' }, spec: { controllerName: 'gateway.k8s.aws/alb' } },
    loadBalancerConfiguration(fleet),
    gatewayOf(fleet),
    ...ownAnswers.map(answerConfiguration),
    ...fleet.services.flatMap((service) => [serviceOf(service), targetGroupConfiguration(service)]),
    ...fleet.routes.map((route) => routeOf(route, fleet)),
  ].map((manifest) => JSON.stringify(manifest));
}

function listenerName({ hostname, port }: FleetListener): string {
  return `p${port}${hostname === '' ? '' : `-${hostname.replace('*', 'any').replaceAll('.', '-')}`}`;
}

function loadBalancerConfiguration({ idleTimeout, listeners, nosniff, scheme }: Fleet): Manifest {
  const protocolPorts = nosniff ? [...new Set(listeners.map(({ port, protocol }) => `${protocol}:${port}`))] : [];
  const listenerAttributes = [{ key: 'routing.http.response.x_content_type_options.header_value', value: 'nosniff' }];
  return {
    apiVersion: controllerApi,
    kind: 'LoadBalancerConfiguration',
    metadata: { name: 'web', namespace: 'infra' },
    spec: {
      scheme,
      loadBalancerAttributes: [{ key: 'idle_timeout.timeout_seconds', value: String(idleTimeout) }],
      listenerConfigurations: protocolPorts.map((protocolPort) => ({ protocolPort, listenerAttributes })),
    },
  } as Manifest;
}

function gatewayOf({ listeners }: Fleet): Manifest {
  return {
    apiVersion: gatewayApi,
    kind: 'Gateway',
    metadata: { name: 'web', namespace: 'infra' },
    spec: {
      gatewayClassName: 'alb',
      infrastructure: { parametersRef: { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'web' } },
      listeners: listeners.map((listener) => ({
        name: listenerName(listener),
        port: listener.port,
        protocol: listener.protocol,
        ...(listener.hostname !== '' && { hostname: listener.hostname }),
        allowedRoutes: { namespaces: { from: 'All' } },
      })),
    },
  } as Manifest;
}

function answerConfiguration(statusCode: number): Manifest {
  const actions = [{ type: 'fixed-response', fixedResponseConfig: { statusCode } }];
  const metadata = { name: `answer-${statusCode}`, namespace };
  return { apiVersion: controllerApi, kind: 'ListenerRuleConfiguration', metadata, spec: { actions } };
}

function serviceOf({ name, ports, targetType }: FleetService): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: {
      selector: { app: name },
      ...(targetType === 'instance' && { type: 'NodePort' }),
      ports: ports.map(({ h2c, nodePort, port, targetPort }) => ({
        name: `p${port}`,
        port,
        targetPort,
        ...(targetType === 'instance' && { nodePort }),
        ...(h2c && { appProtocol: 'kubernetes.io/h2c' }),
      })),
    },
  } as Manifest;
}

function targetGroupConfiguration(service: FleetService): Manifest {
  const { deregistrationDelay, healthCheckPath, healthCheckPort, multiCluster, name, protocol, sticky, targetType } = service;
  return {
    apiVersion: controllerApi,
    kind: 'TargetGroupConfiguration',
    metadata: { name, namespace },
    spec: {
      targetReference: { name },
      defaultConfiguration: {
        targetType,
        ...(protocol === 'HTTPS' && { protocol }),
        ...(multiCluster && { enableMultiCluster: true }),
        healthCheckConfig: { healthCheckPath, healthCheckPort },
        targetGroupAttributes: [
          { key: 'deregistration_delay.timeout_seconds', value: String(deregistrationDelay) },
          ...(sticky ? [{ key: 'stickiness.enabled', value: 'true' }, { key: 'stickiness.type', value: 'lb_cookie' }] : []),
        ],
      },
    },
  } as Manifest;
}

function routeOf({ hostnames, kind, name, port, rules }: FleetRoute, { listeners }: Fleet): Manifest {
  const gateway = { name: 'web', namespace: 'infra' };
  const wanted = listeners.filter((listener) => listener.port === port);
  return {
    apiVersion: gatewayApi,
    kind,
    metadata: { name, namespace },
    spec: {
      parentRefs: port === undefined ? [gateway] : wanted.map((listener) => ({ ...gateway, sectionName: listenerName(listener) })),
      ...(hostnames.length > 0 && { hostnames }),
      rules: rules.map((rule) => (kind === 'HTTPRoute' ? httpRule(rule) : grpcRule(rule))),
    },
  } as Manifest;
}

function httpRule({ action, matches, name }: FleetRule): object {
  return {
    ...(name !== undefined && { name }),
    matches: matches.map(({ exact, header, method, path, query }) => ({
      path: { type: exact ? 'Exact' : 'PathPrefix', value: path },
      ...(method !== undefined && { method }),
      ...(header && { headers: [{ name: header[0], value: header[1] }] }),
      ...(query && { queryParams: [{ name: query[0], value: query[1] }] }),
    })),
    ...actionOf(action),
  };
}

function grpcRule({ action, matches, name }: FleetRule): object {
  return {
    ...(name !== undefined && { name }),
    matches: matches.map(({ exact, header, path }) => ({
      method: { service: `shop${path.replaceAll('/', '.')}`.replace(/\.$/, ''), ...(exact && { method: 'Get' }) },
      ...(header && { headers: [{ name: header[0], value: header[1] }] }),
    })),
    ...actionOf(action),
  };
}

function actionOf(action: FleetAction): object {
  switch (action.type) {
    case 'forward':
      return { backendRefs: action.backends.map(({ port, service, weight }) => ({ name: service, port, weight })) };
    case 'redirect':
      return { filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: action.hostname, statusCode: 302 } }] };
    case 'answer': {
      const extensionRef = { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: `answer-${action.status}` };
      return { filters: [{ type: 'ExtensionRef', extensionRef }] };
    }
  }
}
