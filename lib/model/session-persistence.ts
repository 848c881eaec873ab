import { z } from 'zod';
import type { Immutable } from './object';
import { duration } from './scalars';

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
