/** HTTPRoute and GRPCRoute in the field table. */
import type { FieldEntries, Patch } from './field-table';
import { added, changed, except, ignored, mapped, rejected, under, within } from './field-table-entries';
import { filterFields } from './field-table-filters';
import { listener, referenceGrant, service, toCoffee, toTea } from './field-table-manifests';

type Kind = 'HTTPRoute' | 'GRPCRoute';

function parentRefs(kind: Kind): FieldEntries {
  const prefix = `${kind}.spec.parentRefs[]`;
  const two: Patch = { 'Gateway.spec.listeners': [listener('https', 443), listener('other', 8443)] };
  return under(prefix, {
    group: mapped('ListenerRule', changed('example.com', 'gateway.networking.k8s.io'), {
      except: [except('GW2103', 'it is another group', changed('gateway.networking.k8s.io', 'example.com'))],
    }),
    kind: mapped('ListenerRule', changed('Service', 'Gateway', {}), {
      detail: 'Gateway or ListenerSet; Services are for meshes (GW2110)',
      except: [except('GW2103', 'it is another kind', changed('Gateway', 'ConfigMap'))],
    }),
    name: mapped('ListenerRule', changed('other', 'web'), {
      except: [except('GW2102', 'the parent is not in the manifests', changed('web', 'other'))],
    }),
    namespace: mapped('ListenerRule', changed('shop', 'infra'), {
      detail: 'by default the namespace of the route',
      except: [except('GW2102', 'the parent is not there', changed('infra', 'shop'), { at: `${prefix}.name` })],
    }),
    sectionName: mapped('ListenerRule', changed('other', 'https', two), {
      except: [except('GW2104', 'the parent has no such listener', changed('https', 'htps', two))],
    }),
    port: mapped('ListenerRule', changed(8443, 443, two), {
      except: [except('GW2105', 'no listener is on that port', changed(443, 9443, two))],
    }),
  });
}

function backendRefs(kind: Kind): FieldEntries {
  const prefix = `${kind}.spec.rules[].backendRefs[]`;
  const http = { ...toCoffee, group: '', kind: 'Service' };
  const inVault = {
    also: [
      service('vault', 'coffee'),
      referenceGrant('vault', { group: 'gateway.networking.k8s.io', kind, namespace: 'shop' }, { group: '', kind: 'Service' }),
    ],
  };
  return under(prefix, {
    group: mapped('ListenerRule Actions', changed('example.com', '', { [prefix]: http }), {
      except: [except('GW2504', 'it is another group', changed('', 'example.com', { [prefix]: http }))],
    }),
    kind: mapped('ListenerRule Actions', changed('Service', 'TargetGroupName', { [prefix]: http }), {
      detail: 'Service, or TargetGroupName for a target group that exists',
      except: [except('GW2504', 'it is another kind, such as ServiceImport', changed('Service', 'ServiceImport', { [prefix]: http }))],
    }),
    name: mapped('ListenerRule Actions', changed('tea', 'coffee'), {
      except: [
        except('GW2502', 'the Service is not in the manifests', changed('coffee', 'missing')),
        except(
          'GW2505',
          'the Service is of type ExternalName',
          changed('tea', 'coffee', { 'Service.spec.type': 'ExternalName', 'Service.spec.externalName': 'coffee.example.com' }),
        ),
      ],
    }),
    namespace: mapped('ListenerRule Actions', changed('shop', 'vault', {}, inVault), {
      except: [except('GW2501', 'no ReferenceGrant permits it', changed('shop', 'vault', {}, { also: [service('vault', 'coffee')] }))],
    }),
    port: mapped('ListenerRule Actions', changed(80, 81), {
      detail: 'the port of the Service; one of its name and of its targetPort follow',
      except: [except('GW2503', 'the Service has no such port', changed(80, 8080))],
    }),
    weight: mapped('ListenerRule Actions', changed(1, 3, { [`${kind}.spec.rules[].backendRefs[1]`]: toTea }), {
      detail: 'Weight of the target group; backends that are one target group are added up',
      except: [
        except('GW3313', 'a weight is above 999: all are scaled', changed(1, 100_000, { [`${kind}.spec.rules[].backendRefs[1]`]: toTea }), {
          at: `${kind}.spec.rules[].backendRefs`,
        }),
        except('GW3316', 'all weights are 0', changed(1, 0), { at: `${kind}.spec.rules[].backendRefs` }),
      ],
    }),
  });
}

