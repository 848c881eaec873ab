/** GW1xxx: objects that their schema does not allow. */
import { httpRoute } from '../../test/support/field-table-manifests';
import type { Demonstrations } from './demonstration';
import { changed } from './manifests';

const rules = 'HTTPRoute.spec.rules[]';
const coffee = { name: 'coffee', port: 80 };
const plain = { name: 'http', port: 80, protocol: 'HTTP' };
const prefix = { path: { type: 'PathPrefix', value: '/coffee' } };
const redirect = { type: 'RequestRedirect', requestRedirect: { scheme: 'https' } };
const mirror = (fraction: object) => ({ type: 'RequestMirror', requestMirror: { backendRef: coffee, ...fraction } });
const cors = (lists: object) => ({ type: 'CORS', cors: lists });
const binding = {
  apiVersion: 'elbv2.k8s.aws/v1beta1',
  kind: 'TargetGroupBinding',
  metadata: { name: 'coffee', namespace: 'shop' },
  spec: { serviceRef: coffee, targetGroupName: 'coffee' },
};

export const shapeExamples: Demonstrations = {
  GW1001: changed('HTTPRoute', { 'HTTPRoute.spec.hostname': 'cafe.example.com' }),
  GW1002: changed('Gateway', { 'Gateway.spec.listeners[]': { ...plain, port: '80' } }),
  GW1003: changed('Gateway', { 'Gateway.spec.gatewayClassName': undefined, 'Gateway.spec.listeners[]': plain }),
  GW1004: changed('HTTPRoute', { [`${rules}.matches[].path.type`]: 'Prefix' }),
  GW1005: changed('Gateway', { 'Gateway.spec.listeners[]': { ...plain, port: 123_456 } }),
  GW1006: changed('HTTPRoute', { 'HTTPRoute.spec.hostnames': ['Cafe_1.example.com'] }),
  GW1007: changed('HTTPRoute', { 'HTTPRoute.spec.parentRefs[].sectionName': '' }),
  GW1008: changed('HTTPRoute', { 'HTTPRoute.spec.hostnames': Array.from({ length: 17 }, (_, index) => `cafe-${index + 1}.example.com`) }),
  GW1009: changed('Gateway', { 'Gateway.spec.listeners': [] }),
  GW1010: changed('Gateway', { 'Gateway.spec.listeners': [plain, { ...plain, port: 8080 }] }),
  GW1011: changed('HTTPRoute', { [`${rules}.filters`]: [{ type: 'RequestRedirect' }], [`${rules}.backendRefs`]: undefined }),
  GW1012: changed('HTTPRoute', { [`${rules}.filters`]: [{ type: 'URLRewrite', requestRedirect: { port: 443 } }] }),
  GW1013: changed('HTTPRoute', { [`${rules}.filters`]: [mirror({ percent: 1, fraction: { numerator: 1 } })] }),
  GW1014: changed('GRPCRoute', { 'GRPCRoute.spec.rules[].matches[].method': { type: 'Exact' } }),
  GW1015: changed('HTTPRoute', { 'HTTPRoute.spec.hostnames': null }),
  GW1016: changed('HTTPRoute', { 'HTTPRoute.metadata.labels': { 'my team': 'shop' } }),
  GW1017: changed('Secret', { 'Secret.stringData': { 'tls.crt': 42 } }),
  GW1021: changed('Gateway', { HTTPRoute: undefined }, { also: [{ ...httpRoute(), kind: 'HttpRoute' }] }),
  GW1022: changed('HTTPRoute', { 'HTTPRoute.apiVersion': 'gateway.networking.k8s.io/v1alpha2' }),
  GW1023: changed('HTTPRoute', { 'HTTPRoute.apiVersion': 'gateway.networking.k8s.com/v1' }),
  GW1024: changed('HTTPRoute', {}, { also: [binding] }),
  GW1101: changed('HTTPRoute', { [`${rules}.filters`]: [redirect] }),
  GW1102: changed('HTTPRoute', {
    [`${rules}.filters`]: [redirect, { type: 'URLRewrite', urlRewrite: { hostname: 'shop.internal' } }],
    [`${rules}.backendRefs`]: undefined,
  }),
  GW1103: changed('HTTPRoute', { [`${rules}.filters`]: [redirect, redirect], [`${rules}.backendRefs`]: undefined }),
  GW1104: changed('HTTPRoute', {
    [`${rules}.matches`]: [{ path: { type: 'Exact', value: '/coffee' } }],
    [`${rules}.filters`]: [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } }],
  }),
  GW1105: changed('HTTPRoute', {
    'HTTPRoute.spec.rules': [64, 64, 1].map((length) => ({ matches: Array.from({ length }, () => prefix), backendRefs: [coffee] })),
  }),
  GW1106: changed('HTTPRoute', { [`${rules}.matches[].path.value`]: '/shop//cart' }),
  GW1107: changed('HTTPRoute', { [`${rules}.backendRefs[].port`]: undefined }),
  GW1108: changed('HTTPRoute', { 'HTTPRoute.spec.parentRefs[1]': { name: 'web', namespace: 'infra' } }),
  GW1109: changed('HTTPRoute', { [`${rules}.timeouts`]: { request: '5s', backendRequest: '10s' } }),
  GW1110: changed('HTTPRoute', { [`${rules}.filters`]: [mirror({ fraction: { numerator: 3, denominator: 2 } })] }),
  GW1111: changed('HTTPRoute', { [`${rules}.filters`]: [cors({ allowOrigins: ['*', 'https://example.com'] })] }),
  GW1112: changed('HTTPRoute', { [`${rules}.sessionPersistence`]: { sessionName: 'cafe', cookieConfig: { lifetimeType: 'Permanent' } } }),
  GW1121: changed('Gateway', { 'Gateway.spec.listeners[]': { ...plain, tls: { certificateRefs: [{ name: 'web-tls' }] } } }),
  GW1123: changed('Gateway', { 'Gateway.spec.listeners[]': { name: 'tcp', port: 5432, protocol: 'TCP', hostname: 'db.example.com' } }),
  GW1124: changed('Gateway', { 'Gateway.spec.listeners': [plain, { ...plain, name: 'again' }] }),
  GW1125: changed('Gateway', { 'Gateway.spec.listeners[]': { name: 'https', port: 443, protocol: 'HTTPS', tls: { mode: 'Terminate' } } }),
  GW1126: changed('Gateway', { 'Gateway.spec.listeners[]': plain, 'Gateway.spec.addresses': [{ type: 'IPAddress', value: '10.0.0.300' }] }),
};

