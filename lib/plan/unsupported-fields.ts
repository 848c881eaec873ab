import { RETRY, TIMEOUT } from '../diagnostics/catalogue/filters';
import type { PlanContext } from './context';
import { tellPersistence } from './persistence';
import type { RouteRule } from './route-rule';

/**
 * Reports the fields of a rule that ask for more than an ALB does but leave open where its requests go: timeouts, retry and
 * parts of session persistence. As errors; under `respond-500` the rule is served without them, and the warning says so.
 */
export function tellUnsupportedFields(rule: RouteRule, context: PlanContext): void {
  const { sink } = context;
  const { rule: { rule: fields }, who } = rule;
  if ('timeouts' in fields && fields.timeouts) {
    for (const field of ['request', 'backendRequest'] as const) {
      const value = fields.timeouts[field];
      if (value !== undefined && !isZero(value)) sink.report(TIMEOUT, { ...who, field, value }, rule.where('timeouts', field));
    }
  }
  if ('retry' in fields && fields.retry) sink.report(RETRY, who, rule.where('retry'));
  tellPersistence(rule, context);
}

/** `0s` in any spelling: no timeout. */
function isZero(duration: string): boolean {
  return !/[1-9]/.test(duration);
}
