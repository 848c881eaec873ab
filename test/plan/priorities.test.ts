import fc from 'fast-check';
import { DiagnosticSink } from '../../lib/diagnostics/diagnostic';
import { compact, emptyLedger, listenerKey, readLedger, recordPriorities, writeLedger } from '../../lib/plan/ledger';
import type { LoadBalancerPlan } from '../../lib/plan/ir';
import { allocate, type ListenerLedger, type PriorityLedger } from '../../lib/plan/priorities';
import { ruleStackOf } from '../../lib/plan/rule-stacks';

const gateway = { namespace: 'infra', name: 'web' };
const web443 = listenerKey(gateway, 443);

/** Lists of unique rule ids, as a history of edits would leave them. */
const orders = fc.array(
  fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 25 }).map((numbers) => numbers.map((number) => `rule-${number}`)),
  { minLength: 1, maxLength: 30 },
);

interface Version {
  readonly ids: readonly string[];
  readonly numbers: readonly number[];
  readonly ledger: ListenerLedger;
}

function versionsOf(history: readonly (readonly string[])[]): Version[] {
  const versions: Version[] = [];
  for (const ids of history) {
    const allocation = allocate(ids, versions.at(-1)?.ledger);
    if (allocation === undefined) throw new Error('exhausted');
    versions.push({ ids, ...allocation });
  }
  return versions;
}

function planWith(rules: Readonly<Record<string, number>>, name = 'web'): LoadBalancerPlan {
  return {
    gateway: { namespace: 'infra', name },
    listeners: [{ port: 443, rules: Object.entries(rules).map(([id, priority]) => ({ id, priority })) }],
  } as unknown as LoadBalancerPlan;
}

/** Longest ascending subsequence, by trying everything in order: the upper bound of rules that can stay. */
function longestAscending(numbers: readonly (number | undefined)[]): number {
  const lengths: number[] = [];
  numbers.forEach((number, index) => {
    const before = numbers.slice(0, index).map((earlier, at) => (number !== undefined && earlier !== undefined && earlier < number ? lengths[at] : 0));
    lengths.push(number === undefined ? 0 : 1 + Math.max(0, ...before));
  });
  return Math.max(0, ...lengths);
}

describe('allocate', () => {
  test('numbers ascend within 1 to 45000, one for each rule', () => {
    fc.assert(fc.property(orders, (history) => {
      for (const { ids, numbers } of versionsOf(history)) {
        expect(numbers).toHaveLength(ids.length);
        expect(numbers.every((number, index) => number > (numbers[index - 1] ?? 0) && number <= 45_000)).toBe(true);
      }
    }));
  });

  test('no version gives a number to a rule that another rule has in any other version', () => {
    fc.assert(fc.property(orders, (history) => {
      const owners = new Map<number, string>();
      for (const { ids, numbers } of versionsOf(history)) {
        numbers.forEach((number, index) => {
          expect(owners.get(number) ?? ids[index]).toBe(ids[index]);
          owners.set(number, ids[index]);
        });
      }
    }));
  });

  test('an insertion, a deletion or a repetition changes no other number', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 20 });
    fc.assert(fc.property(ids, fc.nat(), fc.nat(), (list, at, drop) => {
      const [before] = versionsOf([list]);
      const inserted = list.toSpliced(at % (list.length + 1), 0, 'a new rule').filter((_, index) => index !== drop % list.length || index === at);
      const after = allocate(inserted, before.ledger);
      inserted.forEach((id, index) => {
        if (list.includes(id)) expect(after?.numbers[index]).toBe(before.numbers[list.indexOf(id)]);
      });
      expect(allocate(list, before.ledger)?.numbers).toEqual(before.numbers);
      expect(allocate(list, before.ledger)?.ledger).toEqual(before.ledger);
    }));
  });

  test('as few rules move as can be', () => {
    const shuffles = fc.uniqueArray(fc.integer({ min: 0, max: 15 }), { minLength: 2, maxLength: 16 });
    fc.assert(fc.property(shuffles, shuffles, (first, second) => {
      const [before, after] = versionsOf([first.map(String), second.map(String)]);
      const earlier = after.ids.map((id) => before.numbers[before.ids.indexOf(id)] as number | undefined);
      const kept = after.numbers.filter((number, index) => number === earlier[index]).length;
      expect(kept).toBe(longestAscending(earlier));
    }));
  });

  test('as few rules move as can be where gaps are full', () => {
    const ledgerWithout = (...free: readonly number[]): ListenerLedger => {
      const numbers = Array.from({ length: 45_000 }, (_, index) => index + 1).filter((number) => !free.includes(number));
      const ownerOf = (number: number): string => ({ 100: 'a', 101: 'b' })[number] ?? 'old';
      return Object.fromEntries(numbers.map((number) => [number, { owners: [ownerOf(number)], moved: false }]));
    };
    expect(allocate(['a', 'b'], ledgerWithout())?.numbers).toEqual([100, 101]);
    expect(allocate(['a', 'new', 'b'], ledgerWithout(40_000))).toBeUndefined();
    expect(allocate(['a', 'new', 'b'], ledgerWithout(40_000, 40_001))?.numbers).toEqual([100, 40_000, 40_001]);
  });

  test('a rule returns to a number it had rather than taking a new one', () => {
    const [first, second, third] = versionsOf([['a', 'b', 'c'], ['b', 'c', 'a'], ['a', 'b', 'c']]);
    expect(second.numbers.slice(0, 2)).toEqual(first.numbers.slice(1));
    expect(third.numbers).toEqual(first.numbers);
  });

  test('two stacks with different orders share a ledger without end to end changes', () => {
    const [, , settled, again] = versionsOf([['a', 'b'], ['b', 'a'], ['a', 'b'], ['b', 'a']]);
    expect(allocate(['a', 'b'], again.ledger)?.ledger).toEqual(settled.ledger);
    expect(allocate(['b', 'a'], settled.ledger)?.ledger).toEqual(again.ledger);
  });

  test('a new ledger starts in the middle, with room on all sides', () => {
    expect(allocate(['a', 'b', 'c', 'd'])?.numbers).toEqual([22_200, 22_400, 22_600, 22_800]);
  });

  test('two branches that insert different rules at one place choose different numbers', () => {
    const [base] = versionsOf([['a', 'b']]);
    const numbers = Array.from({ length: 20 }, (_, index) => allocate(['a', `branch-${index}`, 'b'], base.ledger)?.numbers[1]);
    expect(new Set(numbers).size).toBeGreaterThan(15);
  });

  test('10,000 rules are numbered anew after a shuffle, each with a number of its own', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `rule-${index}`);
    const [before] = versionsOf([ids]);
    const shuffled = ids.map((_, index) => ids[(index * 7919) % ids.length]);
    expect(new Set(allocate(shuffled, before.ledger)?.numbers).size).toBe(10_000);
  });

  test('fails where there are more rules than numbers', () => {
    expect(allocate(Array.from({ length: 45_001 }, (_, index) => String(index)))).toBeUndefined();
  });
});

