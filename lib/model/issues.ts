import type { z } from 'zod';
import {
  BAD_FORMAT, BAD_KEY, BAD_LENGTH, MISSING_FIELD, NOT_ONE_OF, OUT_OF_RANGE, TOO_FEW, TOO_MANY, UNKNOWN_FIELD, WRONG_TYPE,
} from '../diagnostics/catalogue/shape';
import type { FormatName } from '../diagnostics/catalogue/shape-words';
import { didYouMeanText } from '../diagnostics/catalogue/shape-words';
import { didYouMean, suggest } from '../diagnostics/suggest';
import type { PathSegment } from '../source/kube-object';
import type { Mistake } from './mistakes';
import { fieldName, mistake, shown } from './mistakes';
import type { Path } from './paths';
import { valueAt } from './paths';
import { correctedText } from './scalars';
import { boundsAt, knownFields } from './schema-walk';

type Issue = z.core.$ZodIssue;

/**
 * The mistakes behind the issues that a schema found in `value`, at most one for each place.
 * `raw` is the value before empty fields were taken out; it tells an empty field from a missing one.
 */
export function explainIssues(issues: readonly Issue[], schema: z.ZodType, value: unknown, raw: unknown): readonly Mistake[] {
  const seen = new Set<string>();
  const slips = new Set(issues.flatMap((issue) => slipsIn(issue, schema)));
  const isSlip = ({ path }: Issue) => slips.has(JSON.stringify(path)) && valueAt(value, path as Path) === undefined;
  return issues.filter((issue) => isFirstAt(issue, seen) && !isSlip(issue)).flatMap((issue) => explain(issue, schema, value, raw));
}

/** Places of fields that are not missing but misspelt: the unknown field beside them says so. */
function slipsIn(issue: Issue, schema: z.ZodType): readonly string[] {
  if (issue.code !== 'unrecognized_keys') {
    return [];
  }
  const path = issue.path as PathSegment[];
  return issue.keys.map((key) => JSON.stringify([...path, suggest(key, knownFields(schema, path)) ?? key]));
}

function isFirstAt(issue: Issue, seen: Set<string>): boolean {
  const place = JSON.stringify(issue.path);
  const first = issue.code === 'unrecognized_keys' || !seen.has(place);
  seen.add(place);
  return first;
}

function explain(issue: Issue, schema: z.ZodType, value: unknown, raw: unknown): readonly Mistake[] {
  const path = issue.path as PathSegment[];
  const found = valueAt(value, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownField(key, path, knownFields(schema, path)));
    case 'invalid_type':
      return [found === undefined ? missingField(path, issue.expected, raw) : wrongType(path, found, issue.expected)];
    case 'invalid_value':
      return [found === undefined ? missingField(path, issue.values.join(' | '), raw) : notOneOf(path, found, issue.values.map(String))];
    case 'invalid_union':
      return explainUnion(issue, path, schema, value, raw);
    case 'invalid_key':
      return explainKey(issue.issues, path);
    case 'too_big':
    case 'too_small':
      return [outOfBounds(issue, path, found, schema)];
    case 'invalid_format':
      return [badFormat(path, found, issue.message as FormatName)];
    default:
      throw new Error(`schema issue ${issue.code} at ${fieldName(path)} has no explanation`);
  }
}

/** Of a number or a name: what is wrong with the value as the one that it is, or that it is neither. */
function explainUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path, schema: z.ZodType, value: unknown, raw: unknown): readonly Mistake[] {
  const fitting = issue.errors.find((errors) => errors[0]?.code !== 'invalid_type');
  return fitting === undefined
    ? [wrongType(path, valueAt(value, path), 'number or string')]
    : explainIssues(inside(fitting, path), schema, value, raw);
}

