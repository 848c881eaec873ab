import { evaluate, evaluateAccepted, type StatusView, type ViewedStatus } from './status-assertions';
import type { StatusAssertion } from './suite';

const accepted = { type: 'Accepted', status: 'True', reason: 'Accepted', observedGeneration: 2 };
const refused = { type: 'Accepted', status: 'False', reason: 'NotAllowedByListeners', observedGeneration: 2 };
const resolved = { type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs', observedGeneration: 2 };
const programmed = { type: 'Programmed', status: 'True', reason: 'Programmed', observedGeneration: 2 };
const empty: ViewedStatus = { generation: 2, conditions: [], listeners: [], parents: [], attachedListenerSets: 0 };
const http = { name: 'http', supportedKinds: ['HTTPRoute', 'GRPCRoute'], attachedRoutes: 1, conditions: [accepted, resolved, programmed] };

const objects: Readonly<Record<string, ViewedStatus>> = {
  'Gateway infra/web': { ...empty, conditions: [accepted, programmed], listeners: [http], attachedListenerSets: 1 },
  'Gateway infra/old': { ...empty, conditions: [{ ...accepted, observedGeneration: 1 }] },
  'HTTPRoute shop/cafe': { ...empty, parents: [{ kind: 'Gateway', name: 'infra/web', sectionName: 'http', conditions: [accepted, resolved] }] },
  'HTTPRoute shop/stray': { ...empty, parents: [{ kind: 'Gateway', name: 'infra/web', conditions: [refused, resolved] }] },
};
const view: StatusView = { of: (kind, name) => objects[`${kind} ${name}`] };

type Rest = Omit<StatusAssertion, 'assert' | 'object'>;

describe('checks of the suite', () => {
  test.each<[string, string, Rest]>([
    ['GatewayMustHaveCondition', 'infra/web', { condition: { type: 'Accepted', status: 'True', reason: '(any)' } }],
    ['GatewayMustHaveLatestConditions', 'infra/web', {}],
    ['GatewayMustHaveAttachedListeners', 'infra/web', { attachedListenerSets: 1 }],
    ['GatewayListenerMustHaveConditions', 'infra/web', { listenerNames: ['http'], conditions: [{ type: 'Programmed', status: 'True' }] }],
    ['GatewayStatusMustHaveListeners', 'infra/web', { listeners: [{ name: 'http', supportedKinds: ['HTTPRoute'], attachedRoutes: 1 }] }],
    ['HTTPRouteMustHaveResolvedRefsConditionsTrue', 'shop/cafe', { parent: 'infra/web' }],
    ['HTTPRouteMustHaveNoAcceptedParents', 'shop/stray', {}],
    ['HTTPRouteMustHaveCondition', 'shop/stray', { parent: 'infra/web', condition: { type: 'Accepted', status: 'False', reason: 'NotAllowedByListeners' } }],
    ['HTTPRouteMustHaveParents', 'shop/cafe', { parents: [{ parentRef: { name: 'web', sectionName: 'http' }, conditions: [{ type: 'Accepted', status: 'True' }] }] }],
  ])('%s holds for %s', (assert, object, rest) => {
    expect(evaluate({ assert, object, ...rest }, view).kind).toBe('pass');
  });

  test.each<[string, string, string, Rest]>([
    ['another reason', 'GatewayMustHaveCondition', 'infra/web', { condition: { type: 'Accepted', status: 'True', reason: 'Pending' } }],
    ['a missing condition', 'GatewayMustHaveCondition', 'infra/web', { condition: { type: 'ResolvedRefs', status: 'True' } }],
    ['an older generation', 'GatewayMustHaveLatestConditions', 'infra/old', {}],
    ['no conditions at all', 'GatewayMustHaveLatestConditions', 'infra/none', {}],
    ['another number of sets', 'GatewayMustHaveAttachedListeners', 'infra/web', { attachedListenerSets: 0 }],
    ['a listener without status', 'GatewayListenerMustHaveConditions', 'infra/web', { listenerNames: ['https'], conditions: [] }],
    ['a kind that is not supported', 'GatewayStatusMustHaveListeners', 'infra/web', { listeners: [{ name: 'http', supportedKinds: ['TLSRoute'] }] }],
    ['kinds where none are expected', 'GatewayStatusMustHaveListeners', 'infra/web', { listeners: [{ name: 'http', supportedKinds: [] }] }],
    ['another number of routes', 'GatewayStatusMustHaveListeners', 'infra/web', { listeners: [{ name: 'http', attachedRoutes: 0 }] }],
    ['a surplus listener', 'GatewayStatusMustHaveListeners', 'infra/web', { listeners: [] }],
    ['routes where none are expected', 'GatewayMustHaveZeroRoutes', 'infra/web', {}],
    ['an accepted parent', 'HTTPRouteMustHaveNoAcceptedParents', 'shop/cafe', {}],
    ['another parent', 'HTTPRouteMustHaveResolvedRefsConditionsTrue', 'shop/cafe', { parent: 'infra/other' }],
    ['a surplus parent', 'HTTPRouteMustHaveParents', 'shop/cafe', { parents: [] }],
  ])('fails with %s: %s', (_, assert, object, rest) => {
    expect(evaluate({ assert, object, ...rest }, view).kind).toBe('fail');
  });

  test.each(['GatewayMustSmellGood', 'GatewayMustHaveFeathers'])('%s is not modelled', (assert) => {
    expect(evaluate({ assert, object: 'infra/web' }, view).kind).toBe('not modelled');
  });
});

describe('accepted routes', () => {
  const web = { namespace: 'infra', name: 'web' };
  const resultOf = (route: string, listeners: readonly string[] = []): string =>
    evaluateAccepted({ kind: 'HTTPRoute', gateway: web, listeners, routes: [{ namespace: 'shop', name: route }] }, view).kind;

  test('hold for a route that the Gateway accepts, on any listener or the named one', () => {
    expect(resultOf('cafe')).toBe('pass');
    expect(resultOf('cafe', ['http'])).toBe('pass');
  });

  test.each([['stray', []], ['none', []], ['cafe', ['https']]])('fail for %s at %j', (route, listeners) => {
    expect(resultOf(route, listeners)).toBe('fail');
  });
});
