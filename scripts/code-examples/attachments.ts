/** GW2xxx: routes that find no listener, references that lead nowhere. */
import {
  configMap, gateway, grpcRoute, listener, listenerRuleConfiguration, plainListener, referenceGrant,
  targetGroupConfiguration, toCoffee, toConfiguration, type Manifest,
} from '../../test/support/field-table-manifests';
import type { Demonstrations } from './demonstration';
import { changed } from './manifests';

const rules = 'HTTPRoute.spec.rules[]';
const http = plainListener('http', 80);
const https = { name: 'https', port: 443, protocol: 'HTTPS' };
const nlbClass: Manifest = {
  apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'nlb' }, spec: { controllerName: 'gateway.k8s.aws/nlb' },
};
const nlbGateway: Manifest = {
  ...gateway({ gatewayClassName: 'nlb', listeners: [{ name: 'tcp', port: 5432, protocol: 'TCP' }] }),
  metadata: { name: 'db', namespace: 'infra' },
};
const clientCertificate = (ref: object) => ({ 'Gateway.spec.tls': { backend: { clientCertificateRef: ref } }, 'Gateway.spec.listeners': [http] });
const clientCas = { validation: { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'clients' }] } };

function policy(name: string, validation: object = { wellKnownCACertificates: 'System', hostname: 'coffee.example.com' }, target = 'coffee'): Manifest {
  const targetRefs = [{ group: '', kind: 'Service', name: target }];
  return { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'BackendTLSPolicy', metadata: { name, namespace: 'shop' }, spec: { targetRefs, validation } };
}

function tcpRoute(): Manifest {
  const spec = { parentRefs: [{ name: 'web', namespace: 'infra' }], rules: [{ backendRefs: [toCoffee] }] };
  return { apiVersion: 'gateway.networking.k8s.io/v1alpha2', kind: 'TCPRoute', metadata: { name: 'tcp', namespace: 'shop' }, spec };
}

const listenerSet: Manifest = {
  apiVersion: 'gateway.networking.k8s.io/v1', kind: 'ListenerSet', metadata: { name: 'more', namespace: 'shop' },
  spec: { parentRef: { name: 'web', namespace: 'infra' }, listeners: [{ name: 'more', port: 8080, protocol: 'HTTP' }] },
};

export const attachmentExamples: Demonstrations = {
  ...gatewayExamples(),
  ...parentExamples(),
  ...listenerExamples(),
  ...backendExamples(),
};

