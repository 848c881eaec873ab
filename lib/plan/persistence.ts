import {
  PERSISTENCE_APPROXIMATED,
  PERSISTENCE_BY_HEADER,
  PERSISTENCE_COOKIE_NAME,
  type PersistenceApproximation,
} from '../diagnostics/catalogue/filters';
import { milliseconds } from '../model/durations';
import type { SessionPersistence } from '../model/session-persistence';
import type { PathSegment } from '../source/kube-object';
import type { PlanContext, TargetStickiness } from './context';
import type { RouteRule } from './route-rule';

/** Stickiness with its duration settled. */
export type Persistence = TargetStickiness & { readonly durationSeconds: number };

const LONGEST = 604_800;

/**
 * `sessionPersistence` of a route rule (experimental channel, GEP-1619) as stickiness of its target groups. Undefined where
 * the rule has none, or one that an ALB cannot do.
 *
 * Without a name the ALB sets a cookie of its own (`lb_cookie`); with one it follows the cookie of that name, which the
 * application sets (`app_cookie`). An ALB has one duration, 1 second to 7 days: the absoluteTimeout, or else the longest.
 */
export function persistenceOf({ rule: { rule: { sessionPersistence } } }: RouteRule): Persistence | undefined {
  if (sessionPersistence === undefined || sessionPersistence.type === 'Header') return undefined;
  const { sessionName: cookieName } = sessionPersistence;
  const durationSeconds = Math.min(LONGEST, Math.max(1, secondsOf(sessionPersistence)));
  if (cookieName === undefined) return { durationSeconds };
  return isCookieName(cookieName) ? { cookieName, durationSeconds } : undefined;
}

/** Reports what of `sessionPersistence` an ALB cannot do, or does in its own way. */
export function tellPersistence(rule: RouteRule, { sink }: PlanContext): void {
  const persistence = rule.rule.rule.sessionPersistence;
  if (persistence === undefined) return;
  const where = (...path: readonly PathSegment[]) => rule.where('sessionPersistence', ...path);
  if (persistence.type === 'Header') {
    sink.report(PERSISTENCE_BY_HEADER, rule.who, where());
    return;
  }
  const { sessionName } = persistence;
  if (sessionName !== undefined && !isCookieName(sessionName)) {
    sink.report(PERSISTENCE_COOKIE_NAME, { ...rule.who, name: sessionName }, where(...namePath(persistence)));
    return;
  }
  for (const { how, path } of approximations(persistence)) {
    sink.report(PERSISTENCE_APPROXIMATED, { ...rule.who, how }, where(...path));
  }
}

interface Approximation {
  readonly how: PersistenceApproximation;
  readonly path: readonly PathSegment[];
}

/** The cookie of an application has the path and lifetime that the application gives it. */
function approximations(persistence: SessionPersistence): readonly Approximation[] {
  const { absoluteTimeout, cookie, cookieConfig, idleTimeout, sessionName } = persistence;
  const found: Approximation[] = [];
  const ownCookie = sessionName === undefined;
  if (!ownCookie) found.push({ how: 'application-cookie', path: namePath(persistence) });
  if (ownCookie && (cookie ?? cookieConfig)?.lifetimeType !== 'Permanent') found.push({ how: 'session-lifetime', path: [] });
  if (ownCookie && cookie !== undefined && cookie.path !== '/') found.push({ how: 'cookie-path', path: ['cookie', 'path'] });
  if (idleTimeout !== undefined) found.push({ how: 'idle-timeout', path: ['idleTimeout'] });
  const seconds = secondsOf(persistence);
  if (absoluteTimeout !== undefined && (seconds < 1 || seconds > LONGEST)) found.push({ how: 'timeout-range', path: ['absoluteTimeout'] });
  return found;
}

function secondsOf({ absoluteTimeout }: SessionPersistence): number {
  return absoluteTimeout === undefined ? LONGEST : Math.ceil(milliseconds(absoluteTimeout) / 1000);
}

function namePath({ cookie }: SessionPersistence): readonly PathSegment[] {
  return cookie?.name === undefined ? ['sessionName'] : ['cookie', 'name'];
}

/** What ELB takes as the name of an application's cookie: a token (RFC 6265) that is none of its own names. */
function isCookieName(name: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name) && !name.startsWith('AWSALB');
}
