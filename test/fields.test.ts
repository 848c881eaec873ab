import { FIELDS } from '../lib/model/fields';
import type { FieldEntry } from './support/field-table';
import { fieldTable } from './support/field-table';
import { compareExample, pointsAt, type Comparison } from './support/field-table-judgement';
import { everythingOf, partAt, places, type Place } from './support/field-table-places';
import { partInTemplate } from './support/field-table-templates';

const leaves = FIELDS.filter(({ leaf }) => leaf);
const versionsOf = new Map(leaves.map(({ path, versions }) => [path, versions]));
const entries = Object.entries(fieldTable);

/** Told about objects that an example leaves unused, or about a Gateway that one of the two sets does not have. */
const BYSTANDERS = ['GW2701', 'GW2702', 'GW2703', 'GW2704', 'GW5004'];

function newCodes({ news }: Comparison): readonly string[] {
  return [...new Set(news.map(({ code }) => code))].filter((code) => !BYSTANDERS.includes(code)).sort();
}

function errorsOf({ with: { compilation } }: Comparison): readonly string[] {
  return compilation.diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`);
}

function judged<Verdict extends FieldEntry['verdict']>(verdict: Verdict) {
  return entries.flatMap(([field, entry]) =>
    entry.verdict === verdict ? [[field, entry as Extract<FieldEntry, { verdict: Verdict }>] as const] : [],
  );
}

test('every field is in the table, and everything in the table is a field', () => {
  expect(Object.keys(fieldTable).sort()).toEqual(leaves.map(({ path }) => path).sort());
});

describe('a mapped field decides what the table says, and nothing fails', () => {
  test.each(judged('mapped'))('%s', (field, { example, place, codes = [] }) => {
    const it = compareExample(field, example);
    expect(errorsOf(it)).toEqual([]);
    expect(partAt(place, it.with.compilation)).not.toEqual(partAt(place, it.without.compilation));
    expect(newCodes(it)).toEqual([...codes].sort());
  });
});

describe('a rejected field fails at its place, with its code and no other', () => {
  test.each(judged('rejected'))('%s', (field, { example, code, at = field }) => {
    const it = compareExample(field, example);
    const own = it.news.filter(({ subject }) => subject?.kind === field.split('.')[0]);
    expect(own.map((diagnostic) => [diagnostic.code, diagnostic.severity, pointsAt(at, diagnostic, it.with)])).toEqual([
      [code, 'error', true],
    ]);
  });
});

describe('an ignored field changes nothing, and the code that the table names says so', () => {
  test.each(judged('ignored'))('%s', (field, { example, code, at = field }) => {
    const it = compareExample(field, example);
    expect(it.with.text).not.toBe(it.without.text);
    expect(errorsOf(it)).toEqual([]);
    expect(everythingOf(it.with.compilation)).toEqual(everythingOf(it.without.compilation));
    expect(it.news.map((diagnostic) => [diagnostic.code, pointsAt(at, diagnostic, it.with)])).toEqual(
      code === undefined ? [] : [[code, true]],
    );
  });
});

describe('what else the table says of a field', () => {
  const exceptions = entries.flatMap(([field, { except = [] }]) =>
    except.map((exception) => [field, exception.code, exception.when, exception] as const),
  );

  test.each(exceptions)('%s: %s where %s', (field, code, _, exception) => {
    const it = compareExample(field, exception);
    const found = it.news.filter((diagnostic) => diagnostic.code === code);
    expect(found.map((diagnostic) => pointsAt(exception.at ?? field, diagnostic, it.with))).toContain(true);
  });
});

describe('a field means the same in every version of its kind', () => {
  test.each(entries.filter(([field]) => (versionsOf.get(field) ?? []).length > 1))('%s', (field, { example }) => {
    const [first, ...others] = (versionsOf.get(field) ?? []).map((version) => compareExample(field, example, version));
    for (const other of others) {
      expect(everythingOf(other.with.compilation)).toEqual(everythingOf(first.with.compilation));
      expect(newCodes(other)).toEqual(newCodes(first));
    }
  });
});

describe('what the table calls a place is in the template', () => {
  const inTemplate = (Object.keys(places) as Place[]).filter((place) => places[place].inTemplate !== undefined);

  test.each(inTemplate)('%s', (place) => {
    const [first] = judged('mapped').filter(([, entry]) => entry.place === place);
    if (first === undefined) throw new Error(`no field is mapped to ${place}`);
    const [field, { example }] = first;
    const it = compareExample(field, example);
    expect(partInTemplate(place, it.with, example.options)).not.toEqual(partInTemplate(place, it.without, example.options));
  });
});

test('every message of the examples is one line that names who, and says what to do', () => {
  const examples = entries.flatMap(([field, { example, except = [] }]) => [example, ...except].map((each) => compareExample(field, each)));
  // GW29xx are about the files as a whole: there is no object to name.
  const diagnostics = examples.flatMap((it) => it.with.compilation.diagnostics).filter(({ code }) => !code.startsWith('GW29'));
  const broken = diagnostics.filter(({ message, fix = '' }) => {
    const sound = /^[A-Z][A-Za-z]+ [a-z0-9./-]+[ :,]/.test(message) && /^([a-z`.]|HTTP)/.test(fix) && !fix.endsWith('.');
    return !sound || /\n|undefined|\[object|NaN/.test(message + fix);
  });
  expect([...new Set(broken.map(({ code, message, fix }) => `${code} ${message} = ${fix}`))]).toEqual([]);
});
