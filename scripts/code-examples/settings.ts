/** GW50xx to GW55xx: settings that AWS would not take, or that mean something else there. */
import { defaultQuotas } from '../../lib/index';
import {
  certificateArn, configMap, httpRoute, loadBalancerConfiguration, plainListener, service, toCoffee, type Manifest,
} from '../../test/support/field-table-manifests';
import type { Demonstrations } from './demonstration';
import { changed } from './manifests';

const bare = { name: 'https', port: 443, protocol: 'HTTPS', allowedRoutes: { namespaces: { from: 'All' } } };
const frontend = { frontend: { default: { validation: { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'clients' }] } } } };
const settings = 'LoadBalancerConfiguration.spec';
const group = 'TargetGroupConfiguration.spec.defaultConfiguration';
const listenerSettings = (...list: readonly object[]) => ({ [`${settings}.listenerConfigurations`]: list.map((each) => ({ protocolPort: 'HTTPS:443', ...each })) });
const idle = (value: string) => ({ key: 'idle_timeout.timeout_seconds', value });
const named = (ports: readonly object[]): Manifest => ({ ...service('shop', 'coffee'), spec: { type: 'NodePort', ports } });
const port = (name: string, number: number, more: object = {}) => ({ name, port: number, ...more });

function manyCertificates(count: number): Manifest {
  const data = Array.from({ length: count }, (_, index) => `-----BEGIN CERTIFICATE-----\n${btoa(`certificate ${index}`)}\n-----END CERTIFICATE-----\n`);
  return { ...configMap('infra', 'clients'), data: { 'ca.crt': data.join('') } };
}

function routeTo(name: string, value: string, backend: object = toCoffee): Manifest {
  const rules = [{ matches: [{ path: { type: 'PathPrefix', value } }], backendRefs: [backend] }];
  return { ...httpRoute({ rules }), metadata: { name, namespace: 'shop' } };
}

export const settingExamples: Demonstrations = {
  ...loadBalancerExamples(),
  ...attributeExamples(),
  ...targetGroupExamples(),
  ...quotaExamples(),
};

