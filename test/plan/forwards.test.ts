import fc from 'fast-check';
import type { RoutingAction } from '../../lib/plan/ir';
import type { Given } from './rule-outcomes';
import { codesOf, coffee, grpcRoute, httpRoute, marked, outcomesOf, ruleConfiguration, tea, toLogin } from './rule-outcomes';

const HTTPS_443 = { protocol: 'HTTPS', port: 443 } as const;

function forwarding(backendRefs: readonly object[], given: Given = {}) {
  return outcomesOf(httpRoute([{ backendRefs }]), given);
}

function actionOf({ ports }: ReturnType<typeof forwarding>): RoutingAction {
  return ports[0].rules[0].variants[0].action;
}

/** Target groups and weights, as `coffee:80 1`. */
function sharesOf(it: ReturnType<typeof forwarding>): readonly string[] {
  const action = actionOf(it);
  if (action.type !== 'forward') throw new Error(action.type);
  return action.targetGroups.map(({ targetGroup, weight }) => `${targetGroup.kind === 'planned' ? targetGroup.id : `name ${targetGroup.name}`} ${weight}`);
}

const unavailable = (statusCode: number) => ({ type: 'fixed-response', statusCode, contentType: 'text/plain' });
const nowhere = { name: 'nowhere', port: 80 };
const weighted = (backend: object, weight: number) => ({ ...backend, weight });

test.each([
  ['one backend has all requests', [coffee], ['coffee:80 1']],
  ['weight 1 is the default', [coffee, weighted(tea, 3)], ['coffee:80 1', 'tea:80 3']],
  ['weight 0 keeps its target group', [weighted(coffee, 70), weighted(tea, 30), { ...coffee, port: 81, weight: 0 }], ['coffee:80 70', 'tea:80 30', 'coffee:81 0']],
  ['equal backends are one', [weighted(coffee, 2), tea, weighted(coffee, 3)], ['coffee:80 5', 'tea:80 1']],
  ['999 is not too much', [weighted(coffee, 999), weighted(tea, 1)], ['coffee:80 999', 'tea:80 1']],
  ['a target group outside is named', [{ kind: 'TargetGroupName', name: 'old' }, tea], ['name old 1', 'tea:80 1']],
])('%s', (_, backends, expected) => {
  const it = forwarding(backends);
  expect(sharesOf(it)).toEqual(expected);
  expect(it.diagnostics).toEqual([]);
});

describe('weights above 999', () => {
  test.each([
    ['are cut down by what they have in common', [100_000, 50_000], ['coffee:80 2', 'tea:80 1']],
    ['are scaled where that does not do', [1_000_000, 1_001], ['coffee:80 999', 'tea:80 1']],
    ['leave no backend without requests', [1_000_000, 1], ['coffee:80 999', 'tea:80 1']],
    ['keep 0', [1_000_001, 0], ['coffee:80 1', 'tea:80 0']],
  ])('%s', (_, [first, second], expected) => {
    const it = forwarding([weighted(coffee, Math.min(first, 1_000_000)), weighted(tea, second)]);
    expect(sharesOf(it)).toEqual(expected);
    expect(codesOf(it)).toEqual(['GW3313']);
    expect(it.diagnostics[0].severity).toBe('note');
  });

  test('change no share by much, and never to or from nothing', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 2, maxLength: 4 }), (weights) => {
      fc.pre(Math.max(...weights) > 0);
      const it = forwarding(weights.map((weight, index) => ({ name: 'coffee', port: 80 + index, weight })));
      const action = actionOf(it);
      if (action.type !== 'forward') throw new Error(action.type);
      const scaled = action.targetGroups.map(({ weight }) => weight);
      const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
      scaled.forEach((weight, index) => {
        expect(Number.isInteger(weight) && weight <= 999).toBe(true);
        expect(weight > 0).toBe(weights[index] > 0);
        expect(Math.abs(weight / sum(scaled) - weights[index] / sum(weights))).toBeLessThan((weights.length + 2) / 999);
      });
    }), { numRuns: 100 });
  });
});

