import {
  ATTRIBUTE_EXCLUDES,
  ATTRIBUTE_REQUIRES,
  ATTRIBUTE_UNKNOWN,
  ATTRIBUTE_VALUE_INVALID,
  HOST_HEADER_PRESERVED,
  HOST_REWRITE_WITH_PRESERVED_HOST,
  SETTING_WITHOUT_EFFECT,
} from '../diagnostics/catalogue/aws';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import { subjectOf } from '../diagnostics/subject';
import { didYouMean } from '../diagnostics/suggest';
import type { Attribute } from '../model/loadbalancerconfiguration';
import type { AttributeDefinition } from './attribute-keys';
import { PRESERVE_HOST_HEADER, loadBalancerAttributes, targetGroupAttributes } from './attribute-keys';
import type { PlanContext, TargetStickiness } from './context';
import type { ListenerPlan } from './ir';
import type { Settings } from './settings';
import type { Sourced } from './sourced';
import { subjectFor, where } from './sourced';

/** The configured attributes that AWS accepts, by key. Reports unknown keys and values out of range (GW53xx). */
export function checkAttributes(
  configured: readonly Sourced<Attribute>[],
  known: readonly AttributeDefinition[],
  of: string,
  sink: DiagnosticSink,
): ReadonlyMap<string, Sourced<Attribute>> {
  const keys = known.map(({ key }) => key);
  const accepted = configured.filter((attribute) => {
    const { key, value } = attribute.value;
    const subject = subjectFor(attribute);
    const definition = known.find((candidate) => candidate.key === key);
    const at = attribute.decoded.object.at(...attribute.path, definition === undefined ? 'key' : 'value');
    if (definition === undefined) {
      const hint = didYouMean(key, keys);
      sink.report(ATTRIBUTE_UNKNOWN, { subject, key, of }, { ...where(attribute), at, ...(hint !== undefined && { hint }) });
    } else if (!definition.accepts(value)) {
      sink.report(ATTRIBUTE_VALUE_INVALID, { subject, key, value, allowed: definition.allowed }, { ...where(attribute), at });
    }
    return definition?.accepts(value) ?? false;
  });
  return new Map(accepted.map((attribute) => [attribute.value.key, attribute]));
}

/** Attributes and the defaults of all that are not given, sorted by key. */
export function withDefaults(given: Readonly<Record<string, string>>, known: readonly AttributeDefinition[]): readonly Attribute[] {
  const defaults = known.flatMap(({ key, byDefault }) => (byDefault === undefined ? [] : [[key, byDefault] as const]));
  return Object.entries({ ...Object.fromEntries(defaults), ...given })
    .map(([key, value]) => ({ key, value }))
    .sort((left, right) => (left.key < right.key ? -1 : 1));
}

/**
 * All attributes of the load balancer with their defaults written out.
 *
 * With a listener on another port than 80 and 443 the Host header is preserved, unless configured otherwise: an ALB
 * would add the port to it, and targets would see another host than the client asked for.
 */
export function planLoadBalancerAttributes(
  settings: Settings,
  listeners: readonly ListenerPlan[],
  { gateway, sink }: Pick<PlanContext, 'gateway' | 'sink'>,
): readonly Attribute[] {
  const accepted = checkAttributes(settings.attributes, loadBalancerAttributes, 'a load balancer', sink);
  for (const logs of ['access_logs', 'connection_logs', 'health_check_logs']) {
    requireAttribute(accepted, `${logs}.s3.enabled`, 'true', `${logs}.s3.bucket`, sink);
  }
  const where = { at: gateway.gateway.object.at('metadata', 'name'), subject: gateway.gateway.ref };
  const subject = subjectOf(gateway.gateway.ref);
  const ports = listeners.map(({ port }) => port).filter((port) => port !== 80 && port !== 443);
  const preserve = accepted.has(PRESERVE_HOST_HEADER) ? [] : ports;
  if (preserve.length > 0) sink.report(HOST_HEADER_PRESERVED, { subject, ports: preserve }, where);
  const given = { ...(preserve.length > 0 && { [PRESERVE_HOST_HEADER]: 'true' }), ...valuesOf(accepted) };
  if (given[PRESERVE_HOST_HEADER] === 'true') reportHostRewrites(listeners, sink);
  return withDefaults(given, loadBalancerAttributes);
}

