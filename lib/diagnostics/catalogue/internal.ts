/** GW9xxx: faults of this library. Never a user's mistake. */
import { error } from '../diagnostic';

export const INTERNAL_ERROR = error<{ stage: string; problem: string }>('GW9001', 'internal/unexpected', {
  message: ({ stage, problem }) => `unexpected fault in ${stage}: ${problem}`,
  fix: 'please report this with the input that caused it',
  cause: 'A fault of this library, not of the input.',
});
