import type { Condition, Transform } from '../plan/ir';
import type { TemplateValue } from './template-values';
import { expectKeys, isAbsent, items, member, oneOf, optionalText, TemplateError, text, texts } from './template-values';

/** The property that holds the values of a condition, by its field. */
const configs = {
  'host-header': 'HostHeaderConfig',
  'path-pattern': 'PathPatternConfig',
  'http-header': 'HttpHeaderConfig',
  'query-string': 'QueryStringConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'source-ip': 'SourceIpConfig',
} as const;

type Field = keyof typeof configs;

/** Reads one condition of a listener rule, also in the short form `{Field, Values}`. */
export function conditionOf(condition: TemplateValue): Condition {
  const field = oneOf(member(condition, 'Field'), Object.keys(configs) as Field[]);
  expectKeys(condition, ['Field', 'Values', 'RegexValues', configs[field]]);
  const own = member(condition, configs[field]);
  expectKeys(own, ['Values', 'RegexValues', 'HttpHeaderName']);
  const config = isAbsent(own) ? condition : own;
  if (field === 'query-string') return { field, values: items(member(config, 'Values')).map(queryPairOf) };
  if (field === 'http-request-method' || field === 'source-ip') return { field, values: items(member(config, 'Values')).map(text) };
  const values = texts(member(config, 'Values'));
  const regexValues = texts(member(config, 'RegexValues'));
  if (!values && !regexValues) throw new TemplateError(config.at, 'a condition without values');
  const accepted = { ...(values && { values }), ...(regexValues && { regexValues }) };
  return field === 'http-header' ? { field, name: text(member(config, 'HttpHeaderName')), ...accepted } : { field, ...accepted };
}

function queryPairOf(pair: TemplateValue): { readonly key?: string; readonly value: string } {
  expectKeys(pair, ['Key', 'Value']);
  const key = optionalText(member(pair, 'Key'));
  return { ...(key !== undefined && { key }), value: text(member(pair, 'Value')) };
}

const rewriteConfigs = { 'url-rewrite': 'UrlRewriteConfig', 'host-header-rewrite': 'HostHeaderRewriteConfig' } as const;

/** Reads one transform of a listener rule. */
export function transformOf(transform: TemplateValue): Transform {
  const type = oneOf(member(transform, 'Type'), ['url-rewrite', 'host-header-rewrite']);
  expectKeys(transform, ['Type', rewriteConfigs[type]]);
  const rewrites = member(member(transform, rewriteConfigs[type]), 'Rewrites');
  const [rewrite, ...more] = items(rewrites);
  if (!rewrite || more.length > 0) throw new TemplateError(rewrites.at, 'exactly one rewrite expected');
  expectKeys(rewrite, ['Regex', 'Replace']);
  return { type, regex: text(member(rewrite, 'Regex')), replace: text(member(rewrite, 'Replace')) };
}