function inside(issues: readonly Issue[], path: Path): readonly Issue[] {
  return issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

function unknownField(key: string, parent: Path, known: readonly string[]): Mistake {
  const hint = didYouMean(key, known);
  const place = { path: [...parent, key], onKey: true, about: parent, hint };
  return mistake(UNKNOWN_FIELD, { key, known }, place, hint === undefined);
}

function missingField(path: Path, expected: string, raw: unknown): Mistake {
  const parent = path.slice(0, -1);
  const key = String(path[path.length - 1] ?? '');
  const isEmpty = valueAt(raw, path) === null;
  return mistake(MISSING_FIELD, { key, expected: EXPECTED_HERE[expected] ?? expected }, {
    path: isEmpty ? path : parent,
    onKey: true,
    about: parent,
  });
}

function notOneOf(path: Path, found: unknown, allowed: readonly string[]): Mistake {
  const hint = typeof found === 'string' ? didYouMean(found, allowed) ?? didYouMeanLonger(found, allowed) : undefined;
  return mistake(NOT_ONE_OF, { value: shown(found), allowed }, { path, hint });
}

/** Half of a word, such as `Prefix` for `PathPrefix`. */
function didYouMeanLonger(word: string, allowed: readonly string[]): string | undefined {
  const longer = allowed.filter((candidate) => candidate.toLowerCase().includes(word.toLowerCase()));
  return word.length > 3 && longer.length === 1 ? didYouMeanText(longer[0]) : undefined;
}

function outOfBounds(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall, path: Path, found: unknown, schema: z.ZodType): Mistake {
  if (Array.isArray(found)) {
    return issue.code === 'too_big'
      ? mistake(TOO_MANY, { count: found.length, maximum: Number(issue.maximum) }, { path, onKey: true })
      : mistake(TOO_FEW, { minimum: Number(issue.minimum) }, { path, onKey: true });
  }
  const broken = issue.code === 'too_big' ? { maximum: Number(issue.maximum) } : { minimum: Number(issue.minimum) };
  const bounds = { ...broken, ...boundsAt(schema, path) };
  return typeof found === 'string'
    ? mistake(BAD_LENGTH, { length: found.length, ...bounds }, { path })
    : mistake(OUT_OF_RANGE, { value: shown(found), ...bounds }, { path });
}

/** A key of a mapping with free keys is not of the form that is asked for. */
function explainKey(issues: readonly Issue[], path: Path): readonly Mistake[] {
  const key = shown(path[path.length - 1]);
  const place = { path, onKey: true, about: path.slice(0, -1) };
  return issues.slice(0, 1).map((issue) => issue.code === 'invalid_format'
    ? mistake(BAD_KEY, { key, form: issue.message as FormatName }, place)
    : mistake(BAD_KEY, { key, maximum: issue.code === 'too_big' ? Number(issue.maximum) : MAXIMUM_KEY }, place));
}

/** Kubernetes: a domain of 253 characters, "/" and a name of 63. */
const MAXIMUM_KEY = 317;

/** Types of the schema in words. */
const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a whole number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  'number or string': 'a whole number or a name',
};

/** What to write after the key of a missing field. */
const EXPECTED_HERE: Readonly<Record<string, string>> = {
  string: '', number: 'a whole number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: '', record: '',
};

function wrongType(path: Path, found: unknown, expected: string): Mistake {
  const args = { found: described(found), expected: EXPECTED[expected] ?? expected, advice: advice(found, expected) };
  return mistake(WRONG_TYPE, args, { path });
}

function described(value: unknown): string {
  if (value === null) {
    return 'empty';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  switch (typeof value) {
    case 'string':
      return `the text ${shown(value)}`;
    case 'number':
      return `the number ${value}`;
    case 'boolean':
      return `the truth value ${value}`;
    default:
      return 'a mapping';
  }
}

/** Offers the corrected text where the slip is a usual one. */
function badFormat(path: Path, found: unknown, form: FormatName): Mistake {
  const corrected = typeof found === 'string' ? correctedText(form, found) : undefined;
  return mistake(BAD_FORMAT, { value: shown(found), form }, { path, hint: corrected === undefined ? undefined : didYouMeanText(corrected) });
}

/** How to repair the usual slips; empty where nothing better than the expected type can be said. */
function advice(found: unknown, expected: string): string {
  if (typeof found === 'string') {
    const isNumber = /^-?[0-9]+$/.test(found) && ['number', 'int'].includes(expected);
    const isTruth = /^(true|false)$/.test(found) && expected === 'boolean';
    return isNumber || isTruth ? `remove the quotes: ${found}` : listAdvice(found, expected);
  }
  if (expected === 'string' && (typeof found === 'number' || typeof found === 'boolean')) {
    return `put it in quotes: "${found}"`;
  }
  if (expected === 'array') {
    return listAdvice(found, expected);
  }
  return Array.isArray(found) && (expected === 'object' || expected === 'record') ? 'remove the "- " in front of its fields' : '';
}

function listAdvice(found: unknown, expected: string): string {
  if (expected !== 'array') {
    return '';
  }
  return typeof found === 'object' ? 'put "- " in front of each entry' : `make it a list: [${shown(found)}]`;
}
