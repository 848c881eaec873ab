/** The manifests that the examples of the field table patch: for each kind as many objects as it needs to have an effect. */

type Json = Readonly<Record<string, unknown>>;

/** A Kubernetes object. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

export const certificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/11111111-1111-1111-1111-111111111111';
export const otherCertificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/22222222-2222-2222-2222-222222222222';
export const pem = (text: string): string => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
const privateKey = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n';

function gatewayApi(kind: string, namespace: string, name: string, spec: Json): Manifest {
  return { apiVersion: 'gateway.networking.k8s.io/v1', kind, metadata: { name, ...(namespace !== '' && { namespace }) }, spec };
}

function controller(kind: string, namespace: string, name: string, spec: Json): Manifest {
  return { apiVersion: 'gateway.k8s.aws/v1', kind, metadata: { name, namespace }, spec };
}

export function namespace(name: string, labels: Readonly<Record<string, string>>): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

export function service(namespaceName: string, name: string): Manifest {
  const ports = [
    { name: 'http', port: 80, targetPort: 8080, nodePort: 30080 },
    { name: 'admin', port: 81, targetPort: 9090, nodePort: 30090 },
  ];
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: namespaceName },
    spec: { type: 'NodePort', selector: { app: name }, ports },
  };
}

export function secret(namespaceName: string, name: string): Manifest {
  const stringData = { 'tls.crt': pem('MIIB'), 'tls.key': privateKey };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: namespaceName }, type: 'kubernetes.io/tls', stringData };
}

export function configMap(namespaceName: string, name: string): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: namespaceName }, data: { 'ca.crt': pem('MIIC') } };
}

export function referenceGrant(namespaceName: string, from: Json, to: Json): Manifest {
  return gatewayApi('ReferenceGrant', namespaceName, 'allow', { from: [from], to: [to] });
}

export function targetGroupConfiguration(namespaceName: string, name: string, spec: Json): Manifest {
  return controller('TargetGroupConfiguration', namespaceName, name, spec);
}

export function loadBalancerConfiguration(namespaceName: string, name: string, spec: Json): Manifest {
  return controller('LoadBalancerConfiguration', namespaceName, name, spec);
}

export function listenerRuleConfiguration(name: string, spec: Json): Manifest {
  return controller('ListenerRuleConfiguration', 'shop', name, spec);
}

/** A listener that routes of all namespaces may use. */
export function listener(name: string, port: number, more: Json = {}): Json {
  const tls = { options: { 'gateway.k8s.aws/certificate-arn': certificateArn } };
  return { name, port, protocol: 'HTTPS', tls, allowedRoutes: { namespaces: { from: 'All' } }, ...more };
}

export function plainListener(name: string, port: number): Json {
  return listener(name, port, { protocol: 'HTTP', tls: undefined });
}

export const toCoffee = { name: 'coffee', port: 80 };
export const toTea = { name: 'tea', port: 80 };
export const toConfiguration = {
  type: 'ExtensionRef',
  extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: 'extra' },
};

const gatewayClass = gatewayApi('GatewayClass', '', 'alb', { controllerName: 'gateway.k8s.aws/alb' });
export const gateway = (spec: Json = {}): Manifest =>
  gatewayApi('Gateway', 'infra', 'web', { gatewayClassName: 'alb', listeners: [listener('https', 443)], ...spec });
export const httpRoute = (spec: Json = {}): Manifest =>
  gatewayApi('HTTPRoute', 'shop', 'cafe', {
    parentRefs: [{ name: 'web', namespace: 'infra' }],
    rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/coffee' } }], backendRefs: [toCoffee] }],
    ...spec,
  });
export const grpcRoute = (): Manifest =>
  gatewayApi('GRPCRoute', 'shop', 'rpc', {
    parentRefs: [{ name: 'web', namespace: 'infra' }],
    rules: [{ matches: [{ method: { service: 'shop.Coffee', method: 'Brew' } }], backendRefs: [toCoffee] }],
  });

const services = [service('shop', 'coffee'), service('shop', 'tea')];
const withoutRoute = [gatewayClass, namespace('shop', { team: 'shop' }), gateway(), ...services];

/** The objects for examples of a kind; the first object of a kind is the one that is patched. */
export function manifestsFor(kind: string): readonly Manifest[] {
  switch (kind) {
    case 'GRPCRoute':
      return [...withoutRoute, grpcRoute()];
    case 'GatewayClass':
    case 'Gateway':
    case 'HTTPRoute':
    case 'Service':
      return [...withoutRoute, httpRoute()];
    default:
      return special(kind);
  }
}

function special(kind: string): readonly Manifest[] {
  const common = [gatewayClass, namespace('shop', { team: 'shop' }), ...services];
  const inInfra = { name: 'web', namespace: 'infra' };
  switch (kind) {
    case 'ListenerSet':
      return [
        ...common,
        gateway({ allowedListeners: { namespaces: { from: 'All' } }, listeners: [plainListener('http', 80)] }),
        gatewayApi('ListenerSet', 'shop', 'more', { parentRef: inInfra, listeners: [listener('more', 443)] }),
        httpRoute({ parentRefs: [inInfra, { kind: 'ListenerSet', name: 'more' }] }),
      ];
    case 'ReferenceGrant':
      return [
        ...common,
        gateway(),
        service('vault', 'store'),
        httpRoute({ rules: [{ backendRefs: [{ name: 'store', namespace: 'vault', port: 80 }] }] }),
        referenceGrant(
          'vault',
          { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' },
          { group: '', kind: 'Service' },
        ),
      ];
    case 'BackendTLSPolicy':
      return [
        ...withoutRoute,
        httpRoute(),
        gatewayApi('BackendTLSPolicy', 'shop', 'verify', {
          targetRefs: [{ group: '', kind: 'Service', name: 'coffee' }],
          validation: { wellKnownCACertificates: 'System', hostname: 'coffee.example.com' },
        }),
      ];
    case 'Secret':
      return [
        ...common,
        gateway({ listeners: [listener('https', 443, { tls: { certificateRefs: [{ name: 'web-tls' }] } })] }),
        httpRoute(),
        secret('infra', 'web-tls'),
      ];
    case 'ConfigMap': {
      const validation = { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'clients' }] };
      return [...common, gateway({ tls: { frontend: { default: { validation } } } }), httpRoute(), configMap('infra', 'clients')];
    }
    default:
      return ofController(kind, common);
  }
}

function ofController(kind: string, common: readonly Manifest[]): readonly Manifest[] {
  switch (kind) {
    case 'LoadBalancerConfiguration': {
      const parametersRef = { group: 'gateway.k8s.aws', kind, name: 'lb' };
      return [...common, gateway({ infrastructure: { parametersRef } }), httpRoute(), loadBalancerConfiguration('infra', 'lb', {})];
    }
    case 'TargetGroupConfiguration':
      return [...common, gateway(), httpRoute(), targetGroupConfiguration('shop', 'coffee', { targetReference: { name: 'coffee' } })];
    case 'ListenerRuleConfiguration': {
      const matches = [{ path: { type: 'PathPrefix', value: '/coffee' } }, { path: { type: 'PathPrefix', value: '/beans' } }];
      const rules = [{ matches, filters: [toConfiguration], backendRefs: [toCoffee, toTea] }];
      return [...common, gateway(), httpRoute({ rules }), listenerRuleConfiguration('extra', {})];
    }
    default:
      throw new Error(`no manifests for ${kind}`);
  }
}
