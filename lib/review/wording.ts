import { printable } from '../diagnostics/printable';
import type { Request } from '../explain/request';
import { describeOrigin } from '../explain/render-explanation';
import { defaultSourceIp } from '../explain/request-text';
import { outcomeWords } from './outcome-words';
import type { Decision, RequestClass, RuleRef, SettingChange } from './route-diff';

/** The outcome, and where nothing but the default action gives it. */
export function decisionWords({ outcome, by }: Decision): string {
  const words = outcomeWords(outcome);
  return by === 'default-action' ? `${words} (no rule matches)` : words;
}

/** `catalog.yaml:12 HTTPRoute shop/catalog, rule 1 "canary"` */
export function ruleWords({ origin }: RuleRef): string {
  const { span } = origin;
  return `${span ? `${span.file}:${span.start.line} ` : ''}${describeOrigin({ ...origin, matches: [] })}`;
}

/** Rules of one class, the first and how many more. */
export function rulesWords(rules: readonly RuleRef[]): string {
  return rules.length > 1 ? `${ruleWords(rules[0])} and ${rules.length - 1} more` : rules.map(ruleWords).join('');
}

/** `HTTPS:443` */
export function portWords({ scheme, port }: Pick<RequestClass, 'scheme' | 'port'>): string {
  return `${scheme.toUpperCase()}:${port}`;
}

/** Which requests, such as `host shop.example.com, path /catalog or /catalog/*`. */
export function regionWords({ regions, exceptions, clientCertificate }: RequestClass): string {
  const texts = regions.map((parts) => (parts.length === 0 ? 'every request' : parts.join(', ')));
  const some = (all: readonly string[]) => (all.length > 3 ? [...all.slice(0, 2), `${all.length - 2} more`] : all);
  const except = exceptions.length === 0 ? '' : ` (except ${some(exceptions).join('; ')})`;
  const who = { valid: ', with a valid client certificate', none: ', without a valid client certificate' };
  return `${some(texts).join('; or ')}${except}${clientCertificate === undefined ? '' : who[clientCertificate]}`;
}

/** `GET https://shop.example.com/catalog`, then headers and a source address that matters. */
export function requestWords({ method, scheme, host, port, path, headers, sourceIp, grpc, clientCertificate }: Request): string {
  const isDefaultPort = port === (scheme === 'https' ? 443 : 80) || host.endsWith(`:${port}`);
  const extras = [
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(sourceIp === defaultSourceIp ? [] : [`from ${sourceIp}`]),
    ...(isDefaultPort ? [] : [`port ${port}`]),
    ...(grpc ? ['gRPC'] : []),
    ...(clientCertificate === 'valid' ? ['with a client certificate'] : []),
  ];
  return `${method} ${scheme}://${host}${path}${extras.length > 0 ? `  (${extras.join('; ')})` : ''}`;
}

/** Why the new side decides as it does. */
export function reasonWords(it: RequestClass): string {
  const [oldRule, newRule] = [rulesWords(it.old.rules), rulesWords(it.new.rules)];
  const { beats } = it.new;
  const next = beats ? `; it comes before ${ruleWords(beats)}, which matches too` : '';
  switch (it.witness?.reason) {
    case undefined:
      return 'no single request was found that shows it';
    case 'same-rule':
      return it.old.by === 'rules' ? `the same rule does something else${next}` : `the rule was there, and matches more now${next}`;
    case 'new-rule':
      return `nothing matched before${next}`;
    case 'old-rule-gone':
      return `${oldRule} is gone${newRule === '' ? ', and no other rule matches' : next}`;
    case 'now-first':
      return `${newRule} now comes before ${oldRule}`;
    case 'no-longer-matches':
      return `${oldRule} no longer matches${newRule === '' ? ', and no other rule does' : next}`;
    case 'listener':
      return listenerReason(it);
  }
}

function listenerReason({ old, new: latest, scheme, port, clientCertificate }: RequestClass): string {
  if (latest.by !== 'before-rules') return old.by === 'before-rules' ? `${scheme} on port ${port} was not served before` : 'the default action is another one';
  if (clientCertificate !== undefined && latest.outcome.type === 'refused') return 'the listener asks for a client certificate now';
  return latest.outcome.type === 'refused' ? `nothing serves ${scheme} on port ${port} any more` : `the listener on port ${port} speaks another protocol now`;
}

/** `TLS policy of HTTPS:443: A -> B` */
export function settingWords({ where, what, old, new: latest, replaces }: SettingChange): string {
  const anew = where === 'load balancer' ? ' (made anew, with another DNS name)' : ' (made anew)';
  return `${what} of ${where}: ${old ?? 'not set'} -> ${latest ?? 'not set'}${replaces ? anew : ''}`;
}

/** Text of others on one line and without effects on a terminal. */
export function plain(text: string): string {
  return printable(text);
}