describe('the ledger file', () => {
  const ledger: PriorityLedger = {
    version: 1,
    listeners: {
      [listenerKey(gateway, 8080)]: { 7: { owners: ['x'], moved: false } },
      [web443]: {
        22_600: { owners: ['tea'], moved: true },
        900: { owners: ['coffee'], moved: false },
        22_800: { owners: ['one', 'two'], moved: false },
      },
    },
  };

  function read(text: string): { ledger: PriorityLedger; codes: string[] } {
    const sink = new DiagnosticSink();
    return { ledger: readLedger(text, 'gateway-alb.priorities.json', sink), codes: sink.diagnostics.map(({ code }) => code) };
  }

  test('has one line for each number, sorted by listener and number', () => {
    expect(writeLedger(ledger)).toBe([
      '{',
      '  "version": 1,',
      '  "priorities": {',
      '    "infra/web:443 900": "coffee",',
      '    "infra/web:443 22600": "tea (moved)",',
      '    "infra/web:443 22800": "one, two (contested)",',
      '    "infra/web:8080 7": "x"',
      '  }',
      '}',
      '',
    ].join('\n'));
  });

  test.each([['with numbers', ledger], ['without numbers', emptyLedger]])('%s is read as it was written', (_, original) => {
    expect(read(writeLedger(original))).toEqual({ ledger: original, codes: [] });
  });

  test('is read whatever its layout', () => {
    expect(read(JSON.stringify(JSON.parse(writeLedger(ledger)))).ledger).toEqual(ledger);
  });

  test.each([
    ['fails on what is not JSON', '{"version": 1', 'GW5701'],
    ['fails on another version', '{"version": 2, "priorities": {}}', 'GW5702'],
    ['fails on no version', '{}', 'GW5702'],
    ['fails on a key without number', '{"version": 1, "priorities": {"infra/web:443": "x"}}', 'GW5703'],
    ['fails on a number out of range', '{"version": 1, "priorities": {"infra/web:443 45001": "x"}}', 'GW5703'],
    ['fails on a number without rule', '{"version": 1, "priorities": {"infra/web:443 5": ""}}', 'GW5703'],
  ])('%s', (_, text, code) => {
    expect(read(text).codes).toEqual([code]);
  });

  test('points at the line of a bad entry', () => {
    const sink = new DiagnosticSink();
    readLedger('{\n  "version": 1,\n  "priorities": {\n    "nonsense": "x"\n  }\n}\n', 'p.json', sink);
    expect(sink.diagnostics[0].span).toMatchObject({ file: 'p.json', start: { line: 4, column: 5 } });
  });

  const conflict = (ours: string, theirs: string): string =>
    `{\n  "version": 1,\n  "priorities": {\n    "infra/web:443 10": "a",\n<<<<<<< HEAD\n${ours}\n=======\n${theirs}\n>>>>>>> branch\n  }\n}\n`;

  test('unites both sides of a merge conflict', () => {
    const { ledger: united, codes } = read(conflict('    "infra/web:443 20": "b"', '    "infra/web:443 30": "c",\n    "infra/web:443 40": "b"'));
    expect(codes).toEqual(['GW5704']);
    expect(united.listeners[web443]).toEqual({
      10: { owners: ['a'], moved: false },
      20: { owners: ['b'], moved: false },
      30: { owners: ['c'], moved: false },
      40: { owners: ['b'], moved: true },
    });
  });

  test('a number that both sides gave away is used by neither from then on', () => {
    const { ledger: united, codes } = read(conflict('    "infra/web:443 20": "b"', '    "infra/web:443 20": "c"'));
    expect(codes).toEqual(['GW5704', 'GW5705']);
    const after = allocate(['a', 'b', 'c'], united.listeners[web443]);
    expect(after?.numbers[0]).toBe(10);
    expect(after?.numbers).not.toContain(20);
    expect(read(writeLedger({ version: 1, listeners: { [web443]: after?.ledger ?? {} } })).codes).toEqual([]);
  });

  test('remembers the numbers of a plan and keeps those of other listeners', () => {
    const recorded = recordPriorities(ledger, planWith({ coffee: 950, milk: 960 }));
    expect(recorded.listeners[web443]).toMatchObject({
      900: { owners: ['coffee'], moved: true },
      950: { owners: ['coffee'], moved: false },
      960: { owners: ['milk'], moved: false },
    });
    expect(recorded.listeners['infra/web:8080']).toEqual(ledger.listeners['infra/web:8080']);
  });

  test('compacting keeps what is in use and what belongs to other Gateways', () => {
    const others = recordPriorities(ledger, planWith({ other: 5 }, 'api'));
    expect(compact(others, [planWith({ coffee: 900 })]).listeners).toEqual({
      [web443]: { 900: { owners: ['coffee'], moved: false } },
      'infra/api:443': { 5: { owners: ['other'], moved: false } },
    });
  });
});

