import type { AttachedRoute, ResolvedRule } from '../attach/topology';
import { ACTION_WITHOUT_EFFECT, FIXED_RESPONSE_BODY, REDIRECT_CONFIGURATION_ALONE, REDIRECT_QUERY } from '../diagnostics/catalogue/rule-actions';
import type { Report } from '../diagnostics/diagnostic';
import { subjectOf } from '../diagnostics/subject';
import type { FixedResponseActionConfig, ListenerRuleAction, ListenerRuleConfiguration } from '../model/listenerruleconfiguration';
import { authenticationObstacles, planAuthentication, tellIgnoredFields } from './authentication';
import type { OutcomeVariant, PlanContext, PlanOutcome, PortGroup, RuleOutcome } from './context';
import { readFilters } from './filters';
import type { RuleFilters } from './filters';
import { forwardObstacles, planForward } from './forwards';
import type { FixedResponseAction } from './ir';
import { limits } from './limits';
import type { Obstacle, Standing } from './obstacles';
import { isServed, obstacle, tellObstacles } from './obstacles';
import { planRedirect, queryProblem } from './redirects';
import type { PlannedRedirect } from './redirects';
import { responseHeaderObstacles, tellCorsLimits } from './response-headers';
import { routeRule, whereConfigured } from './route-rule';
import type { RouteRule } from './route-rule';
import { planSourceIp, sourceIpObstacles, tellSourceIpLimits } from './source-ip';
import { entries } from './sourced';
import { planTags } from './tags';
import { planTransforms, rewriteObstacles } from './transforms';
import { tellUnsupportedFields } from './unsupported-fields';

/**
 * What a route rule does with the requests it matches, on the listener of a port: authentication, then one action.
 *
 * The routing action is the first of these that the rule has: a fixed response (ListenerRuleConfiguration), a redirect, a
 * forward to its backends. A rule of which a part cannot be expressed answers with an error and keeps its matches, so its
 * requests never fall to another rule; each obstacle is reported. Under `fail` those reports are errors.
 */
export const planOutcome: PlanOutcome = (rule, route, group, context) => {
  const reading = readRule(rule, route, group, context);
  tellObstacles(reading.obstacles, route, group, context.sink, (other) => readRule(other, route, group, context));
  tellUnsupportedFields(reading.rule, context);
  const { configuration } = reading;
  const tags = configuration ? tagsOf(configuration, context) : [];
  const anywhere: RuleOutcome['sourceIp'] = () => 'none';
  if (!isServed(reading)) return { variants: [whole(unavailable(route))], tags, sourceIp: anywhere };
  tellLimits(reading, context);
  const sourceIp = configuration ? planSourceIp(configuration) : anywhere;
  if (configuration) tellSourceIpLimits(configuration, sourceIp, reading.rule, context);
  const authentication = configuration && planAuthentication(configuration);
  return { variants: planVariants(reading, group, context), ...(authentication && { authentication }), tags, sourceIp };
};

function tagsOf(configuration: ListenerRuleConfiguration, { sink }: PlanContext): RuleOutcome['tags'] {
  const { tags = {} } = configuration.spec;
  return planTags(entries({ value: tags, decoded: configuration, path: ['spec', 'tags'] }), sink);
}

/** A rule on a port, read without side effects. */
interface RuleReading extends Standing {
  readonly rule: RouteRule;
  readonly filters: RuleFilters;
  readonly configuration?: ListenerRuleConfiguration;
  readonly redirect?: PlannedRedirect;
}

function readRule(resolved: ResolvedRule, route: AttachedRoute, group: PortGroup, context: PlanContext): RuleReading {
  const rule = routeRule(resolved, route);
  const filters = readFilters(rule);
  const configuration = resolved.extension.kind === 'listener-rule-configuration' ? resolved.extension.configuration : undefined;
  const query = configuration && actionOf('redirect', configuration)?.redirectConfig.query;
  const redirect = filters.redirect && planRedirect({ redirect: filters.redirect, rule, group, ...(query !== undefined && { query }) });
  return {
    rule,
    filters,
    ...(configuration && { configuration }),
    ...(redirect && { redirect }),
    broken: resolved.extension.kind === 'unresolved',
    obstacles: [
      ...filters.obstacles,
      ...responseHeaderObstacles(filters, rule, group, context),
      ...rewriteObstacles(filters.rewrites, rule),
      ...redirect?.obstacles ?? forwardObstacles(rule, context),
      ...configuration ? configurationObstacles(configuration, filters, rule) : [],
      ...configuration ? authenticationObstacles(configuration, rule, group, context) : [],
    ],
  };
}

