import { printable } from '../diagnostics/printable';
import type { Request } from '../explain/request';
import { describeOrigin } from '../explain/render-explanation';
import type { AuthenticationAction, Transform } from '../plan/ir';
import type { OutcomeTarget, RoutedOutcome } from './outcomes';
import type { Decision, RequestClass, RouteDiff, RuleRef, SettingChange } from './route-diff';

/** What happens to a request, in a few words: `shop/web:80 90 % | shop/next:80 10 %`. */
export function outcomeWords(outcome: RoutedOutcome): string {
  switch (outcome.type) {
    case 'refused':
      return 'refused';
    case 'error':
      return `${outcome.statusCode} from the load balancer`;
    case 'fixed-response':
      return around(outcome, `${outcome.statusCode}${outcome.messageBody ? ` ${JSON.stringify(outcome.messageBody)}` : ''}`);
    case 'redirect':
      return around(outcome, `redirect ${outcome.statusCode} to ${outcome.location}`);
    case 'forward':
      return around(outcome, `${outcome.targets.map((target) => targetWords(target, outcome.targets.length)).join(' | ')}${stickiness(outcome.stickinessSeconds)}`);
  }
}

function stickiness(seconds: number | undefined): string {
  return seconds === undefined ? '' : `, sticky for ${seconds} s`;
}

function targetWords({ target, share, kind, protocolVersion, protocol }: OutcomeTarget, count: number): string {
  const name = kind === 'none' ? '503 (no targets)' : target;
  const spoken = [protocolVersion !== undefined && protocolVersion !== 'HTTP1' ? protocolVersion : '', protocol === 'HTTPS' ? 'over TLS' : ''].filter((word) => word !== '');
  return `${name}${spoken.length > 0 ? ` (${spoken.join(' ')})` : ''}${count > 1 ? ` ${Number((share * 100).toFixed(1))} %` : ''}`;
}

/** With the login before and the rewrites after. */
function around({ authentication, transforms }: { authentication?: AuthenticationAction; transforms: readonly Transform[] }, words: string): string {
  const login = authentication ? `${authenticationWords(authentication)}, then ` : '';
  return `${login}${words}${transforms.map(({ type, regex, replace }) => `, ${type === 'url-rewrite' ? 'path' : 'host'} ${regex} becomes ${replace === '' ? 'nothing' : replace}`).join('')}`;
}

function authenticationWords(authentication: AuthenticationAction): string {
  switch (authentication.type) {
    case 'jwt-validation':
      return `token of ${authentication.issuer}`;
    case 'authenticate-oidc':
      return `login at ${authentication.issuer} (${authentication.onUnauthenticatedRequest} without)`;
    case 'authenticate-cognito':
      return `login at ${authentication.userPoolDomain} (${authentication.onUnauthenticatedRequest} without)`;
  }
}

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
    ...(sourceIp === plainAddress ? [] : [`from ${sourceIp}`]),
    ...(isDefaultPort ? [] : [`port ${port}`]),
    ...(grpc ? ['gRPC'] : []),
    ...(clientCertificate === 'valid' ? ['with a client certificate'] : []),
  ];
  return `${method} ${scheme}://${host}${path}${extras.length > 0 ? `  (${extras.join('; ')})` : ''}`;
}

const plainAddress = '198.51.100.1';

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
  return `${what} of ${where}: ${old ?? 'not set'} -> ${latest ?? 'not set'}${replaces ? ' (made anew)' : ''}`;
}

/** The whole of a comparison in one line. */
export function verdictOf({ classes, settings, shadowed, resources, unchanged }: RouteDiff): string {
  const served = classes.filter((it) => it.served);
  const counts = (['lost', 'new', 'moved', 'changed'] as const).flatMap((kind) => {
    const count = served.filter((it) => it.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  const opened = served.filter((it) => it.public).length + settings.filter((it) => it.public).length;
  const replaced = resources.targetGroups.replaced.length;
  const parts = [
    ...counts,
    ...(opened > 0 ? [`${opened} open to the internet`] : []),
    ...(shadowed.length > 0 ? [`${shadowed.length} shadowed`] : []),
    ...(replaced > 0 ? [`${replaced} ${replaced === 1 ? 'target group' : 'target groups'} made anew`] : []),
    ...(settings.length > 0 ? [`${settings.length} ${settings.length === 1 ? 'setting' : 'settings'}`] : []),
  ];
  if (parts.length > 0) return parts.join(', ');
  if (!unchanged.proved) return 'no change was found, but not everything is proved';
  return isPureRenumbering(resources) ? `priorities changed, behaviour identical (${resources.rules.renumbered} rules renumbered)` : 'every request is answered as before';
}

function isPureRenumbering({ rules, listeners, targetGroups }: RouteDiff['resources']): boolean {
  const others = [rules.created, rules.removed, rules.updated, listeners.created, listeners.removed, targetGroups.created, targetGroups.removed, targetGroups.replaced];
  return rules.renumbered > 0 && others.every((list) => list.length === 0);
}

/** What a deployment does, one fact per line. */
export function resourceLines({ resources, budget }: RouteDiff): readonly string[] {
  const { rules, listeners, targetGroups, notCompared } = resources;
  return [
    `rules ${budget.old} -> ${budget.new} of ${budget.limit}${budget.new > budget.limit ? ': more than the quota' : ''}`,
    ...countLine('rules', [[rules.created.length, 'created'], [rules.updated.length, 'changed in place'], [rules.renumbered, 'renumbered'], [rules.removed.length, 'removed']]),
    ...countLine('listeners', [[listeners.created.length, `created (${listeners.created.join(', ')})`], [listeners.removed.length, `removed (${listeners.removed.join(', ')})`]]),
    ...countLine('target groups', [[targetGroups.created.length, 'created'], [targetGroups.removed.length, 'removed']]),
    ...targetGroups.replaced.map(({ service, old, new: latest }) => `target group of ${service} is made anew and starts cold: ${old} -> ${latest}`),
    ...(notCompared === undefined ? [] : [`not compared: ${notCompared}`]),
  ];
}

function countLine(what: string, counts: readonly (readonly [count: number, word: string])[]): readonly string[] {
  const words = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return words.length === 0 ? [] : [`${what}: ${words.join(', ')}`];
}

/** What is not in the report, and why that can be relied on. */
export function proofLines({ unchanged, classes }: RouteDiff): readonly string[] {
  if (!unchanged.proved) return unchanged.gaps.map((gap) => `not proved: ${gap}`);
  const rest = classes.length === 0 ? 'every request' : 'every other request';
  return [`${rest} is answered as before: proved, not sampled (${unchanged.rules} ${unchanged.rules === 1 ? 'rule decides' : 'rules decide'} nothing new)`];
}

/** Names of both load balancers, or of the only one. */
export function titleOf({ old, new: latest }: RouteDiff): string {
  if (old && latest) return old.name === latest.name ? latest.name : `${old.name} -> ${latest.name}`;
  return latest ? `${latest.name} (new load balancer)` : `${old?.name ?? ''} (load balancer removed)`;
}

/** Text of others on one line and without effects on a terminal. */
export function plain(text: string): string {
  return printable(text);
}
