import type { HTTPHeaderMatch } from '../model/httproute';
import { limits } from './limits';
import { anchored, escapeRegex, readRegex, searchBody } from './regex';

/** A header of which one line must match one of the alternatives. */
export interface HeaderPattern {
  /** As written; the ALB ignores its case. */
  readonly name: string;
  readonly alternatives: readonly TextPattern[];
}

/** A text, or all texts that the whole of `body` matches. */
export type TextPattern =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'regex'; readonly body: string };

export type HeaderProblem =
  | { readonly kind: 'name-is-host' }
  | { readonly kind: 'name-too-long' }
  | { readonly kind: 'value'; readonly value: string; readonly problem: string }
  | { readonly kind: 'regex'; readonly problem: string };

/**
 * Source: Gateway API HTTPHeaderMatch and GRPCHeaderMatch; the comma in an Exact value as in the AWS Load Balancer
 * Controller, where it parts alternatives.
 */
export function readHeader({ name, type, value }: HTTPHeaderMatch): HeaderPattern | HeaderProblem {
  if (name.toLowerCase() === 'host') return { kind: 'name-is-host' };
  if (name.length > limits.headerNameLength) return { kind: 'name-too-long' };
  if (type === 'RegularExpression') {
    const reading = readRegex(value);
    if ('problem' in reading) return { kind: 'regex', problem: reading.problem };
    return checked({ name, alternatives: reading.alternatives.map((alternative) => ({ kind: 'regex', body: searchBody(alternative) })) });
  }
  return checked({ name, alternatives: splitAtCommas(value).map((text) => ({ kind: 'literal', text })) });
}

function checked(pattern: HeaderPattern): HeaderPattern | HeaderProblem {
  for (const alternative of pattern.alternatives) {
    const problem = textProblem(alternative);
    if (problem !== undefined) return { kind: 'value', value: alternative.kind === 'literal' ? alternative.text : anchoredText(alternative), problem };
  }
  return pattern;
}

function textProblem(pattern: TextPattern): string | undefined {
  if (pattern.kind === 'literal' && /[^ -~]/.test(pattern.text)) return 'it has characters other than printable ASCII';
  const length = isPlain(pattern) ? pattern.text.length : anchoredText(pattern).length;
  return length > limits.valueLength ? `it takes ${length} of the ${limits.valueLength} characters that fit` : undefined;
}

/** `a,b` is `a` or `b`; a backslash takes the meaning from the next character. Always at least one piece, nothing is trimmed. */
export function splitAtCommas(value: string): readonly string[] {
  const pieces = [''];
  for (let at = 0; at < value.length; at += 1) {
    const escaped = value.charAt(at) === '\\' && at + 1 < value.length;
    if (!escaped && value.charAt(at) === ',') {
      pieces.push('');
    } else {
      if (escaped) at += 1;
      pieces[pieces.length - 1] += value.charAt(at);
    }
  }
  return pieces;
}

/** Characters that the ALB lists for header values and that are no wildcards. An empty value is refused. */
const plainText = /^[A-Za-z0-9 !"#$%&'()+,./:;<=>@[\]^_`{|}~-]+$/;

function isPlain(pattern: TextPattern): pattern is TextPattern & { kind: 'literal' } {
  return pattern.kind === 'literal' && plainText.test(pattern.text);
}

function anchoredText(pattern: TextPattern): string {
  return anchored([pattern.kind === 'literal' ? escapeRegex(pattern.text) : pattern.body]);
}

/** Values of a header condition; regular expressions where one of the alternatives needs one. */
export function headerValues(alternatives: readonly TextPattern[]): { readonly values?: readonly string[]; readonly regexValues?: readonly string[] } {
  return alternatives.every(isPlain) ? { values: alternatives.map(({ text }) => text) } : { regexValues: alternatives.map(anchoredText) };
}

/** Canonical text of an alternative. */
export function textKey(pattern: TextPattern): string {
  return pattern.kind === 'literal' ? `=${pattern.text}` : `~${pattern.body}`;
}

/** The alternatives without repetitions, in canonical order. */
export function unionOfTexts(alternatives: readonly TextPattern[]): readonly TextPattern[] {
  const byKey = new Map(alternatives.map((alternative) => [textKey(alternative), alternative]));
  return [...byKey].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, alternative]) => alternative);
}
