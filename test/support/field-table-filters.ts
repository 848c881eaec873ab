/** The filters of routes in the field table: of HTTPRoutes and GRPCRoutes, of rules and of backendRefs. */
import type { FieldEntries, Patch } from './field-table';
import { added, changed, except, mapped, rejected, under, within } from './field-table-entries';
import { listenerRuleConfiguration, toCoffee, toConfiguration, toTea } from './field-table-manifests';

/** Where a list of filters stands. */
interface Home {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  /** Path of the list. */
  readonly list: string;
  readonly ofBackend: boolean;
}

const shared = 'on a backendRef: where all backends of the rule have the same filters';
const withHome = ({ ofBackend }: Home, detail: string): string => (ofBackend ? `${detail}; ${shared}` : detail);

/** Members of a filter that no ALB has in any form. */
function refused(home: Home, code: string, detail: string, filter: { readonly type: string }, fields: readonly string[]): FieldEntries {
  const given = { [`${home.list}[]`]: filter };
  const entry = () => rejected(code, detail, within(home.list, given), { at: `${home.list}[]` });
  return Object.fromEntries(fields.map((field) => [`${home.list}[].${field}`, entry()]));
}

const header = { name: 'x-tester', value: '1' };
const headerModifier = { set: [header], add: [header], remove: ['x-debug'] };

function requestHeaderModifier(home: Home): FieldEntries {
  const fields = ['set[].name', 'set[].value', 'add[].name', 'add[].value', 'remove'].map((field) => `requestHeaderModifier.${field}`);
  return refused(
    home,
    'GW3201',
    'an ALB does not change request headers',
    { type: 'RequestHeaderModifier', requestHeaderModifier: headerModifier } as never,
    fields,
  );
}

function responseHeaderModifier(home: Home): FieldEntries {
  const filter = `${home.list}[]`;
  const member = `${filter}.responseHeaderModifier`;
  const using = (responseHeaderModifierOf: object): Patch => ({
    [filter]: { type: 'ResponseHeaderModifier', responseHeaderModifier: responseHeaderModifierOf },
  });
  const setting = using({ set: [{ name: 'X-Frame-Options', value: 'DENY' }] });
  const disagreeing: Patch =
    home.kind === 'HTTPRoute'
      ? { 'HTTPRoute.spec.rules[1]': { matches: [{ path: { type: 'PathPrefix', value: '/other' } }], backendRefs: [toCoffee] } }
      : { 'GRPCRoute.spec.rules[1]': { matches: [{ method: { service: 'shop.Other', method: 'Brew' } }], backendRefs: [toCoffee] } };
  return under(member, {
    'set[].name': mapped('Listener ListenerAttributes', changed('X-Content-Type-Options', 'X-Frame-Options', setting), {
      detail: withHome(home, 'for a listener as a whole: where all rules on it agree'),
      except: [
        except('GW3202', 'it is none of the ten headers that an ALB can set', changed('X-Frame-Options', 'X-Tester', setting), {
          at: filter,
        }),
        except('GW3203', 'another rule of the listener does not agree', within(home.list, { ...setting, ...disagreeing }), { at: filter }),
      ],
      codes: ['GW3204'],
    }),
    'set[].value': mapped('Listener ListenerAttributes', changed('SAMEORIGIN', 'DENY', setting), { detail: withHome(home, 'as the name') }),
    'add[].name': rejected(
      'GW3202',
      'an ALB replaces values of headers, it does not add to them',
      within(home.list, using({ add: [header] })),
      { at: filter },
    ),
    'add[].value': rejected('GW3202', 'as the name', within(home.list, using({ add: [header] })), { at: filter }),
    'remove': mapped('Listener ListenerAttributes', within(home.list, using({ remove: ['Server'] })), {
      detail: withHome(home, 'Server only, for a listener as a whole'),
      codes: ['GW3204'],
      except: [except('GW3202', 'it is another header', within(home.list, using({ remove: ['Via'] })), { at: filter })],
    }),
  });
}

function requestMirror(home: Home): FieldEntries {
  const filter = `${home.list}[]`;
  const backendRef = { group: '', kind: 'Service', name: 'tea', namespace: 'shop', port: 80 };
  const using = (more: object = {}): Patch => ({ [filter]: { type: 'RequestMirror', requestMirror: { backendRef, ...more } } });
  const detail = 'an ALB does not mirror requests';
  const field = (more?: object) => rejected('GW3207', detail, within(home.list, using(more)), { at: filter });
  return under(`${filter}.requestMirror`, {
    'backendRef.group': field(),
    'backendRef.kind': field(),
    'backendRef.name': field(),
    'backendRef.namespace': field(),
    'backendRef.port': field(),
    'percent': field({ percent: 50 }),
    'fraction.numerator': field({ fraction: { numerator: 1, denominator: 2 } }),
    'fraction.denominator': field({ fraction: { numerator: 1, denominator: 2 } }),
  });
}

