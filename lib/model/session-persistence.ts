import { z } from 'zod';
import type { Immutable } from './object';
import { duration } from './scalars';
import { PERMANENT_WITHOUT_TIMEOUT } from '../diagnostics/catalogue/shape';
import type { Mistake } from './mistakes';
import { mistake } from './mistakes';
import type { Path } from './paths';

export const cookieConfig = z.strictObject({ lifetimeType: z.enum(['Permanent', 'Session']).default('Session') });
export type CookieConfig = Immutable<z.infer<typeof cookieConfig>>;

/** Experimental channel (GEP-1619): keeps a client on one backend. */
export const sessionPersistence = z.strictObject({
  sessionName: z.string().max(128).optional(),
  absoluteTimeout: duration.optional(),
  idleTimeout: duration.optional(),
  type: z.enum(['Cookie', 'Header']).default('Cookie'),
  cookieConfig: cookieConfig.optional(),
});
export type SessionPersistence = Immutable<z.infer<typeof sessionPersistence>>;

/** A permanent cookie needs an absolute timeout (CEL of the experimental CRD). */
export function checkSessionPersistence(persistence: SessionPersistence | undefined, path: Path, mistakes: Mistake[]): void {
  if (persistence?.cookieConfig?.lifetimeType === 'Permanent' && persistence.absoluteTimeout === undefined) {
    mistakes.push(mistake(PERMANENT_WITHOUT_TIMEOUT, {}, { path, onKey: true }));
  }
}