function reportHostRewrites(listeners: readonly ListenerPlan[], sink: DiagnosticSink): void {
  for (const { origin, transforms } of listeners.flatMap(({ rules }) => rules)) {
    if (!transforms.some(({ type }) => type === 'host-header-rewrite')) continue;
    const rule = `rule ${origin.ruleName ?? origin.rule ?? 0}`;
    const where = { ...(origin.span && { at: origin.span }), subject: origin.object };
    sink.report(HOST_REWRITE_WITH_PRESERVED_HOST, { subject: subjectOf(origin.object), rule }, where);
  }
}

/** Attributes of a target group with their defaults written out. `stickiness` beats configured stickiness. */
export function planTargetGroupAttributes(
  configured: readonly Sourced<Attribute>[],
  stickiness: TargetStickiness | undefined,
  sink: DiagnosticSink,
): readonly Attribute[] {
  const accepted = checkAttributes(configured, targetGroupAttributes, 'a target group', sink);
  if (stickiness !== undefined) reportOverruled(accepted, sink);
  if (accepted.get('stickiness.enabled')?.value.value === 'true' && stickiness === undefined) {
    requireAttribute(accepted, 'stickiness.type', 'app_cookie', 'stickiness.app_cookie.cookie_name', sink);
  }
  for (const algorithm of ['least_outstanding_requests', 'weighted_random']) {
    if (accepted.get('slow_start.duration_seconds')?.value.value !== '0') {
      excludeAttribute(accepted, 'load_balancing.algorithm.type', algorithm, 'slow_start.duration_seconds', sink);
    }
  }
  const mitigation = accepted.get('load_balancing.algorithm.anomaly_mitigation');
  if (mitigation?.value.value === 'on' && accepted.get('load_balancing.algorithm.type')?.value.value !== 'weighted_random') {
    const needs = 'load_balancing.algorithm.type=weighted_random';
    sink.report(ATTRIBUTE_REQUIRES, { subject: subjectFor(mitigation), ...mitigation.value, needs }, where(mitigation));
  }
  return withDefaults(withStickiness(valuesOf(accepted), stickiness), targetGroupAttributes);
}

function reportOverruled(accepted: Accepted, sink: DiagnosticSink): void {
  for (const [key, attribute] of accepted) {
    if (!key.startsWith('stickiness.')) continue;
    sink.report(SETTING_WITHOUT_EFFECT, { subject: subjectFor(attribute), field: key, because: 'session-persistence' }, where(attribute));
  }
}

/** Type and duration are written out where stickiness is on. */
function withStickiness(given: Readonly<Record<string, string>>, stickiness: TargetStickiness | undefined): Record<string, string> {
  const others = Object.fromEntries(Object.entries(given).filter(([key]) => stickiness === undefined || !key.startsWith('stickiness.')));
  if (stickiness !== undefined) {
    const type = stickiness.cookieName === undefined ? 'lb_cookie' : 'app_cookie';
    return {
      ...others,
      'stickiness.enabled': 'true',
      'stickiness.type': type,
      [`stickiness.${type}.duration_seconds`]: String(stickiness.durationSeconds ?? 86_400),
      ...(stickiness.cookieName !== undefined && { 'stickiness.app_cookie.cookie_name': stickiness.cookieName }),
    };
  }
  if (others['stickiness.enabled'] !== 'true') return others;
  const type = others['stickiness.type'] ?? 'lb_cookie';
  return { 'stickiness.type': type, [`stickiness.${type}.duration_seconds`]: '86400', ...others };
}

/** The values alone, by key. */
export function valuesOf(accepted: ReadonlyMap<string, Sourced<Attribute>>): Readonly<Record<string, string>> {
  return Object.fromEntries([...accepted].map(([key, attribute]) => [key, attribute.value.value]));
}

type Accepted = ReadonlyMap<string, Sourced<Attribute>>;

function requireAttribute(accepted: Accepted, key: string, value: string, needs: string, sink: DiagnosticSink): void {
  const attribute = accepted.get(key);
  if (attribute?.value.value !== value || accepted.has(needs)) return;
  sink.report(ATTRIBUTE_REQUIRES, { subject: subjectFor(attribute), key, value, needs }, where(attribute));
}

function excludeAttribute(accepted: Accepted, key: string, value: string, other: string, sink: DiagnosticSink): void {
  const attribute = accepted.get(key);
  if (attribute?.value.value !== value || !accepted.has(other)) return;
  sink.report(ATTRIBUTE_EXCLUDES, { subject: subjectFor(attribute), key, value, other }, where(attribute));
}