describe('rules in nested stacks', () => {
  const placements = fc.constantFrom(undefined, 1, 2, 5);

  /** Numbers by where the rule stands: `id@n` in one of n nested stacks. */
  function numbered(ids: readonly string[], ruleStacks: number | undefined, ledger: PriorityLedger): LoadBalancerPlan {
    const owners = ids.map((id) => (ruleStacks === undefined ? id : `${id}@${ruleStacks}`));
    const numbers = allocate(owners, ledger.listeners[web443])?.numbers ?? [];
    const plan = planWith(Object.fromEntries(ids.map((id, index) => [id, numbers[index]])));
    return ruleStacks === undefined ? plan : { ...plan, ruleStacks };
  }

  test('no number is ever claimed by a rule in one place and a rule in another, whatever is switched when', () => {
    fc.assert(fc.property(orders.chain((history) => fc.tuple(fc.constant(history), fc.array(placements, { minLength: history.length, maxLength: history.length }))), ([history, where]) => {
      const owners = new Map<number, string>();
      let ledger = emptyLedger;
      history.forEach((ids, version) => {
        const plan = numbered(ids, where[version], ledger);
        ledger = readLedger(writeLedger(recordPriorities(ledger, plan)), 'ledger', new DiagnosticSink());
        for (const { id, priority } of plan.listeners[0].rules) {
          const resource = where[version] === undefined ? id : `${id} in ${ruleStackOf(priority, where[version])} of ${where[version]}`;
          expect(owners.get(priority) ?? resource).toBe(resource);
          owners.set(priority, resource);
        }
      });
    }));
  });

  test('a switch gives every rule a fresh number once, and the way back the old one', () => {
    const ids = ['a', 'b', 'c'];
    const inStack = numbered(ids, undefined, emptyLedger);
    const first = recordPriorities(emptyLedger, inStack);
    const nested = numbered(ids, 1, first);
    const second = recordPriorities(first, nested);
    const numbersOf = ({ listeners: [{ rules: all }] }: LoadBalancerPlan): number[] => all.map(({ priority }) => priority);
    expect(numbersOf(inStack).some((number) => numbersOf(nested).includes(number))).toBe(false);
    expect(numbersOf(numbered(ids, undefined, second))).toEqual(numbersOf(inStack));
    expect(numbersOf(numbered(['a', 'new', 'b', 'c'], 1, second)).filter((number) => numbersOf(nested).includes(number))).toHaveLength(3);
  });

  test('compaction keeps the numbers of a rule wherever it stands, and forgets those of rules that are gone', () => {
    const both = recordPriorities(recordPriorities(emptyLedger, numbered(['a', 'b'], 1, emptyLedger)), planWith({ a: 100, b: 200 }));
    expect(Object.values(compact(both, [planWith({ a: 100 })]).listeners[web443] ?? {}).map(({ owners: [owner] }) => owner).sort()).toEqual(['a', 'a@1']);
  });

  test('each of several stacks has an equal part of the numbers', () => {
    expect([1, 15_000, 15_001, 30_000, 30_001, 45_000].map((number) => ruleStackOf(number, 3))).toEqual([0, 0, 1, 1, 2, 2]);
    expect([1, 45_000].map((number) => ruleStackOf(number, 1))).toEqual([0, 0]);
  });
});