function sessionPersistence(kind: Kind): FieldEntries {
  const prefix = `${kind}.spec.rules[].sessionPersistence`;
  const permanent = (more: object = {}): Patch => ({ [prefix]: { absoluteTimeout: '1h', cookie: { lifetimeType: 'Permanent', ...more } } });
  const place = 'TargetGroup TargetGroupAttributes';
  return under(prefix, {
    'type': mapped(place, within(prefix, { ...permanent(), [`${prefix}.type`]: 'Cookie' }), {
      detail: 'Cookie: stickiness of the target group, and of several target groups of a rule',
      except: [
        except('GW3211', 'it is Header', within(prefix, { [prefix]: { type: 'Header', sessionName: 'x-session' } }), { at: prefix }),
      ],
    }),
    'sessionName': mapped(place, added('basket', { [prefix]: { absoluteTimeout: '1h', cookieConfig: { lifetimeType: 'Permanent' } } }), {
      detail: '`app_cookie`; the application sets the cookie. Without a name the ALB sets one (`lb_cookie`)',
      codes: ['GW3215'],
      except: [except('GW3216', 'it begins with AWSALB or cannot name a cookie', changed('basket', 'AWSALBTG', { [prefix]: {} }))],
    }),
    'absoluteTimeout': mapped(place, changed('2h', '1h', permanent()), {
      detail: 'the duration, from 1 second to 7 days; the longest if not given (GW3215 says so)',
    }),
    'idleTimeout': ignored('an ALB has one duration only', added('5m', permanent()), { code: 'GW3215' }),
    'cookieConfig.lifetimeType': ignored(
      'the cookie of an ALB lasts as long as the duration',
      changed('Permanent', 'Session', {
        [prefix]: { absoluteTimeout: '1h', cookieConfig: {} },
      }),
      { code: 'GW3215', at: prefix },
    ),
    'cookie.name': mapped(place, added('basket', permanent()), {
      detail: 'as sessionName, in later versions of the experimental channel',
      codes: ['GW3215'],
      except: [except('GW3216', 'it begins with AWSALB', changed('basket', 'AWSALBTG', permanent()))],
    }),
    'cookie.path': ignored('the cookie of an ALB has the path /', added('/cart', permanent()), { code: 'GW3215' }),
    'cookie.lifetimeType': ignored('the cookie of an ALB lasts as long as the duration', changed('Permanent', 'Session', permanent()), {
      code: 'GW3215',
      at: prefix,
    }),
    'header.name': rejected(
      'GW3211',
      'an ALB keeps sessions by cookie only',
      within(prefix, { [prefix]: { type: 'Header', header: { name: 'x-session' } } }),
      { at: prefix },
    ),
  });
}

/** What both kinds of routes have. */
function commonFields(kind: Kind): FieldEntries {
  return {
    ...parentRefs(kind),
    ...under(`${kind}.spec`, {
      'useDefaultGateways': rejected('GW2012', 'default Gateways are experimental', changed('None', 'All')),
      'hostnames': mapped('ListenerRule Conditions', changed(['a.example.com'], ['b.example.com']), {
        detail: 'their intersection with the hostname of the listener',
        except: [
          except(
            'GW2107',
            'no listener serves them',
            changed(['a.example.com'], ['b.example.org'], { 'Gateway.spec.listeners[].hostname': '*.example.com' }),
            { at: `${kind}.spec` },
          ),
          except(
            'GW2108',
            'one of several is served by none',
            changed(['a.example.com'], ['a.example.com', 'b.example.org'], { 'Gateway.spec.listeners[].hostname': '*.example.com' }),
          ),
        ],
      }),
      'rules[].name': mapped('ListenerRule LogicalId', added('brew'), {
        detail: 'the identity of the listener rules; without it their conditions are',
      }),
    }),
    ...backendRefs(kind),
    ...sessionPersistence(kind),
    ...filterFields({ kind, list: `${kind}.spec.rules[].filters`, ofBackend: false }),
    ...filterFields({ kind, list: `${kind}.spec.rules[].backendRefs[].filters`, ofBackend: true }),
  };
}

const match = 'HTTPRoute.spec.rules[].matches[]';
const grpcMatch = 'GRPCRoute.spec.rules[].matches[]';
const header = (list: string, more: object = {}): Patch => ({ [`${list}[]`]: { name: 'x-tester', value: '1', ...more } });