function loadBalancerExamples(): Demonstrations {
  return {
    GW5001: changed('HTTPRoute', { 'Gateway.spec.listeners': [bare] }, {
      options: { defaultCertificate: false, certificates: [] },
      remark: 'The construct is given no certificate.',
    }),
    GW5003: changed('LoadBalancerConfiguration', listenerSettings({ sslPolicy: 'ELBSecurityPolicy-2099-01' })),
    GW5004: changed('HTTPRoute', { 'Gateway.spec.listeners[].tls': { certificateRefs: [{ name: 'web-tls' }] } }),
    GW5005: changed('LoadBalancerConfiguration', {
      ...listenerSettings({ mutualAuthentication: { mode: 'off' } }), 'Gateway.spec.tls': frontend,
    }, { also: [configMap('infra', 'clients')] }),
    GW5006: changed('HTTPRoute', {
      'Gateway.spec.listeners': [443, 8443, 9443].map((number) => ({ ...bare, name: `https-${number}`, port: number })), 'Gateway.spec.tls': frontend,
    }, { also: [configMap('infra', 'clients')] }),
    GW5007: changed('HTTPRoute', { 'Gateway.spec.listeners': [bare], 'Gateway.spec.tls': frontend }, {
      also: [manyCertificates(26)],
      remark: 'The ConfigMap `clients` has 26 certificates.',
    }),
    GW5009: changed('LoadBalancerConfiguration', listenerSettings(
      { sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }, { sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06' },
    )),
    GW5011: changed('LoadBalancerConfiguration', { [`${settings}.disableSecurityGroup`]: true }),
    GW5104: changed('LoadBalancerConfiguration', {
      [`${settings}.minimumLoadBalancerCapacity`]: { capacityUnits: 50 },
      'GatewayClass.spec.parametersRef': { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'class', namespace: 'infra' },
    }, { also: [loadBalancerConfiguration('infra', 'class', { scheme: 'internal' })] }),
    GW5105: changed('LoadBalancerConfiguration', { [`${settings}.wafV2`]: { webACL: 'my-acl' } }),
    GW5204: changed('LoadBalancerConfiguration', { [`${settings}.securityGroupPrefixes`]: ['sg-0a1b2c3d4e5f60718'] }),
    GW5205: changed('LoadBalancerConfiguration', { [`${settings}.sourceRanges`]: Array.from({ length: 61 }, (_, index) => `10.0.${index}.0/24`) }),
  };
}

function attributeExamples(): Demonstrations {
  return {
    GW5301: changed('LoadBalancerConfiguration', { [`${settings}.loadBalancerAttributes`]: [{ key: 'idle_timeout.seconds', value: '60' }] }),
    GW5302: changed('LoadBalancerConfiguration', { [`${settings}.loadBalancerAttributes`]: [idle('5000')] }),
    GW5303: changed('LoadBalancerConfiguration', { [`${settings}.loadBalancerAttributes`]: [idle('60'), idle('120')] }),
    GW5305: changed('TargetGroupConfiguration', {
      [`${group}.targetGroupAttributes`]: [
        { key: 'slow_start.duration_seconds', value: '60' }, { key: 'load_balancing.algorithm.type', value: 'least_outstanding_requests' },
      ],
    }),
    GW5307: changed('HTTPRoute', {
      'Gateway.spec.listeners': [plainListener('http', 8080)],
      'HTTPRoute.spec.rules[].filters': [{ type: 'URLRewrite', urlRewrite: { hostname: 'coffee.internal' } }],
    }),
    GW5312: changed('LoadBalancerConfiguration', { [`${settings}.tags`]: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag-${index + 1}`, 'x'])) }),
    GW5313: changed('HTTPRoute', {
      'Gateway.spec.listeners': [plainListener('http', 80)], 'Gateway.spec.infrastructure': { annotations: { 'example.com/json': '{}' } },
    }),
    GW5314: changed('HTTPRoute', { 'Gateway.spec.listeners': [plainListener('http', 80)], 'Gateway.spec.infrastructure': { labels: { team: 'web' } } }),
  };
}

function targetGroupExamples(): Demonstrations {
  const probe = { [`${group}.healthCheckConfig`]: { healthCheckPort: 'health' } };
  return {
    GW5412: changed('TargetGroupConfiguration', {
      [`${group}.targetGroupName`]: 'coffee', 'HTTPRoute.spec.rules[].backendRefs': [toCoffee, { ...toCoffee, port: 81 }],
    }),
    GW5416: changed('TargetGroupConfiguration', { ...probe, Service: named([port('http', 80), port('health', 81, { targetPort: 'probe' })]) }),
    GW5417: changed('TargetGroupConfiguration', { ...probe, Service: named([port('http', 80, { nodePort: 30080 }), port('health', 81)]) }, {
      options: { defaultTargetType: 'instance' },
      remark: 'Targets are instances, as they are by default.',
    }),
  };
}

function quotaExamples(): Demonstrations {
  const certificates = Array.from({ length: 26 }, (_, index) => `${certificateArn.slice(0, -2)}${index + 20}`);
  const ports = Array.from({ length: 101 }, (_, index) => port(`p${index + 1}`, index + 1));
  return {
    GW5501: changed('HTTPRoute', { HTTPRoute: undefined }, {
      also: [1, 2, 3].map((number) => routeTo(`cafe-${number}`, `/coffee/${number}`)),
      options: { quotas: { ...defaultQuotas, rules: 2 } },
      remark: 'The prop `maximumRules` is 2, so that the example is short.',
    }),
    GW5502: changed('HTTPRoute', { HTTPRoute: undefined, Service: named(ports) }, {
      also: ports.map(({ port: number }) => routeTo(`cafe-${number}`, `/coffee/${number}`, { name: 'coffee', port: number })),
      options: { quotas: { ...defaultQuotas, rules: 1000 } },
      remark: 'There are 101 such routes, and the prop `maximumRules` is 1000.',
    }),
    GW5503: changed('LoadBalancerConfiguration', listenerSettings({ certificates })),
    GW5504: changed('HTTPRoute', { 'Gateway.spec.listeners': Array.from({ length: 51 }, (_, index) => plainListener(`http-${index + 1}`, 8001 + index)) }),
  };
}
