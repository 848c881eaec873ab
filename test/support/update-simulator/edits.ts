import type { Fleet, FleetAction, FleetBackend, FleetListener, FleetMatch, FleetPort, FleetRoute, FleetRule, FleetService } from './fleet';
import { ownAnswers } from './fleet';

/**
 * One edit of a fleet, as choices: numbers taken modulo what there is, so that an edit means something for every fleet
 * and an edit can be left out of a history without the others losing their sense.
 */
export interface Edit {
  readonly kind: string;
  readonly route: number;
  readonly rule: number;
  readonly value: number;
  readonly other: number;
}

const hostnames = ['cafe.example.com', 'tea.example.com', '*.example.com', 'other.test'] as const;
const listenerHostnames = ['', '', '*.example.com', 'cafe.example.com'] as const;
const paths = ['/', '/a', '/a/b', '/a/b/c', '/d'] as const;
const headers = [['x-a', '1'], ['x-a', '2'], ['x-b', '1'], ['x-c', '1'], ['x-d', '1']] as const;
const queries = [['q', '1'], ['p', '2']] as const;
const methods = ['GET', 'POST'] as const;
const routeNames = ['cafe', 'bakery', 'counter', 'delivery', 'archive'] as const;
const serviceNames = ['coffee', 'tea', 'cake', 'juice'] as const;
const weights = [0, 1, 5, 50] as const;
const servicePorts = [80, 8080, 9090] as const;
const endpoints = [
  { port: 80, protocol: 'HTTP' },
  { port: 443, protocol: 'HTTPS' },
  { port: 8080, protocol: 'HTTP' },
  { port: 8443, protocol: 'HTTPS' },
] as const;

function at<T>(values: readonly T[], choice: number): T {
  return values[choice % values.length];
}

function move<T>(values: readonly T[], from: number, to: number): readonly T[] {
  const index = from % values.length;
  const rest = values.toSpliced(index, 1);
  return rest.toSpliced(to % values.length, 0, values[index]);
}

/** A match; the bits of `value` choose its parts. */
function matchFrom(value: number, other: number): FleetMatch {
  return {
    path: at(paths, value),
    exact: other % 5 === 0,
    ...(other % 7 === 1 && { method: at(methods, value) }),
    ...(other % 3 === 1 && { header: at(headers, (value / 5) | 0) }),
    ...(other % 11 === 2 && { query: at(queries, value) }),
  };
}

function backendFrom(fleet: Fleet, choice: number, weight: number): FleetBackend {
  const service = at(fleet.services, choice);
  return { service: service.name, port: at(service.ports, (choice / 3) | 0).port, weight: at(weights, weight) };
}

function forwardTo(fleet: Fleet, value: number, other: number): FleetAction {
  const first = { ...backendFrom(fleet, value, 1), weight: 1 };
  const second = backendFrom(fleet, other, value);
  const isCanary = other % 3 === 0 && (second.service !== first.service || second.port !== first.port);
  return { type: 'forward', backends: isCanary ? [first, second] : [first] };
}

function actionFrom(fleet: Fleet, value: number, other: number): FleetAction {
  if (other % 8 === 6) return { type: 'redirect', hostname: at(['new.example.com', 'cafe.example.com'], value) };
  if (other % 8 === 7) return { type: 'answer', status: at(ownAnswers, value) };
  return forwardTo(fleet, value, other);
}

function ruleFrom(fleet: Fleet, value: number, other: number): FleetRule {
  const matches = [matchFrom(value, other), ...(other % 4 === 3 ? [matchFrom(value + 7, other + 5)] : [])];
  return { matches, action: actionFrom(fleet, other, value), ...(value % 6 === 5 && { name: `rule-${other % 4}` }) };
}

function routeFrom(fleet: Fleet, { other, route, rule, value }: Edit): FleetRoute {
  const named = fleet.routes.map(({ name }) => name);
  const free = routeNames.filter((name) => !named.includes(name));
  const grpc = value % 9 === 8 && fleet.listeners.some(({ protocol }) => protocol === 'HTTPS');
  const hosts = other % 4 === 3 ? [] : [at(hostnames, other), ...(other % 5 === 0 ? [at(hostnames, other + 1)] : [])];
  return {
    kind: grpc ? 'GRPCRoute' : 'HTTPRoute',
    name: free.length > 0 ? at(free, route) : `extra-${route}`,
    hostnames: [...new Set(hosts)],
    rules: [ruleFrom(fleet, value, rule), ...(rule % 3 === 0 ? [ruleFrom(fleet, value + rule, other)] : [])],
  };
}

