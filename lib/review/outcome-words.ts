import type { AuthenticationAction, Transform } from '../plan/ir';
import type { OutcomeTarget, RoutedOutcome } from './outcomes';

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
