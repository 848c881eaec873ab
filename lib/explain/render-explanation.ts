import { createColors } from 'picocolors';
import { nameOf, subjectOf } from '../diagnostics/subject';
import type { AuthenticationAction, Origin, TargetGroupRef } from '../plan/ir';
import type { DecidingRule, ErrorOutcome, ForwardOutcome, Outcome, RefusedOutcome } from './decision';
import type { AlmostMatch, Explanation } from './explain';
import type { Request } from './request';
import { describeCondition } from './wording';

export interface RenderOptions {
  /** Whether to use terminal colours. Default false. */
  readonly color?: boolean;
}

type Services = Explanation['services'];
type Colors = ReturnType<typeof createColors>;

/** An explanation as text for a terminal. */
export function renderExplanation(explanation: Explanation, options: RenderOptions = {}): string {
  const colors = createColors(options.color ?? false);
  const lines = [
    colors.bold(requestLine(explanation.request)),
    ...decisionLines(explanation, colors),
    ...almostLines(explanation.almost, colors),
  ];
  return lines.join('\n');
}

function requestLine(request: Request): string {
  const headers = request.headers.map(([name, value]) => `  ${name}: ${value}`);
  const { port } = request;
  const isDefaultPort = port === (request.scheme === 'https' ? 443 : 80);
  const shown = isDefaultPort || request.host.endsWith(`:${port}`) ? '' : ` (port ${port})`;
  return [`${request.method} ${request.scheme}://${request.host}${request.path}${shown}`, ...headers].join('\n');
}

function decisionLines({ request, decision, conditions, services }: Explanation, colors: Colors): readonly string[] {
  const { listener, rule, outcome, responseHeaders } = decision;
  const lines = [listener ? `listener ${listener.id} (${listener.protocol})` : `no listener on port ${request.port}`];
  if (rule) {
    lines.push(`${colors.green('rule')} ${ruleLine(rule)}`, `  ${conditions.map(describeCondition).join(', ')}`);
  } else if (listener && outcome.type === 'fixed-response') {
    lines.push(`${colors.yellow('no rule')} matches: the default action answers`);
  }
  const facts = describeOutcome(outcome, request, services);
  lines.push(...facts.map((fact, index) => (index === 0 ? `${colors.cyan('->')} ${fact}` : `   ${fact}`)));
  return [...lines, ...responseHeaders.map(({ name, value }) => `   response header ${name}: ${value}`)];
}

function almostLines(almost: readonly AlmostMatch[], colors: Colors): readonly string[] {
  if (almost.length === 0) return [];
  const lines = almost.flatMap((match) => [`  ${ruleLine(match.rule)}`, `    ${colors.dim(whyNot(match))}`]);
  return ['', 'almost:', ...lines];
}

function whyNot({ failed, satisfied }: AlmostMatch): string {
  if (failed.length === 0) return 'matches too, but comes later';
  const more = failed.length > 1 ? ` (and ${failed.length - 1} more)` : '';
  return `${failed[0].words}${more}; ${satisfied} of ${satisfied + failed.length} conditions hold`;
}

function ruleLine(rule: DecidingRule): string {
  const { span } = rule.origin;
  const place = span ? ` (${span.file}:${span.start.line})` : '';
  return `${rule.priority}: ${describeOrigin(rule.origin)}${place}`;
}

/** Where a rule comes from, such as `HTTPRoute shop/cafe, rule 1 "coffee", match 0`. */
export function describeOrigin(origin: Origin): string {
  const parts = [subjectOf(origin.object)];
  if (origin.rule !== undefined) parts.push(`rule ${origin.rule}${origin.ruleName === undefined ? '' : ` "${origin.ruleName}"`}`);
  else if (origin.listener !== '' && !isBare(origin)) parts.push(`listener ${origin.listener}: what no route of it matches`);
  if (origin.matches.length > 0) parts.push(`${origin.matches.length > 1 ? 'matches' : 'match'} ${origin.matches.join(', ')}`);
  return parts.join(', ');
}

/** A rule of a template that does not say which route it is of. */
function isBare({ object }: Origin): boolean {
  return object.kind.startsWith('AWS::');
}

/** What happens to a request, one fact per line. `services` names what is behind a target group's id. */
export function describeOutcome(outcome: Outcome, request: Request, services: Services): readonly string[] {
  switch (outcome.type) {
    case 'refused':
      return [`refused: ${refusals[outcome.reason]}`];
    case 'error':
      return [`${outcome.statusCode} from the load balancer: ${errors[outcome.reason]}`];
    case 'forward':
      return describeForward(outcome, request, services);
    case 'redirect':
      return [`redirect ${outcome.statusCode} to ${outcome.location}`];
    case 'fixed-response':
      return [`fixed response ${outcome.statusCode}${outcome.messageBody ? ` ${JSON.stringify(outcome.messageBody)}` : ''}`];
    case 'authenticate':
      return [
        describeAuthentication(outcome.authentication),
        ...describeOutcome(outcome.then, request, services).map((line, index) => (index === 0 ? `then ${line}` : line)),
      ];
  }
}

const refusals: Readonly<Record<RefusedOutcome['reason'], string>> = {
  'no-listener': 'nothing listens on the port',
  'tls-without-listener': 'TLS on an HTTP listener',
  'client-certificate': 'the listener asks for a valid client certificate',
  'http2-without-tls': 'HTTP/2 needs an HTTPS listener',
};

const errors: Readonly<Record<ErrorOutcome['reason'], string>> = {
  'plain-http-on-https': 'plain HTTP on an HTTPS listener',
  'method-not-allowed': 'it serves no TRACE',
  'too-many-forwarded-addresses': 'more than 30 addresses in X-Forwarded-For',
  'transform-failed': 'the rewrite leaves no usable host or path',
  'no-weight': 'all target groups have weight 0',
};

function describeForward(outcome: ForwardOutcome, request: Request, services: Services): readonly string[] {
  const { shares, rewritten } = outcome;
  const lines = shares.map(({ targetGroup, share, statusCode }) => {
    const part = shares.length > 1 ? ` ${percentage(share)}` : '';
    const instead = statusCode === undefined ? '' : `, for which the load balancer answers ${statusCode}`;
    return `forward to ${describeTargetGroup(targetGroup, services)}${part}${instead}`;
  });
  if (rewritten.host !== request.host) lines.push(`host ${request.host} becomes ${rewritten.host}`);
  if (rewritten.path !== request.path) lines.push(`path ${request.path} becomes ${rewritten.path}`);
  return lines;
}

function percentage(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 0.1 ? 'less than 0.1' : String(Number(percent.toFixed(1)))} %`;
}

function describeTargetGroup(ref: TargetGroupRef, services: Services): string {
  if (ref.kind === 'existing') return `${ref.name} (exists already)`;
  return Object.hasOwn(services, ref.id) ? `${services[ref.id]} (${ref.id})` : ref.id;
}

function describeAuthentication(authentication: AuthenticationAction): string {
  switch (authentication.type) {
    case 'authenticate-oidc':
      return `log in at ${authentication.issuer} (OIDC, client secret ${nameOf(authentication.clientSecret)})`;
    case 'authenticate-cognito':
      return `log in at Cognito domain ${authentication.userPoolDomain}`;
    case 'jwt-validation':
      return `needs a JSON web token of ${authentication.issuer}`;
  }
}