function serviceFrom(name: string, value: number, other: number): FleetService {
  return {
    name,
    ports: [portFrom(name, at(servicePorts, value), other)],
    targetType: 'ip',
    healthCheckPath: '/',
    healthCheckPort: 'traffic-port',
    protocol: 'HTTP',
    deregistrationDelay: 300,
    sticky: false,
    multiCluster: false,
  };
}

/** Node ports are never shared: each port of each Service has its own range. */
function portFrom(name: string, port: number, choice: number): FleetPort {
  const range = 30_000 + serviceNames.findIndex((other) => other === name) * 300 + servicePorts.findIndex((other) => other === port) * 100;
  return { port, targetPort: 8000 + (choice % 3), nodePort: range + (choice % 3), h2c: false };
}

function withRoute(fleet: Fleet, choice: number, change: (route: FleetRoute) => FleetRoute): Fleet {
  if (fleet.routes.length === 0) return fleet;
  const index = choice % fleet.routes.length;
  return { ...fleet, routes: fleet.routes.with(index, change(fleet.routes[index])) };
}

function withRule(fleet: Fleet, { route, rule }: Edit, change: (rule: FleetRule) => FleetRule): Fleet {
  return withRoute(fleet, route, (one) => {
    const index = rule % one.rules.length;
    return { ...one, rules: one.rules.with(index, change(one.rules[index])) };
  });
}

function withService(fleet: Fleet, choice: number, change: (service: FleetService) => FleetService): Fleet {
  const index = choice % fleet.services.length;
  return { ...fleet, services: fleet.services.with(index, change(fleet.services[index])) };
}

function withPort(fleet: Fleet, { route, rule }: Edit, change: (port: FleetPort, service: FleetService) => FleetPort): Fleet {
  return withService(fleet, route, (service) => {
    const index = rule % service.ports.length;
    return { ...service, ports: service.ports.with(index, change(service.ports[index], service)) };
  });
}

function withBackends(fleet: Fleet, change: (backend: FleetBackend) => FleetBackend | undefined): Fleet {
  const actionOf = (action: FleetAction): FleetAction | undefined => {
    if (action.type !== 'forward') return action;
    const backends = action.backends.flatMap((backend) => change(backend) ?? []);
    return backends.length > 0 ? { ...action, backends } : undefined;
  };
  const routes = fleet.routes.flatMap((route) => {
    const rules = route.rules.flatMap((rule) => {
      const action = actionOf(rule.action);
      return action ? [{ ...rule, action }] : [];
    });
    return rules.length > 0 ? [{ ...route, rules }] : [];
  });
  return { ...fleet, routes };
}

function isSameListener(one: FleetListener, other: FleetListener): boolean {
  return one.port === other.port && one.hostname === other.hostname;
}

type Change = (fleet: Fleet, edit: Edit) => Fleet;