describe('a rule answers with an error', () => {
  test.each([
    ['without backendRefs', undefined],
    ['with an empty list of backendRefs', []],
    ['where all weights are 0', [weighted(coffee, 0), weighted(tea, 0)]],
  ])('%s', (_, backendRefs) => {
    const it = outcomesOf(httpRoute([{ backendRefs }]));
    expect(actionOf(it)).toEqual(unavailable(500));
    expect(codesOf(it)).toEqual(['GW3316']);
  });

  test.each([
    ['where no backend is there', [nowhere]],
    ['where only backends of weight 0 are there', [nowhere, weighted(coffee, 0)]],
  ])('%s, and says no more than attach has said', (_, backendRefs) => {
    const it = forwarding(backendRefs);
    expect(actionOf(it)).toEqual(unavailable(500));
    expect(it.diagnostics).toEqual([]);
  });

  test('that a gRPC client reads as UNAVAILABLE', () => {
    expect(actionOf(outcomesOf(grpcRoute([{ backendRefs: [nowhere] }]), { listeners: [HTTPS_443] }) as never)).toEqual(unavailable(503));
  });
});

describe('the share of missing backends', () => {
  test('goes to a group without targets, which is named under respond-500', () => {
    const it = forwarding([weighted(coffee, 3), nowhere, { name: 'gone', port: 80 }, weighted(tea, 0)], { policy: 'respond-500' });
    expect(sharesOf(it)).toEqual(['coffee:80 3', 'tea:80 0', 'unresolved 2']);
    expect(it.diagnostics.map(({ code, severity, message }) => [code, severity, /40%/.test(message)])).toEqual([['GW3312', 'warning', true]]);
  });

  test('is the same under fail, where the missing backend itself is the error', () => {
    const it = forwarding([coffee, nowhere]);
    expect(sharesOf(it)).toEqual(['coffee:80 1', 'unresolved 1']);
    expect(it.diagnostics).toEqual([]);
  });

  test('needs no group where it is nothing', () => {
    expect(sharesOf(forwarding([coffee, weighted(nowhere, 0)]))).toEqual(['coffee:80 1']);
  });
});

describe('a target group outside that nobody knows', () => {
  const it = forwarding([coffee, { kind: 'TargetGroupName', name: 'old' }], { options: { existingTargetGroups: ['other'] } });

  test('fails', () => {
    const condition = { type: 'ResolvedRefs', reason: 'BackendNotFound' };
    const about = { object: { kind: 'HTTPRoute', namespace: 'shop', name: 'cafe' } };
    expect(it.diagnostics).toMatchObject([{ code: 'GW3314', severity: 'error', condition, about }]);
    expect(marked('GW3314', it)).toBe('old');
  });

  test('loses its share', () => {
    expect(sharesOf(it)).toEqual(['coffee:80 1', 'unresolved 1']);
  });
});

describe('more than five target groups', () => {
  const backends = ['coffee', 'tea'].flatMap((name) => [80, 81, 82].map((port) => ({ name, port })));

  test('fail', () => {
    const it = forwarding(backends);
    expect(codesOf(it)).toEqual(['GW3311']);
    expect(actionOf(it)).toEqual(unavailable(500));
  });

  test('fit where those without requests are left out', () => {
    const it = forwarding(backends.map((backend, index) => weighted(backend, index === 2 ? 0 : 1)));
    expect(sharesOf(it)).toHaveLength(5);
    expect(it.diagnostics).toEqual([]);
  });

  test('are not counted twice for one backend', () => {
    expect(sharesOf(forwarding([...backends.slice(1), backends[1]]))).toHaveLength(5);
  });
});

