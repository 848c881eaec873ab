/** GW3xxx: what an Application Load Balancer cannot do. */
import {
  listenerRuleConfiguration, plainListener, service, targetGroupConfiguration, toCoffee, toConfiguration, toTea,
} from '../../test/support/field-table-manifests';
import type { Demonstrations } from './demonstration';
import { changed } from './manifests';

const rule = 'HTTPRoute.spec.rules[]';
const http = { 'Gateway.spec.listeners': [plainListener('http', 80)] };
const headers = (...names: readonly string[]) => names.map((name) => ({ name, value: '1' }));
const prefixOf = (path: string) => [{ path: { type: 'PathPrefix', value: path } }];
const rewrite = (urlRewrite: object) => ({ type: 'URLRewrite', urlRewrite });
const redirect = (requestRedirect: object) => ({ [`${rule}.filters`]: [{ type: 'RequestRedirect', requestRedirect }], [`${rule}.backendRefs`]: undefined });
const prefixTo = (replacePrefixMatch: string) => ({ path: { type: 'ReplacePrefixMatch', replacePrefixMatch } });
const toPort = (port: number) => ({ ...toCoffee, port });
const cluster = (name: string, weight: number) => ({ name, weight, keepsTargetGroups: false });
const manyPorts = { ...service('shop', 'coffee'), spec: { ports: [1, 2, 3, 4, 5, 6].map((port) => ({ name: `p${port}`, port: 8000 + port })) } };

export const albLimitExamples: Demonstrations = {
  GW3101: changed('HTTPRoute', { ...http, 'HTTPRoute.spec.hostnames': [`${'a'.repeat(63)}.${'b'.repeat(63)}.example.com`] }),
  GW3102: changed('HTTPRoute', { [`${rule}.matches`]: prefixOf(`/${'coffee-'.repeat(19)}`) }),
  GW3105: changed('HTTPRoute', { [`${rule}.matches`]: [{ headers: headers('x-a-header-with-a-name-that-is-much-too-long') }] }),
  GW3106: changed('HTTPRoute', { [`${rule}.matches`]: [{ headers: [{ name: 'x-city', value: 'Zürich' }] }] }),
  GW3107: changed('HTTPRoute', { [`${rule}.matches`]: [{ queryParams: [{ type: 'RegularExpression', name: 'version', value: 'v[12]' }] }] }),
  GW3108: changed('HTTPRoute', { [`${rule}.matches`]: [{ queryParams: [{ name: 'token', value: 'coffee-'.repeat(19) }] }] }),
  GW3109: changed('HTTPRoute', {
    'HTTPRoute.spec.hostnames': ['cafe.example.com'],
    [`${rule}.matches`]: [{ path: { type: 'PathPrefix', value: '/coffee' }, method: 'GET', headers: headers('x-a', 'x-b', 'x-c') }],
  }),
  GW3201: changed('HTTPRoute', { [`${rule}.filters`]: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x-team', value: 'shop' }] } }] }),
  GW3204: changed('HTTPRoute', {
    [`${rule}.filters`]: [{ type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'X-Frame-Options', value: 'DENY' }] } }],
  }),
  GW3206: changed('HTTPRoute', { [`${rule}.filters`]: [{ type: 'CORS', cors: { allowOrigins: ['https://app.example.com'] } }] }),
  GW3207: changed('HTTPRoute', { [`${rule}.filters`]: [{ type: 'RequestMirror', requestMirror: { backendRef: toTea } }] }),
  GW3209: changed('HTTPRoute', { [`${rule}.timeouts`]: { request: '10s' } }),
  GW3210: changed('HTTPRoute', { [`${rule}.retry`]: { attempts: 3 } }),
  GW3213: changed('HTTPRoute', {
    [`${rule}.filters`]: [rewrite({ hostname: 'coffee.internal' })],
    [`${rule}.backendRefs`]: [{ ...toCoffee, filters: [rewrite({ hostname: 'tea.internal' })] }],
  }),
  GW3214: changed('HTTPRoute', { [`${rule}.backendRefs`]: [{ ...toCoffee, filters: [toConfiguration] }] }),
  GW3304: changed('HTTPRoute', { ...http, ...redirect(prefixTo('/')) }),
  GW3305: changed('HTTPRoute', { ...http, ...redirect({ path: { type: 'ReplaceFullPath', replaceFullPath: '/#{path}' } }) }),
  GW3306: changed('HTTPRoute', { [`${rule}.filters`]: [rewrite({ path: { type: 'ReplaceFullPath', replaceFullPath: '/tea?cup=1' } })] }),
  GW3311: changed('HTTPRoute', { [`${rule}.backendRefs`]: [1, 2, 3, 4, 5, 6].map((port) => toPort(8000 + port)), Service: manyPorts }),
  GW3312: changed('HTTPRoute', { [`${rule}.backendRefs`]: [{ ...toCoffee, weight: 9 }, { name: 'missing', port: 80, weight: 1 }] }, {
    options: { onInvalidRoute: 'respond-500' },
    call: 'gateway-alb check k8s --on-invalid-route respond-500',
  }),
  GW3314: changed('HTTPRoute', { [`${rule}.backendRefs`]: [{ kind: 'TargetGroupName', name: 'legacy' }] }, {
    options: { existingTargetGroups: [] },
    remark: 'The construct is given no `targetGroups`.',
  }),
  GW3315: changed('HTTPRoute', { [`${rule}.backendRefs`]: [toCoffee, toTea] }, {
    also: [targetGroupConfiguration('shop', 'tea', {
      targetReference: { name: 'tea' },
      defaultConfiguration: { targetGroupAttributes: [{ key: 'stickiness.enabled', value: 'true' }, { key: 'stickiness.type', value: 'lb_cookie' }] },
    })],
  }),
  GW3317: changed('HTTPRoute', { [`${rule}.backendRefs`]: [toCoffee, toTea, toPort(81)] }, {
    options: { clusters: [cluster('blue', 9), cluster('green', 1)] },
    remark: 'There are two clusters, with the weights 9 and 1.',
  }),
  GW3328: changed('HTTPRoute', { [`${rule}.filters`]: [toConfiguration, rewrite({ hostname: 'coffee.internal' })], [`${rule}.backendRefs`]: undefined }, {
    also: [listenerRuleConfiguration('extra', { actions: [{ type: 'fixed-response', fixedResponseConfig: { statusCode: 503 } }] })],
  }),
};

