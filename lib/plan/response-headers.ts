import type { AttachedRoute } from '../attach/topology';
import {
  CORS_NOT_STATIC,
  CORS_PREFLIGHT,
  FILTERS_OVERLAP,
  RESPONSE_HEADER,
  RESPONSE_HEADER_DISAGREES,
  RESPONSE_HEADERS_EVERYWHERE,
} from '../diagnostics/catalogue/filters';
import { subjectOf } from '../diagnostics/subject';
import type { PathSegment } from '../source/kube-object';
import type { PlanContext, PlanResponseHeaders, PortGroup } from './context';
import { corsHeaders, corsProblems, isSettable } from './cors';
import { readFilters } from './filters';
import type { RuleFilters } from './filters';
import type { Attribute } from './ir';
import type { Obstacle } from './obstacles';
import { listenerObstacle, obstacle } from './obstacles';
import type { RouteRule } from './route-rule';
import { routeRule } from './route-rule';

/**
 * Response headers that an ALB can set, by listener only.
 * Source: "HTTP header modification for your Application Load Balancer" (ELB user guide).
 */
const settable = new Set([
  'strict-transport-security',
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-allow-credentials',
  'access-control-expose-headers',
  'access-control-max-age',
  'content-security-policy',
  'x-content-type-options',
  'x-frame-options',
]);

const serverHeader: Attribute = { key: 'routing.http.response.server.enabled', value: 'false' };

/** An attribute that a rule asks of its listener, and where. */
interface Wish extends Attribute {
  readonly header: string;
  readonly path: readonly PathSegment[];
}

/**
 * Attributes of the listener for the response headers that all rules on it agree on.
 * The headers of such a listener are on the ALB's own answers too, 404 included: a note says so.
 */
export const planResponseHeaders: PlanResponseHeaders = (group, context) => {
  const { granted } = agreementOn(group, context);
  const configured = configuredAttributes(group, context);
  const attributes = [...granted].map(([key, value]) => ({ key, value })).filter(({ key }) => !configured.has(key));
  if (attributes.length > 0) {
    const [{ parent, index }] = group.listeners;
    const headers = attributes.map(({ key }) => headerOf(key)).sort();
    const where = { at: parent.object.at('spec', 'listeners', index, 'port'), subject: parent.ref };
    context.sink.report(RESPONSE_HEADERS_EVERYWHERE, { subject: subjectOf(parent.ref), port: group.port, headers }, where);
  }
  return attributes.sort((left, right) => left.key.localeCompare(right.key));
};

/** What of the response headers of a rule its listener does not do. */
export function responseHeaderObstacles(filters: RuleFilters, rule: RouteRule, group: PortGroup, context: PlanContext): readonly Obstacle[] {
  if (filters.responseHeaders.length === 0 && filters.cors.length === 0) return [];
  const { granted, dissenters } = agreementOn(group, context);
  const wishes = wishesOf(filters);
  const denied = wishes.filter(({ key, value }) => granted.get(key) !== value);
  return [
    ...filters.responseHeaders.flatMap((filter) => headerProblems(filter, rule)),
    ...filters.cors.flatMap(({ filter, path }) => corsProblems(filter.cors).map(({ field, problem }) =>
      obstacle(CORS_NOT_STATIC, { ...rule.who, problem }, rule.where(...path, 'cors', field)))),
    ...wishes.filter(({ key, value }, index) => wishes.slice(0, index).some((other) => other.key === key && other.value !== value)).map((wish) =>
      obstacle(FILTERS_OVERLAP, { ...rule.who, what: `the response header ${wish.header} twice` }, rule.where(...wish.path))),
    ...denied.map((wish) => disagreement(wish, rule, group, dissenters(wish.key, wish.value))),
  ];
}

/** Says what static CORS headers leave to the backends. For rules that are served. */
export function tellCorsLimits(filters: RuleFilters, rule: RouteRule, context: PlanContext): void {
  for (const { path } of filters.cors) context.sink.report(CORS_PREFLIGHT, rule.who, rule.where(...path));
}

interface Agreement {
  /** Attributes that every rule asks for, or that the listener has by configuration. */
  readonly granted: ReadonlyMap<string, string>;
  /** The rules that do not ask for this attribute with this value. */
  readonly dissenters: (key: string, value: string) => readonly RouteRule[];
}

/** Every rule of a port asks for the same answer, so it is kept with the port. */
const agreements = new WeakMap<PortGroup, Agreement>();

function agreementOn(group: PortGroup, context: PlanContext): Agreement {
  const known = agreements.get(group);
  if (known) return known;
  const agreement = agree(group, context);
  agreements.set(group, agreement);
  return agreement;
}