/** Rules of redirects have no backendRefs; a backendRef with a redirect is one. */
function alone({ ofBackend }: Home): Patch {
  return ofBackend ? {} : { 'HTTPRoute.spec.rules[].backendRefs': undefined };
}

function requestRedirect(home: Home): FieldEntries {
  const filter = `${home.list}[]`;
  const to = (redirect: object): Patch => ({ ...alone(home), [filter]: { type: 'RequestRedirect', requestRedirect: redirect } });
  const elsewhere = { hostname: 'other.example.com' };
  const full = { ...elsewhere, path: { type: 'ReplaceFullPath', replaceFullPath: '/menu' } };
  const prefix = { ...elsewhere, path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/menu' } };
  const http = {
    'Gateway.spec.listeners[].protocol': 'HTTP',
    'Gateway.spec.listeners[].tls': undefined,
    'Gateway.spec.listeners[].port': 80,
  };
  return under(`${filter}.requestRedirect`, {
    'scheme': mapped('ListenerRule Actions', added('https', { ...to({}), ...http }), {
      detail: withHome(home, 'https, or http on HTTP listeners'),
      except: [
        except('GW3302', 'it is http on an HTTPS listener', added('http', to(elsewhere)), { at: filter }),
        except('GW3303', 'the redirect leads back to where it came from', within(home.list, to({ scheme: 'https' })), { at: filter }),
      ],
    }),
    'hostname': mapped('ListenerRule Actions', changed('a.example.com', 'b.example.com', to({}))),
    'path.type': mapped('ListenerRule Actions', within(`${filter}.requestRedirect.path`, to(full)), {
      detail: 'ReplaceFullPath, ReplacePrefixMatch',
    }),
    'path.replaceFullPath': mapped('ListenerRule Actions', changed('/', '/menu', to(full))),
    'path.replacePrefixMatch': mapped('ListenerRule Transforms', changed('/food', '/menu', to(prefix)), {
      detail: 'as two listener rules, for the prefix itself and for what lies below it',
    }),
    'port': mapped('ListenerRule Actions', added(8443, to(elsewhere)), { detail: 'without it, the well-known port of the scheme' }),
    'statusCode': mapped('ListenerRule Actions', changed(302, 301, to(elsewhere)), {
      detail: '301, 302',
      except: [except('GW3301', 'it is 303, 307 or 308', changed(302, 308, to(elsewhere)), { at: filter })],
    }),
  });
}

function urlRewrite(home: Home): FieldEntries {
  const filter = `${home.list}[]`;
  const to = (rewrite: object): Patch => ({ [filter]: { type: 'URLRewrite', urlRewrite: rewrite } });
  const full = { path: { type: 'ReplaceFullPath', replaceFullPath: '/menu' } };
  const prefix = { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/menu' } };
  return under(`${filter}.urlRewrite`, {
    'hostname': mapped('ListenerRule Transforms', changed('a.example.com', 'b.example.com', to({})), {
      detail: withHome(home, 'host-header-rewrite'),
    }),
    'path.type': mapped('ListenerRule Transforms', within(`${filter}.urlRewrite.path`, to({ hostname: 'a.example.com', ...full }))),
    'path.replaceFullPath': mapped('ListenerRule Transforms', changed('/', '/menu', to(full)), { detail: 'the query is kept' }),
    'path.replacePrefixMatch': mapped('ListenerRule Transforms', changed('/food', '/menu', to(prefix)), {
      detail: 'escaped, and right for `/` and a slash at the end',
    }),
  });
}

function cors(home: Home): FieldEntries {
  const filter = `${home.list}[]`;
  const to = (more: object): Patch => ({ [filter]: { type: 'CORS', cors: { allowOrigins: ['https://a.example.com'], ...more } } });
  const detail = withHome(
    home,
    'a fixed response header of the listener, where all rules on it agree; preflight requests go to the targets (GW3206)',
  );
  const place = 'Listener ListenerAttributes';
  return under(`${filter}.cors`, {
    allowOrigins: mapped(place, changed(['*'], ['https://a.example.com'], to({})), {
      detail,
      except: [
        except(
          'GW3205',
          'there are several, or one has a wildcard',
          changed(['*'], ['https://a.example.com', 'https://b.example.com'], to({})),
          { at: filter },
        ),
      ],
    }),
    allowCredentials: mapped(place, added(true, to({})), { detail, codes: ['GW3204'] }),
    allowMethods: mapped(place, changed(['GET'], ['GET', 'PUT'], to({})), { detail }),
    allowHeaders: mapped(place, changed(['X-A'], ['X-B'], to({})), { detail }),
    exposeHeaders: mapped(place, changed(['X-A'], ['X-B'], to({})), { detail }),
    maxAge: mapped(place, changed(5, 60, to({})), { detail }),
  });
}

function externalAuth(home: Home): FieldEntries {
  const backendRef = { group: '', kind: 'Service', name: 'tea', namespace: 'shop', port: 80 };
  const ofHttp = { path: '/check', allowedHeaders: ['x-user'], allowedResponseHeaders: ['x-user'] };
  const filter = `${home.list}[]`;
  const using = (protocol: 'HTTP' | 'GRPC'): Patch => ({
    [filter]: {
      type: 'ExternalAuth',
      externalAuth: {
        protocol,
        backendRef,
        ...(protocol === 'HTTP' ? { http: ofHttp } : { grpc: { allowedHeaders: ['x-user'] } }),
        forwardBody: { maxSize: 1024 },
      },
    },
  });
  const field = (protocol: 'HTTP' | 'GRPC' = 'HTTP') =>
    rejected(
      'GW3208',
      'an ALB does not ask other services; it has OIDC, Cognito and JWT in a ListenerRuleConfiguration',
      within(home.list, using(protocol)),
      { at: filter },
    );
  return under(`${filter}.externalAuth`, {
    'protocol': field(),
    'backendRef.group': field(),
    'backendRef.kind': field(),
    'backendRef.name': field(),
    'backendRef.namespace': field(),
    'backendRef.port': field(),
    'grpc.allowedHeaders': field('GRPC'),
    'http.path': field(),
    'http.allowedHeaders': field(),
    'http.allowedResponseHeaders': field(),
    'forwardBody.maxSize': field(),
  });
}

function extensionRef(home: Home): FieldEntries {
  const filter = `${home.list}[]`;
  const member = `${filter}.extensionRef`;
  const action = (statusCode: number) => ({ actions: [{ type: 'fixed-response', fixedResponseConfig: { statusCode } }] });
  const also = [listenerRuleConfiguration('extra', action(503)), listenerRuleConfiguration('other', action(404))];
  const given = { [filter]: toConfiguration };
  if (home.ofBackend) {
    const field = () =>
      rejected('GW3214', 'a ListenerRuleConfiguration is for a whole rule', within(home.list, given, { also }), { at: filter });
    return under(member, { group: field(), kind: field(), name: field() });
  }
  return under(member, {
    group: mapped('ListenerRule Actions', within(home.list, given, { also }), {
      detail: 'gateway.k8s.aws',
      except: [except('GW2511', 'it is another group', changed('gateway.k8s.aws', 'example.com', given, { also }))],
    }),
    kind: mapped('ListenerRule Actions', within(home.list, given, { also }), {
      detail: 'ListenerRuleConfiguration',
      except: [except('GW2511', 'it is another kind', changed('ListenerRuleConfiguration', 'ConfigMap', given, { also }))],
    }),
    name: mapped('ListenerRule Actions', changed('other', 'extra', given, { also }), {
      except: [except('GW2512', 'the object is not in the namespace of the route', changed('extra', 'missing', given, { also }))],
    }),
  });
}

function filterType(home: Home): FieldEntries {
  const filter = `${home.list}[]`;
  const disagreeing = { [`${home.kind}.spec.rules[].backendRefs`]: [{ ...toCoffee }, toTea] };
  const headers = { [filter]: { type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['Server'] } } };
  return {
    [`${filter}.type`]: mapped('Listener ListenerAttributes', within(home.list, headers), {
      detail: 'selects one of the members below; each is mapped or rejected by itself',
      codes: ['GW3204'],
      ...(home.ofBackend && {
        except: [
          except('GW3212', 'the backends of the rule do not all have the same', within(home.list, { ...disagreeing, ...headers }), {
            at: filter,
          }),
        ],
      }),
    }),
  };
}

/** The entries of a list of filters. */
export function filterFields(home: Home): FieldEntries {
  return {
    ...filterType(home),
    ...requestHeaderModifier(home),
    ...responseHeaderModifier(home),
    ...requestMirror(home),
    ...(home.kind === 'HTTPRoute' && { ...requestRedirect(home), ...urlRewrite(home), ...cors(home), ...externalAuth(home) }),
    ...extensionRef(home),
  };
}
