import { z } from 'zod';
import { CONFLICTING_FIELDS, PERMANENT_WITHOUT_TIMEOUT } from '../diagnostics/catalogue/shape';
import { checkNotBoth, checkStrange } from './entries';
import type { Mistake } from './mistakes';
import { mistake } from './mistakes';
import type { Immutable } from './object';
import type { Path } from './paths';
import { duration, headerName } from './scalars';

const lifetimeType = z.enum(['Permanent', 'Session']).default('Session');

export const cookieConfig = z.strictObject({ lifetimeType });
export type CookieConfig = Immutable<z.infer<typeof cookieConfig>>;

export const sessionCookie = z.strictObject({ name: headerName.optional(), path: z.string().default('/'), lifetimeType });
export type SessionCookie = Immutable<z.infer<typeof sessionCookie>>;

/**
 * Experimental channel (GEP-1619): keeps a client on one backend. Up to v1.6 the name is in `sessionName` and the
 * settings of the cookie in `cookieConfig`; later versions have them in `cookie` or `header`. Both are read, and
 * `sessionName` is filled in from the later form.
 */
export const sessionPersistence = z.strictObject({
  type: z.enum(['Cookie', 'Header']).default('Cookie'),
  sessionName: z.string().max(128).optional(),
  absoluteTimeout: duration.optional(),
  idleTimeout: duration.optional(),
  cookieConfig: cookieConfig.optional(),
  cookie: sessionCookie.optional(),
  header: z.strictObject({ name: headerName.optional() }).optional(),
}).transform((persistence) => {
  const sessionName = persistence.sessionName ?? persistence.cookie?.name ?? persistence.header?.name;
  return sessionName === undefined ? persistence : { ...persistence, sessionName };
});
export type SessionPersistence = Immutable<z.infer<typeof sessionPersistence>>;

/** What belongs together in a session persistence (CEL of the experimental CRDs). */
export function checkSessionPersistence(persistence: SessionPersistence | undefined, path: Path, mistakes: Mistake[]): void {
  if (persistence === undefined) {
    return;
  }
  const { type, cookie } = persistence;
  checkStrange(persistence, type === 'Cookie' ? ['header'] : ['cookie', 'cookieConfig'], path, mistakes);
  checkNotBoth(persistence, ['cookie', 'cookieConfig'], path, mistakes);
  const member = cookie?.name === undefined ? 'header' : 'cookie';
  const name = persistence[member]?.name;
  if (name !== undefined && persistence.sessionName !== name) {
    const fields = ['sessionName', `${member}.name`];
    mistakes.push(mistake(CONFLICTING_FIELDS, { fields }, { path: [...path, member, 'name'], onKey: true, about: path }));
  }
  const lifetime = cookie?.lifetimeType ?? persistence.cookieConfig?.lifetimeType;
  if (lifetime === 'Permanent' && persistence.absoluteTimeout === undefined) {
    mistakes.push(mistake(PERMANENT_WITHOUT_TIMEOUT, {}, { path, onKey: true }));
  }
}
