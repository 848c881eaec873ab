/**
 * What the AWS Load Balancer Controller 3.5.0 publishes about its support of the Gateway API for ALBs, row by row of its layer 7
 * page, with the fields that a row is about.
 */
export interface PublishedSupport {
  readonly object: string;
  readonly field: string;
  /** Of the Gateway API. */
  readonly level: 'Core' | 'Extended' | 'Experimental';
  readonly supported: boolean;
  readonly hint?: string;
  /** Paths of fields, each with all that is inside. */
  readonly fields: readonly string[];
  /** What to say of ours where no field of a manifest stands for the row. */
  readonly here?: string;
}

const row = (
  object: string,
  field: string,
  level: PublishedSupport['level'],
  supported: boolean,
  fields: readonly string[],
  more: Pick<PublishedSupport, 'hint' | 'here'> = {},
): PublishedSupport => ({ object, field, level, supported, fields, ...more });

const useConfiguration = { hint: 'use LB Config' };
const useRuleConfiguration = { hint: 'use ListenerRuleConfiguration' };

function listenerRows(): readonly PublishedSupport[] {
  const of = (field: string): readonly string[] => [`Gateway.spec.listeners[].${field}`, `ListenerSet.spec.listeners[].${field}`];
  return [
    row('Listener', 'Protocol', 'Core', true, of('protocol')),
    row('Listener', 'Port', 'Core', true, of('port')),
    row('Listener', 'Section name', 'Core', true, of('name')),
    row('Listener', 'Hostname', 'Core', true, of('hostname')),
    row('Listener', 'Allowed routes', 'Core', true, of('allowedRoutes')),
    row('Listener', 'TLS mode', 'Core', true, of('tls.mode')),
    row('Listener', 'TLS certificateRefs', 'Core', false, of('tls.certificateRefs'), useConfiguration),
    row('Listener', 'TLS options', 'Core', false, of('tls.options'), useConfiguration),
  ];
}

function routeRows(kind: 'HTTPRoute' | 'GRPCRoute'): readonly PublishedSupport[] {
  const rule = `${kind}.spec.rules[]`;
  const filter = `${rule}.filters[]`;
  return [
    row(kind, 'ParentRefs', 'Core', true, [`${kind}.spec.parentRefs`]),
    row(kind, 'UseDefaultGateways', 'Core', false, [`${kind}.spec.useDefaultGateways`]),
    row(kind, 'Hostnames', 'Core', true, [`${kind}.spec.hostnames`]),
    row(kind, 'Rule name', 'Core', true, [`${rule}.name`]),
    row(kind, 'Filter type', 'Core', false, [`${filter}.type`], { hint: 'partly', here: 'partly, see each filter' }),
    row(kind, 'RequestHeaderModifier', 'Core', false, [`${filter}.requestHeaderModifier`], { hint: 'limited' }),
    row(kind, 'ResponseHeaderModifier', 'Core', false, [`${filter}.responseHeaderModifier`]),
    row(kind, 'RequestMirror', kind === 'HTTPRoute' ? 'Extended' : 'Core', false, [`${filter}.requestMirror`]),
    row(kind, 'ExtensionRef', 'Core', true, [`${filter}.extensionRef`], { hint: 'for ListenerRuleConfigurations' }),
    row(kind, 'SessionPersistence', 'Extended', false, [`${rule}.sessionPersistence`], useRuleConfiguration),
  ];
}

const http = 'HTTPRoute.spec.rules[]';
const grpc = 'GRPCRoute.spec.rules[]';

export const publishedSupport: readonly PublishedSupport[] = [
  row('GatewayClass', 'ControllerName', 'Core', true, ['GatewayClass.spec.controllerName']),
  row('GatewayClass', 'ParametersRef', 'Core', true, ['GatewayClass.spec.parametersRef']),
  row('GatewayClass', 'Description', 'Core', true, ['GatewayClass.spec.description']),
  row('GatewayClass', 'Status', 'Core', true, [], { here: 'computed from the diagnostics' }),
  row('Gateway', 'Listeners', 'Core', true, ['Gateway.spec.listeners']),
  row('Gateway', 'Addresses', 'Core', true, ['Gateway.spec.addresses']),
  row('Gateway', 'Infrastructure', 'Core', true, ['Gateway.spec.infrastructure'], { hint: 'attaches the LB Config' }),
  row('Gateway', 'Status', 'Core', true, [], {
    hint: 'has the ARN',
    here: 'computed from the diagnostics; the ARN is an output of the stack',
  }),
  row('Gateway', 'AllowedListeners', 'Experimental', true, ['Gateway.spec.allowedListeners', 'ListenerSet.spec.parentRef']),
  row('Gateway', 'GatewayTLSConfig', 'Extended', false, ['Gateway.spec.tls']),
  row('Gateway', 'GatewayDefaultScope', 'Core', false, ['Gateway.spec.defaultScope']),
  ...listenerRows(),
  ...routeRows('GRPCRoute'),
  row('GRPCRoute', 'Method match', 'Core', true, [`${grpc}.matches[].method`]),
  row('GRPCRoute', 'Header match', 'Core', true, [`${grpc}.matches[].headers`]),
  ...routeRows('HTTPRoute'),
  row('HTTPRoute', 'Path match', 'Core', true, [`${http}.matches[].path`]),
  row('HTTPRoute', 'Header match', 'Core', true, [`${http}.matches[].headers`]),
  row('HTTPRoute', 'Query parameter match', 'Core', true, [`${http}.matches[].queryParams`]),
  row('HTTPRoute', 'Method match', 'Core', true, [`${http}.matches[].method`]),
  row('HTTPRoute', 'RequestRedirect', 'Core', true, [`${http}.filters[].requestRedirect`], { hint: 'ReplacePrefixMatch with limits' }),
  row('HTTPRoute', 'URLRewrite', 'Extended', true, [`${http}.filters[].urlRewrite`]),
  row('HTTPRoute', 'CORS', 'Extended', false, [`${http}.filters[].cors`]),
  row('HTTPRoute', 'ExternalAuth', 'Extended', false, [`${http}.filters[].externalAuth`], useRuleConfiguration),
  row(
    'HTTPRoute',
    'BackendRefs',
    'Core',
    true,
    ['group', 'kind', 'name', 'namespace', 'port', 'weight'].map((field) => `${http}.backendRefs[].${field}`),
  ),
  row('HTTPRoute', 'Timeouts', 'Extended', false, [`${http}.timeouts`]),
  row('HTTPRoute', 'Retry', 'Extended', false, [`${http}.retry`]),
  row('BackendTLSPolicy', 'as a whole', 'Core', false, ['BackendTLSPolicy']),
];

/** The row that is about a field: the closest one. */
export function publishedFor(path: string): PublishedSupport | undefined {
  const covering = publishedSupport.flatMap((published) =>
    published.fields.filter((field) => isWithin(path, field)).map((field) => ({ published, length: field.length })),
  );
  return covering.sort((left, right) => right.length - left.length)[0]?.published;
}

/** Whether a field is `around`, or inside it. */
export function isWithin(path: string, around: string): boolean {
  return path === around || path.startsWith(`${around}.`) || path.startsWith(`${around}[]`);
}