function gatewayExamples(): Demonstrations {
  return {
    GW2002: changed('HTTPRoute', {}, { also: [nlbClass, nlbGateway] }),
    GW2008: changed('Gateway', { 'Gateway.spec.listeners': [http], 'Gateway.spec.addresses': [{ type: 'IPAddress', value: '192.0.2.1' }] }),
    GW2009: changed('Gateway', clientCertificate({ name: 'client' })),
    GW2010: changed('Gateway', clientCertificate({ kind: 'ConfigMap', name: 'client' })),
    GW2011: changed('Gateway', clientCertificate({ name: 'client', namespace: 'vault' })),
    GW2012: changed('Gateway', { 'Gateway.spec.listeners': [http], 'Gateway.spec.defaultScope': 'All' }),
    GW2701: changed('LoadBalancerConfiguration', { 'Gateway.spec.infrastructure': undefined, 'LoadBalancerConfiguration.spec': { scheme: 'internet-facing' } }),
    GW2702: changed('TargetGroupConfiguration', { 'TargetGroupConfiguration.spec.targetReference.name': 'cofee' }),
    GW2703: changed('HTTPRoute', {}, {
      also: [listenerRuleConfiguration('maintenance', { actions: [{ type: 'fixed-response', fixedResponseConfig: { statusCode: 503 } }] })],
    }),
    GW2704: changed('HTTPRoute', {}, {
      also: [referenceGrant('vault', { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' }, { group: '', kind: 'Service' })],
    }),
    GW2901: changed('Gateway', { 'Gateway.spec.gatewayClassName': 'nlb', 'Gateway.spec.listeners': [http], GatewayClass: nlbClass }),
    GW2902: changed('HTTPRoute', {}, { options: { gateway: 'infra/wbe' }, call: 'gateway-alb check k8s --gateway infra/wbe' }),
    GW2903: changed('HTTPRoute', { 'Gateway.metadata.name': 'web', 'Gateway.spec.listeners': [http] }, {
      also: [{ ...gateway({ listeners: [http] }), metadata: { name: 'admin', namespace: 'infra' } }],
      options: { gateway: 'only' },
      remark: 'The construct is given no `gateway`.',
    }),
  };
}

function parentExamples(): Demonstrations {
  return {
    GW2101: changed('HTTPRoute', { 'HTTPRoute.spec.parentRefs': undefined }),
    GW2106: changed('HTTPRoute', { 'Gateway.spec.listeners': [{ name: 'http', port: 80, protocol: 'HTTP' }] }),
    GW2109: changed('HTTPRoute', { 'HTTPRoute.spec.parentRefs[1]': { name: 'db', namespace: 'infra' } }, { also: [nlbClass, nlbGateway] }),
    GW2110: changed('HTTPRoute', { 'HTTPRoute.spec.parentRefs[1]': { group: '', kind: 'Service', name: 'coffee' } }),
    GW2111: changed('HTTPRoute', {}, { also: [tcpRoute()] }),
    GW2112: changed('HTTPRoute', { 'HTTPRoute.spec.parentRefs': [{ kind: 'ListenerSet', name: 'more' }] }, { also: [listenerSet] }),
    GW2113: changed('HTTPRoute', {}, { also: [grpcRoute()] }),
  };
}

function listenerExamples(): Demonstrations {
  const hostname = '*.example.com';
  const certified = (name: string, host: string) => listener(name, 443, { hostname: host, allowedRoutes: undefined });
  return {
    GW2201: changed('Gateway', { 'Gateway.spec.listeners': [{ name: 'udp', port: 53, protocol: 'UDP' }] }),
    GW2204: changed('Gateway', { 'Gateway.spec.listeners': [{ ...https, port: 80 }, { name: 'http', port: 80, protocol: 'HTTP' }] }),
    GW2205: changed('ListenerSet', { 'ListenerSet.spec.listeners': [{ name: 'again', port: 80, protocol: 'HTTP' }] }),
    GW2206: changed('Gateway', { 'Gateway.spec.listeners': [certified('all', hostname), certified('cafe', 'cafe.example.com')] }),
    GW2315: changed('ConfigMap', { 'ConfigMap.data': { 'ca.crt': 'nothing' } }),
    GW2318: changed('Gateway', { 'Gateway.spec.listeners': [http], 'Gateway.spec.tls': { frontend: { default: clientCas } } }, {
      also: [configMap('infra', 'clients')],
    }),
  };
}

function backendExamples(): Demonstrations {
  const withCa = (name: string) => policy('verify', { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name }], hostname: 'coffee.example.com' });
  return {
    GW2508: changed('BackendTLSPolicy', {}),
    GW2509: changed('BackendTLSPolicy', {}, { options: { acceptUnverifiedBackendTls: true }, remark: 'The prop `acceptUnverifiedBackendTls` is true.' }),
    GW2513: changed('HTTPRoute', {
      [`${rules}.filters`]: [toConfiguration, { type: 'ExtensionRef', extensionRef: { ...toConfiguration.extensionRef, name: 'login' } }],
    }, { also: [listenerRuleConfiguration('extra', {}), listenerRuleConfiguration('login', {})] }),
    GW2601: changed('TargetGroupConfiguration', {}, { also: [targetGroupConfiguration('shop', 'coffee-again', { targetReference: { name: 'coffee' } })] }),
    GW2602: changed('HTTPRoute', {}, { also: [policy('first'), policy('second')] }),
    GW2604: changed('HTTPRoute', {}, { also: [withCa('missing')] }),
    GW2605: changed('HTTPRoute', {}, { also: [withCa('missing')] }),
    GW2606: changed('HTTPRoute', {}, { also: [policy('verify', undefined, 'cofee')] }),
  };
}

