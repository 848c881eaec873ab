import type { Observation } from './observation';

/** What happens to a request, as a phrase that completes "got ...". */
export function answerWords(observed: Observation): string {
  const answer = withoutLogin(observed);
  return observed.authentication === 'none' ? answer : `${answer} after authentication (${observed.authentication})`;
}

function withoutLogin({ refused, location, status, backends }: Observation): string {
  if (refused !== undefined) return `no HTTP response (${refused})`;
  if (location !== undefined) return `a redirect (${status}) to ${location}`;
  if (backends.length === 0) return `${status} from the load balancer`;
  const [only] = backends;
  if (backends.length === 1) return only.backend;
  return backends.map(({ backend, percent }) => `${backend} with ${shareWords(percent)}`).join(' and ');
}

/** A percentage with at most two decimals. */
export function shareWords(percent: number): string {
  return `${Number(percent.toFixed(2))} %`;
}