function actionOf<Type extends ListenerRuleAction['type']>(
  type: Type,
  { spec: { actions = [] } }: ListenerRuleConfiguration,
): Extract<ListenerRuleAction, { type: Type }> | undefined {
  return actions.find((action): action is Extract<ListenerRuleAction, { type: Type }> => action.type === type);
}

function configurationObstacles(configuration: ListenerRuleConfiguration, filters: RuleFilters, rule: RouteRule): readonly Obstacle[] {
  const subject = subjectOf(configuration.ref);
  const where = (type: ListenerRuleAction['type'], ...path: readonly string[]): Report => {
    const index = (configuration.spec.actions ?? []).findIndex((action) => action.type === type);
    return whereConfigured(configuration, ['spec', 'actions', index, ...path], rule);
  };
  const query = actionOf('redirect', configuration)?.redirectConfig.query;
  const problem = query === undefined ? undefined : queryProblem(query);
  const body = actionOf('fixed-response', configuration)?.fixedResponseConfig.messageBody ?? '';
  return [
    ...sourceIpObstacles(configuration, rule),
    ...(problem === undefined
      ? []
      : [obstacle(REDIRECT_QUERY, { subject, value: query ?? '', problem }, where('redirect', 'redirectConfig', 'query'))]),
    ...(query === undefined || filters.redirect
      ? []
      : [obstacle(REDIRECT_CONFIGURATION_ALONE, { ...rule.who, configuration: subject }, where('redirect'))]),
    ...(body.length > limits.fixedResponseBodyLength
      ? [obstacle(FIXED_RESPONSE_BODY, { subject, length: body.length }, where('fixed-response', 'fixedResponseConfig', 'messageBody'))]
      : []),
  ];
}

/** What of a rule is served with limits, or has no effect. */
function tellLimits({ rule, filters, configuration }: RuleReading, context: PlanContext): void {
  tellCorsLimits(filters, rule, context);
  const fixed = configuration && actionOf('fixed-response', configuration);
  if (rule.rule.rule.sessionPersistence && (fixed ?? filters.redirect)) {
    const winner = fixed ? 'the fixed response' : 'the redirect';
    context.sink.report(ACTION_WITHOUT_EFFECT, { ...rule.who, what: 'sessionPersistence', winner }, rule.where('sessionPersistence'));
  }
  if (!configuration) return;
  tellIgnoredFields(configuration, context);
  const named = subjectOf(configuration.ref);
  if (fixed) {
    for (const { filter, path } of [...filters.redirect ? [filters.redirect] : [], ...filters.rewrites]) {
      context.sink.report(ACTION_WITHOUT_EFFECT, { ...rule.who, what: filter.type, winner: `the fixed response of ${named}` }, rule.where(...path));
    }
  } else if (filters.redirect && stickinessOf(configuration) !== undefined) {
    const what = `the stickiness of ${named}`;
    context.sink.report(ACTION_WITHOUT_EFFECT, { ...rule.who, what, winner: 'the redirect' }, rule.where(...filters.redirect.path));
  }
}

function stickinessOf(configuration: ListenerRuleConfiguration): number | undefined {
  const stickiness = actionOf('forward', configuration)?.forwardConfig.targetGroupStickinessConfig;
  return stickiness?.enabled ? stickiness.durationSeconds : undefined;
}

function planVariants({ rule, filters, configuration, redirect }: RuleReading, group: PortGroup, context: PlanContext): readonly OutcomeVariant[] {
  const fixed = configuration && actionOf('fixed-response', configuration);
  if (fixed) return [whole(fixedResponse(fixed.fixedResponseConfig))];
  if (redirect) return redirect.variants;
  const forward = planForward(rule, group, context, configuration && stickinessOf(configuration));
  return [forward ? { ...whole(forward), transforms: planTransforms(filters.rewrites, rule) } : whole(unavailable(rule.route))];
}

function whole(action: OutcomeVariant['action']): OutcomeVariant {
  return { path: 'whole', transforms: [], action };
}

function fixedResponse({ statusCode, contentType, messageBody }: FixedResponseActionConfig): FixedResponseAction {
  return { type: 'fixed-response', statusCode, contentType, ...(messageBody !== undefined && { messageBody }) };
}

/** 500 by the specification; a gRPC client reads 503 as UNAVAILABLE, which is what the specification asks for there. */
function unavailable({ route }: AttachedRoute): FixedResponseAction {
  return { type: 'fixed-response', statusCode: route.ref.kind === 'GRPCRoute' ? 503 : 500, contentType: 'text/plain' };
}