function agree(group: PortGroup, context: PlanContext): Agreement {
  const rules = routesOn(group)
    .flatMap((route) => route.rules.map((rule) => routeRule(rule, route)))
    .map((rule) => ({ rule, wishes: wishesOf(readFilters(rule)) }));
  const [first, ...others] = rules.map(({ wishes }) => new Map(wishes.map(({ key, value }) => [key, value])));
  const common = [...first ?? []].filter(([key, value]) => others.every((wishes) => wishes.get(key) === value));
  return {
    granted: new Map([...common, ...configuredAttributes(group, context)]),
    dissenters: remembered((key, value) =>
      rules.filter(({ wishes }) => !wishes.some((wish) => wish.key === key && wish.value === value)).map(({ rule }) => rule)),
  };
}

/** Thousands of rules may disagree about the same header: each is looked up once. */
function remembered<T>(find: (key: string, value: string) => T): (key: string, value: string) => T {
  const found = new Map<string, T>();
  return (key, value) => {
    const name = `${key}=${value}`;
    const result = found.get(name) ?? find(key, value);
    found.set(name, result);
    return result;
  };
}

function routesOn(group: PortGroup): readonly AttachedRoute[] {
  return [...new Set(group.attachments.map(({ route }) => route))];
}

function configuredAttributes({ protocol, port }: PortGroup, { settings }: PlanContext): ReadonlyMap<string, string> {
  const configuration = settings.listenerConfigurations?.find(({ protocolPort }) => protocolPort.toUpperCase() === `${protocol}:${port}`);
  return new Map(configuration?.listenerAttributes?.map(({ key, value }) => [key, value]));
}

function attributeOf(header: string): string {
  return `routing.http.response.${header.toLowerCase().replaceAll('-', '_')}.header_value`;
}

function headerOf(key: string): string {
  return key.split('.')[3].replaceAll('_', '-');
}

/** The attributes that a rule's filters come to, as far as an ALB has them. */
function wishesOf({ responseHeaders, cors }: RuleFilters): readonly Wish[] {
  const ofHeaders = responseHeaders.flatMap(({ filter: { responseHeaderModifier: { set = [], remove = [] } }, path }): readonly Wish[] => [
    ...set.flatMap(({ name, value }, index) => (settable.has(name.toLowerCase()) && isSettable(value)
      ? [{ key: attributeOf(name), value, header: name, path: [...path, 'responseHeaderModifier', 'set', index] }]
      : [])),
    ...remove.flatMap((name, index) => (name.toLowerCase() === 'server'
      ? [{ ...serverHeader, header: name, path: [...path, 'responseHeaderModifier', 'remove', index] }]
      : [])),
  ]);
  const ofCors = cors.flatMap(({ filter, path }) => (corsProblems(filter.cors).length > 0
    ? []
    : corsHeaders(filter.cors).map(([header, value]) => ({ key: attributeOf(header), value, header, path }))));
  return [...ofHeaders, ...ofCors];
}

/** Changes of response headers that an ALB does not have, whatever the other rules say. */
function headerProblems({ filter, path }: RuleFilters['responseHeaders'][number], rule: RouteRule): readonly Obstacle[] {
  const { set = [], add = [], remove = [] } = filter.responseHeaderModifier;
  const tell = (list: string, index: number, header: string, problem: string): Obstacle =>
    obstacle(RESPONSE_HEADER, { ...rule.who, header, problem }, rule.where(...path, 'responseHeaderModifier', list, index));
  return [
    ...set.flatMap(({ name, value }, index) => {
      if (!settable.has(name.toLowerCase())) return [tell('set', index, name, 'an ALB cannot set this header')];
      return isSettable(value) ? [] : [tell('set', index, name, 'the value has more than 1 KB or characters that an ALB does not take')];
    }),
    ...add.map(({ name }, index) => tell('add', index, name, 'an ALB replaces values, it does not add to them')),
    ...remove.flatMap((name, index) => (name.toLowerCase() === 'server' ? [] : [tell('remove', index, name, 'an ALB removes no header but Server')])),
  ];
}

function disagreement(wish: Wish, rule: RouteRule, group: PortGroup, others: readonly RouteRule[]): Obstacle {
  const notes = others.slice(0, 5).map((other) => ({ text: `${other.who.subject}, rule ${other.who.rule}`, span: other.at() }));
  const args = { ...rule.who, header: wish.header, port: group.port, others: others.length };
  return listenerObstacle(RESPONSE_HEADER_DISAGREES, args, { ...rule.where(...wish.path), notes });
}