function headerMatches(list: string): FieldEntries {
  return under(`${list}[]`, {
    type: mapped('ListenerRule Conditions', changed('Exact', 'RegularExpression', header(list, { value: '^1$' })), {
      detail: 'Exact, RegularExpression',
    }),
    name: mapped('ListenerRule Conditions', changed('x-a', 'x-b', header(list)), {
      except: [
        except('GW3104', 'it is Host', changed('x-a', 'Host', header(list)), { at: `${list}[]` }),
        except('GW3105', 'it has more than 40 characters', changed('x-a', 'x'.repeat(41), header(list)), { at: `${list}[]` }),
      ],
    }),
    value: mapped('ListenerRule Conditions', changed('1', '2', header(list)), {
      except: [
        except('GW4151', 'it has letters: an ALB ignores their case', changed('1', 'a', header(list)), { at: `${list}[]` }),
        except('GW4153', 'it has a comma, which parts alternatives', changed('1', '1,2', header(list)), { at: `${list}[]` }),
        except(
          'GW3103',
          'it is a regular expression that no ALB can use',
          changed('1', '(?!1)', header(list, { type: 'RegularExpression' })),
          { at: `${list}[]` },
        ),
      ],
    }),
  });
}

const parameter = (more: object = {}): Patch => ({ [`${match}.queryParams[]`]: { name: '1', value: '1', ...more } });

export const routeKinds: FieldEntries = {
  ...commonFields('HTTPRoute'),
  ...headerMatches(`${match}.headers`),
  ...under(match, {
    'path.type': mapped('ListenerRule Conditions', changed('PathPrefix', 'Exact'), { detail: 'Exact, PathPrefix, RegularExpression' }),
    'path.value': mapped('ListenerRule Conditions', changed('/tea', '/coffee'), {
      except: [
        except('GW3102', 'it is too long for a condition', changed('/tea', `/${'x'.repeat(130)}`)),
        except(
          'GW3103',
          'it is a regular expression that no ALB can use',
          changed('/tea', '/(?!x)', { [`${match}.path.type`]: 'RegularExpression' }),
        ),
      ],
    }),
    'queryParams[].type': ignored(
      'an ALB compares texts only, so both types mean the same where the value has no metacharacters',
      changed('Exact', 'RegularExpression', parameter()),
      {
        except: [
          except(
            'GW3107',
            'it is RegularExpression and the value has metacharacters',
            changed('Exact', 'RegularExpression', parameter({ value: 'v[12]' })),
            { at: `${match}.queryParams[]` },
          ),
        ],
      },
    ),
    'queryParams[].name': mapped('ListenerRule Conditions', changed('1', '2', parameter()), {
      except: [
        except('GW4152', 'it has letters: an ALB ignores their case', changed('1', 'a', parameter()), { at: `${match}.queryParams[]` }),
      ],
    }),
    'queryParams[].value': mapped('ListenerRule Conditions', changed('1', '2', parameter()), {
      except: [
        except('GW4152', 'it has letters: an ALB ignores their case', changed('1', 'a', parameter()), { at: `${match}.queryParams[]` }),
        except('GW4155', 'it has characters that clients encode', changed('1', '1/2', parameter()), { at: `${match}.queryParams[]` }),
        except('GW3108', 'it is too long for a condition', changed('1', '1'.repeat(129), parameter()), { at: `${match}.queryParams[]` }),
      ],
    }),
    'method': mapped('ListenerRule Conditions', changed('GET', 'POST'), {
      except: [except('GW4105', 'it is TRACE, which an ALB answers itself', changed('GET', 'TRACE'))],
    }),
  }),
  ...under('HTTPRoute.spec.rules[]', {
    'timeouts.request': rejected('GW3209', 'an ALB has an idle timeout for the whole load balancer only; `0s` is accepted', added('10s')),
    'timeouts.backendRequest': rejected('GW3209', 'as timeouts.request', added('10s')),
    'retry.codes': rejected('GW3210', 'an ALB does not retry requests', added([503], {}, { whole: 'HTTPRoute.spec.rules[].retry' }), {
      at: 'HTTPRoute.spec.rules[].retry',
    }),
    'retry.attempts': rejected('GW3210', 'as retry.codes', added(2, {}, { whole: 'HTTPRoute.spec.rules[].retry' }), {
      at: 'HTTPRoute.spec.rules[].retry',
    }),
    'retry.backoff': rejected('GW3210', 'as retry.codes', added('1s', {}, { whole: 'HTTPRoute.spec.rules[].retry' }), {
      at: 'HTTPRoute.spec.rules[].retry',
    }),
  }),

  ...commonFields('GRPCRoute'),
  ...headerMatches(`${grpcMatch}.headers`),
  ...under(`${grpcMatch}.method`, {
    type: mapped('ListenerRule Conditions', changed('Exact', 'RegularExpression'), {
      detail: 'Exact, RegularExpression',
      codes: ['GW4158'],
    }),
    service: mapped('ListenerRule Conditions', changed('shop.Tea', 'shop.Coffee')),
    method: mapped('ListenerRule Conditions', changed('Grind', 'Brew')),
  }),
};