/** What can be done to a fleet, with how often it is done. A fleet that it makes no sense for stays as it is. */
const changes: Readonly<Record<string, readonly [frequency: number, change: Change]>> = {
  'insert a route': [3, (fleet, edit) => (fleet.routes.length > 4 ? fleet : { ...fleet, routes: [routeFrom(fleet, edit), ...fleet.routes] })],
  'delete a route': [2, (fleet, { route }) => (fleet.routes.length < 2 ? fleet
    : { ...fleet, routes: fleet.routes.toSpliced(route % fleet.routes.length, 1) })],
  'rename a route': [1, (fleet, { route, value }) => {
    const free = routeNames.filter((name) => fleet.routes.every((other) => other.name !== name));
    return free.length === 0 ? fleet : withRoute(fleet, route, (one) => ({ ...one, name: at(free, value) }));
  }],
  'reorder routes': [1, (fleet, { route, value }) => ({ ...fleet, routes: move(fleet.routes, route, value) })],
  'insert a rule': [4, (fleet, { other, route, rule, value }) => withRoute(fleet, route, (one) => (one.rules.length > 4 ? one
    : { ...one, rules: one.rules.toSpliced(rule % (one.rules.length + 1), 0, ruleFrom(fleet, value, other)) }))],
  // Rules that only their order tells apart.
  'insert rules for headers': [2, (fleet, { other, route, value }) => withRoute(fleet, route, (one) => {
    const path = at(paths, value);
    const ruleFor = (choice: number): FleetRule => ({
      matches: [{ path, exact: false, header: at(headers, choice) }],
      action: actionFrom(fleet, other + choice, value + choice),
    });
    return one.rules.length > 4 ? one : { ...one, rules: [ruleFor(value), ruleFor(value + 1), ruleFor(value + 2), ...one.rules] };
  })],
  'delete a rule': [2, (fleet, { route, rule }) => withRoute(fleet, route, (one) => (one.rules.length < 2 ? one
    : { ...one, rules: one.rules.toSpliced(rule % one.rules.length, 1) }))],
  'reorder rules': [5, (fleet, { route, rule, value }) =>
    withRoute(fleet, route, (one) => ({ ...one, rules: move(one.rules, rule, value) }))],
  'reverse the rules': [2, (fleet, { route }) => withRoute(fleet, route, (one) => ({ ...one, rules: one.rules.toReversed() }))],
  'rename a rule': [1, (fleet, edit) => withRule(fleet, edit, (rule) => ({ ...rule, name: `rule-${edit.value % 4}` }))],
  'change a match': [4, (fleet, edit) => withRule(fleet, edit, (rule) => ({
    ...rule,
    matches: rule.matches.with(edit.other % rule.matches.length, matchFrom(edit.value, edit.other)),
  }))],
  'add or remove a match': [2, (fleet, { other, value, ...edit }) => withRule(fleet, { ...edit, other, value }, (rule) => ({
    ...rule,
    matches: rule.matches.length > 1 ? rule.matches.slice(1) : [...rule.matches, matchFrom(value, other)],
  }))],
  'change hostnames': [3, (fleet, { other, route, value }) => withRoute(fleet, route, (one) => ({
    ...one,
    hostnames: value % 6 === 5 ? [] : [...new Set([at(hostnames, value), ...(other % 3 === 0 ? [at(hostnames, other)] : [])])],
  }))],
  'change an action': [4, (fleet, edit) => withRule(fleet, edit, (rule) => ({ ...rule, action: actionFrom(fleet, edit.value, edit.other) }))],
  'change a weight': [3, (fleet, edit) => withRule(fleet, edit, (rule) => {
    if (rule.action.type !== 'forward' || rule.action.backends.length < 2) return rule;
    const [first, second] = rule.action.backends;
    return { ...rule, action: { ...rule.action, backends: [first, { ...second, weight: at(weights, edit.value) }] } };
  })],
  'attach to another port': [1, (fleet, { route, value }) => withRoute(fleet, route, ({ port: _, ...one }) =>
    (value % 2 === 0 ? one : { ...one, port: at(fleet.listeners, (value / 2) | 0).port }))],
  'add a listener': [2, (fleet, { other, value }) => {
    const listener = { ...at(endpoints, value), hostname: at(listenerHostnames, other) };
    const onPort = fleet.listeners.find(({ port }) => port === listener.port);
    if (fleet.listeners.length > 3 || fleet.listeners.some((known) => isSameListener(known, listener))) return fleet;
    return { ...fleet, listeners: [...fleet.listeners, { ...listener, ...(onPort && { protocol: onPort.protocol }) }] };
  }],
  'remove a listener': [1, (fleet, { value }) => {
    if (fleet.listeners.length < 2) return fleet;
    const { port } = at(fleet.listeners, value);
    const listeners = fleet.listeners.toSpliced(value % fleet.listeners.length, 1);
    const isLeft = listeners.some((listener) => listener.port === port);
    const routes = fleet.routes.map(({ port: wanted, ...route }) => (isLeft || wanted !== port ? { ...route, port: wanted } : route));
    return { ...fleet, listeners, routes };
  }],
  'change the hostname of a listener': [1, (fleet, { other, value }) => {
    const index = value % fleet.listeners.length;
    const listener = { ...fleet.listeners[index], hostname: at(listenerHostnames, other) };
    const isTaken = fleet.listeners.some((known) => isSameListener(known, listener));
    return isTaken ? fleet : { ...fleet, listeners: fleet.listeners.with(index, listener) };
  }],
  'change the protocol of a listener': [1, (fleet, { value }) => {
    const { port, protocol } = at(fleet.listeners, value);
    const other = protocol === 'HTTP' ? 'HTTPS' as const : 'HTTP' as const;
    return { ...fleet, listeners: fleet.listeners.map((listener) => (listener.port === port ? { ...listener, protocol: other } : listener)) };
  }],
  'change load balancer attributes': [1, (fleet, { value }) => ({ ...fleet, idleTimeout: at([60, 30, 120], value) })],
  'change response headers': [1, (fleet) => ({ ...fleet, nosniff: !fleet.nosniff })],
  'change the scheme': [1, (fleet) => ({ ...fleet, scheme: fleet.scheme === 'internal' ? 'internet-facing' : 'internal' })],
  'add a Service': [2, (fleet, { other, value }) => {
    const free = serviceNames.filter((name) => fleet.services.every((service) => service.name !== name));
    return free.length === 0 ? fleet : { ...fleet, services: [...fleet.services, serviceFrom(at(free, value), other, value)] };
  }],
  'remove a Service': [1, (fleet, { value }) => {
    if (fleet.services.length < 2) return fleet;
    const { name } = at(fleet.services, value);
    const without = withBackends(fleet, (backend) => (backend.service === name ? undefined : backend));
    return without.routes.length === 0 ? fleet : { ...without, services: fleet.services.filter((service) => service.name !== name) };
  }],
  'add a Service port': [1, (fleet, { other, route, value }) => withService(fleet, route, (service) => {
    const free = servicePorts.filter((port) => service.ports.every((known) => known.port !== port));
    return free.length === 0 ? service : { ...service, ports: [...service.ports, portFrom(service.name, at(free, value), other)] };
  })],
  'remove a Service port': [1, (fleet, { route, rule }) => {
    const service = at(fleet.services, route);
    if (service.ports.length < 2) return fleet;
    const { port } = at(service.ports, rule);
    const [left] = service.ports.filter((known) => known.port !== port);
    const moved = withBackends(fleet, (backend) =>
      (backend.service === service.name && backend.port === port ? { ...backend, port: left.port } : backend));
    return withService(moved, route, (one) => ({ ...one, ports: one.ports.filter((known) => known.port !== port) }));
  }],
  'change a target port': [2, (fleet, edit) =>
    withPort(fleet, edit, (port, { name }) => ({ ...portFrom(name, port.port, edit.value), h2c: port.h2c }))],
  'change the protocol of a port': [1, (fleet, edit) => withPort(fleet, edit, (port) => ({ ...port, h2c: !port.h2c }))],
  'change the target type': [1, (fleet, { route }) =>
    withService(fleet, route, (service) => ({ ...service, targetType: service.targetType === 'ip' ? 'instance' : 'ip' }))],
  'change the health check': [2, (fleet, { other, route, value }) => withService(fleet, route, (service) => ({
    ...service,
    healthCheckPath: at(['/', '/health', '/ready'], value),
    healthCheckPort: at(['traffic-port', '9000'], other),
  }))],
  'change target group attributes': [1, (fleet, { route, value }) => withService(fleet, route, (service) => ({
    ...service,
    deregistrationDelay: at([300, 30, 0], value),
    sticky: value % 2 === 0,
    multiCluster: value % 5 === 0,
  }))],
  'change the backend protocol': [1, (fleet, { route }) =>
    withService(fleet, route, (service) => ({ ...service, protocol: service.protocol === 'HTTP' ? 'HTTPS' : 'HTTP' }))],
};