describe('stickiness of the rule', () => {
  const sticky = (targetGroupStickinessConfig: object) => {
    const configuration = ruleConfiguration({ actions: [{ type: 'forward', forwardConfig: { targetGroupStickinessConfig } }] });
    return outcomesOf(httpRoute([{ backendRefs: [coffee, tea], filters: [toLogin] }], {}, configuration));
  };

  test.each([
    ['lasts as configured', { enabled: true, durationSeconds: 60 }, 60],
    ['lasts an hour by default', { enabled: true }, 3600],
    ['is off by default', { durationSeconds: 60 }, undefined],
  ])('%s', (_, configuration, expected) => {
    const it = sticky(configuration);
    const action = actionOf(it);
    expect(action.type === 'forward' && action.stickinessSeconds).toBe(expected);
    expect(it.diagnostics).toEqual([]);
  });

  test('is asked for where one of several target groups is sticky', () => {
    const targetGroupAttributes = { tea: [{ key: 'stickiness.enabled', value: 'true' }] };
    expect(codesOf(forwarding([coffee, tea], { targetGroupAttributes }))).toEqual(['GW3315']);
    expect(forwarding([tea], { targetGroupAttributes }).diagnostics).toEqual([]);
  });
});

describe('clusters with weights', () => {
  const between = (weights: Readonly<Record<string, number>>): Given => ({
    options: { clusters: Object.entries(weights).map(([name, weight]) => ({ name, weight, keepsTargetGroups: false })) },
  });

  test.each([
    ['divide the requests of a backend', [coffee], { blue: 90, green: 10 }, ['coffee:80@blue 9', 'coffee:80@green 1']],
    ['of weight 0 keep their target groups', [coffee], { blue: 1, green: 0 }, ['coffee:80@blue 1', 'coffee:80@green 0']],
    ['may be one', [weighted(coffee, 3), tea], { green: 100 }, ['coffee:80@green 3', 'tea:80@green 1']],
    [
      'multiply with the weights of backends',
      [weighted(coffee, 3), tea],
      { blue: 2, green: 1 },
      ['coffee:80@blue 6', 'coffee:80@green 3', 'tea:80@blue 2', 'tea:80@green 1'],
    ],
    [
      'come to products that are cut down exactly',
      [weighted(coffee, 500), weighted(tea, 250)],
      { blue: 9, green: 1 },
      ['coffee:80@blue 18', 'coffee:80@green 2', 'tea:80@blue 9', 'tea:80@green 1'],
    ],
    ['do not divide a target group outside', [{ kind: 'TargetGroupName', name: 'old' }, coffee], { blue: 3, green: 1 }, ['name old 4', 'coffee:80@blue 3', 'coffee:80@green 1']],
  ])('%s', (_, backends, clusters, expected) => {
    const it = forwarding(backends, between(clusters));
    expect(sharesOf(it)).toEqual(expected);
    expect(it.diagnostics).toEqual([]);
  });

  test('say so where the products cannot be exact', () => {
    const it = forwarding([weighted(coffee, 997), weighted(tea, 1)], between({ blue: 991, green: 1 }));
    expect(codesOf(it)).toEqual(['GW3313']);
    expect(sharesOf(it)).toEqual(['coffee:80@blue 999', 'coffee:80@green 1', 'tea:80@blue 1', 'tea:80@green 1']);
  });

  test('leave the share of missing backends whole', () => {
    const it = forwarding([weighted(coffee, 3), nowhere], { policy: 'respond-500', ...between({ blue: 3, green: 1 }) });
    expect(sharesOf(it)).toEqual(['coffee:80@blue 9', 'coffee:80@green 3', 'unresolved 4']);
  });

  test('leave out backends without requests first where there are too many', () => {
    const it = forwarding([coffee, tea, weighted({ ...coffee, port: 81 }, 0)], between({ blue: 1, green: 0 }));
    expect(sharesOf(it)).toEqual(['coffee:80@blue 1', 'coffee:80@green 0', 'tea:80@blue 1', 'tea:80@green 0']);
  });

  test('fail where a rule has no room for their target groups, whatever becomes of invalid routes', () => {
    const backends = [coffee, tea, { ...coffee, port: 81 }];
    for (const policy of ['fail', 'respond-500'] as const) {
      const it = forwarding(backends, { policy, ...between({ blue: 1, green: 0 }) });
      expect(it.diagnostics.map(({ code, severity }) => `${code} ${severity}`)).toEqual(['GW3317 error']);
    }
    expect(forwarding(backends, between({ blue: 1 })).diagnostics).toEqual([]);
  });
});
