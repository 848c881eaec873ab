/** GW4xxx: routes that do something else than they seem to. */
import { httpRoute, listener, plainListener, toCoffee, toTea, type Manifest } from '../../test/support/field-table-manifests';
import type { Demonstrations } from './demonstration';
import { changed } from './manifests';

const match = 'HTTPRoute.spec.rules[].matches';
const prefix = (value: string, more: object = {}) => ({ path: { type: 'PathPrefix', value }, ...more });
const header = (name: string, value: string, type?: string) => ({ headers: [{ ...(type !== undefined && { type }), name, value }] });
const hostname = 'cafe.example.com';
const longHostname = 'very-long-service.team-a.production.example.com';
const parent = { name: 'web', namespace: 'infra' };

function rule(matches: readonly object[] | undefined, backend: object = toCoffee): object {
  return { ...(matches && { matches }), backendRefs: [backend] };
}

function route(name: string, rules: readonly object[], spec: object = { hostnames: [hostname] }, namespace = 'shop'): Manifest {
  const manifest = httpRoute({ ...spec, rules });
  return { ...manifest, metadata: { name, namespace } };
}

/** These routes instead of the one that is there. */
function routes(...also: readonly Manifest[]) {
  return changed('HTTPRoute', { HTTPRoute: undefined }, { also });
}

const teamService: Manifest = {
  apiVersion: 'v1', kind: 'Service', metadata: { name: 'beans', namespace: 'beans' },
  spec: { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] },
};
const toBeans = { name: 'beans', port: 80 };

const internetFacing = { 'LoadBalancerConfiguration.spec.scheme': 'internet-facing' };
const twoListeners = { 'Gateway.spec.listeners': [plainListener('http', 80), listener('https', 443)] };
const port8080 = { 'Gateway.spec.listeners': [plainListener('http', 8080)] };

export const routingExamples: Demonstrations = {
  GW4101: routes(route('all', [rule([prefix('/')])], { hostnames: [hostname] }), route('early', [rule([prefix('/')], toTea)])),
  GW4102: routes(
    route('beta', [rule([prefix('/', header('x-beta', '1'))])]),
    route('debug', [rule([prefix('/', header('x-debug', '1'))], toTea)]),
  ),
  GW4103: changed('HTTPRoute', {
    'Gateway.spec.listeners': [plainListener('any', 80), { ...plainListener('example', 80), hostname: '*.example.com' }],
    'HTTPRoute.spec.parentRefs': [{ ...parent, sectionName: 'any' }],
    'HTTPRoute.spec.hostnames': ['cafe.example.com', 'cafe.example.org'],
  }),
  GW4104: changed('HTTPRoute', { [match]: [{ headers: [{ name: 'X-Team', value: '1' }, { name: 'x-team', value: '2' }] }] }),
  GW4106: changed('HTTPRoute', { [match]: [header('x-version', '1, 2')] }),
  GW4107: changed('HTTPRoute', { 'Gateway.spec.listeners': [plainListener('http', 80)], 'HTTPRoute.spec.hostnames': [longHostname] }),
  GW4108: changed('HTTPRoute', { ...port8080, 'HTTPRoute.spec.hostnames': [longHostname] }),
  GW4109: routes(route('versions', [
    rule([prefix('/', header('x-version', 'one'))]),
    rule([prefix('/', header('x-version', 'two'))], toTea),
    rule([prefix('/', header('x-version', 'one,two'))]),
  ])),
  GW4110: changed('HTTPRoute', { 'HTTPRoute.spec.hostnames': [hostname] }, {
    also: [route('beans', [rule([prefix('/coffee/beans')], toBeans)], { hostnames: [hostname] }, 'beans'), teamService],
  }),
  GW4111: changed('LoadBalancerConfiguration', { ...internetFacing, [match]: undefined }),
  GW4112: changed('LoadBalancerConfiguration', { ...internetFacing, ...twoListeners, 'HTTPRoute.spec.hostnames': [hostname] }),
  GW4151: changed('HTTPRoute', { [match]: [header('x-team', 'Shop')] }),
  GW4154: changed('HTTPRoute', { [match]: [prefix('/caf%C3%A9')] }),
  GW4156: changed('HTTPRoute', {
    'Gateway.spec.listeners': [plainListener('any', 80), { ...plainListener('cafe', 80), hostname }],
    'HTTPRoute.spec.parentRefs': [{ ...parent, sectionName: 'any' }],
  }),
  GW4157: changed('HTTPRoute', { [match]: [{ path: { type: 'RegularExpression', value: '^/v[0-9]+/' } }] }),
  GW4159: changed('HTTPRoute', { [match]: [prefix('/coffee*')] }),
  GW4160: changed('HTTPRoute', { ...port8080, 'HTTPRoute.spec.hostnames': [hostname] }),
  GW4161: changed('HTTPRoute', { 'HTTPRoute.spec.hostnames': [hostname], [match]: undefined }, {
    also: [route('beans', [rule([prefix('/beans')], toBeans)], { hostnames: [hostname] }, 'beans'), teamService],
  }),
  GW4162: changed('HTTPRoute', { 'HTTPRoute.spec.rules[].backendRefs': [{ ...toCoffee, weight: 100 }, { ...toTea, weight: 0 }] }),
  GW4163: changed('HTTPRoute', { [match]: [header('x-user', '^beta$', 'RegularExpression')] }),
};