/** Kinds of edits, each as often as it is done. */
export const editKinds: readonly string[] = Object.entries(changes).flatMap(([kind, [frequency]]) =>
  Array.from({ length: frequency }, () => kind));

/** The fleet after an edit. Where the edit changes nothing, the next kinds of edits are tried with the same choices. */
export function edited(fleet: Fleet, edit: Edit): Fleet {
  const kinds = Object.keys(changes);
  const first = kinds.indexOf(edit.kind);
  const before = JSON.stringify(fleet);
  for (const kind of [...kinds.slice(first), ...kinds.slice(0, first)]) {
    const after = changes[kind][1](fleet, edit);
    if (JSON.stringify(after) !== before) return after;
  }
  return fleet;
}

/** Where every history begins. */
export const firstFleet: Fleet = {
  scheme: 'internal',
  idleTimeout: 60,
  nosniff: false,
  listeners: [{ port: 80, protocol: 'HTTP', hostname: '' }, { port: 443, protocol: 'HTTPS', hostname: '' }],
  services: [serviceFrom('coffee', 0, 0), serviceFrom('tea', 1, 1)],
  routes: [{
    kind: 'HTTPRoute',
    name: 'cafe',
    hostnames: ['cafe.example.com'],
    rules: [
      { matches: [{ path: '/a', exact: false }], action: { type: 'forward', backends: [{ service: 'coffee', port: 80, weight: 1 }] } },
      { matches: [{ path: '/', exact: false }], action: { type: 'forward', backends: [{ service: 'tea', port: 8080, weight: 1 }] } },
    ],
  }],
};
