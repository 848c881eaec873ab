/** GatewayClass, Gateway and ListenerSet in the field table. */
import type { FieldEntries, Patch } from './field-table';
import { added, changed, except, ignored, mapped, rejected, under, within } from './field-table-entries';
import type { Manifest } from './field-table-manifests';
import {
  certificateArn,
  configMap,
  listener,
  loadBalancerConfiguration,
  otherCertificateArn,
  plainListener,
  referenceGrant,
  secret,
} from './field-table-manifests';

const arnOption = (arn: string) => ({ 'gateway.k8s.aws/certificate-arn': arn });

/** `parametersRef` of a class or a Gateway. */
function parametersRef(prefix: string, more: Patch = {}): FieldEntries {
  const reference = { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'public', ...more };
  const also = [
    loadBalancerConfiguration('infra', 'public', { scheme: 'internet-facing' }),
    loadBalancerConfiguration('infra', 'private', {}),
    loadBalancerConfiguration('shop', 'public', {}),
  ];
  const given = { [prefix]: reference };
  return under(prefix, {
    group: mapped('LoadBalancer', within(prefix, given, { also }), {
      detail: 'gateway.k8s.aws',
      except: [except('GW2003', 'it is another group', changed('gateway.k8s.aws', 'example.com', given, { also }))],
    }),
    kind: mapped('LoadBalancer', within(prefix, given, { also }), {
      detail: 'LoadBalancerConfiguration',
      except: [except('GW2003', 'it is another kind', changed('LoadBalancerConfiguration', 'ConfigMap', given, { also }))],
    }),
    name: mapped('LoadBalancer', changed('private', 'public', given, { also }), {
      detail: 'the configuration is merged with that of the other level, see `mergingMode`',
      except: [except('GW2005', 'the object is not in the manifests', changed('public', 'missing', given, { also }))],
    }),
    ...('namespace' in more && {
      namespace: mapped('LoadBalancer', changed('shop', 'infra', given, { also }), {
        except: [except('GW2004', 'it is missing', changed('infra', undefined, given, { also }), { at: prefix })],
      }),
    }),
  });
}

/** A label selector that decides over namespace `shop`, which has the label `team: shop`. */
function selector(prefix: string, given: Patch = {}, also: readonly Manifest[] = []): FieldEntries {
  const detail = 'compared with the labels that Namespaces have in the manifests';
  const owner = prefix.slice(0, prefix.lastIndexOf('.'));
  const expression = (requirement: object): Patch => ({
    ...given,
    [owner]: { from: 'Selector', selector: { matchExpressions: [requirement] } },
  });
  return under(prefix, {
    'matchLabels': mapped(
      'ListenerRule',
      changed({ team: 'other' }, { team: 'shop' }, { ...given, [owner]: { from: 'Selector' } }, { also }),
      {
        detail,
        except: [
          except('GW2208', 'from is not Selector', added({ team: 'shop' }, { ...given, [owner]: {} }, { whole: prefix, also }), {
            at: prefix,
          }),
        ],
      },
    ),
    'matchExpressions[].key': mapped('ListenerRule', changed('none', 'team', expression({ key: 'none', operator: 'Exists' }), { also }), {
      detail,
    }),
    'matchExpressions[].operator': mapped('ListenerRule', changed('DoesNotExist', 'Exists', expression({ key: 'team' }), { also }), {
      detail,
    }),
    'matchExpressions[].values': mapped(
      'ListenerRule',
      changed(['other'], ['shop'], expression({ key: 'team', operator: 'In' }), { also }),
      {
        detail,
        except: [
          except('GW1127', 'the operator takes none, or needs some', changed(['shop'], [], expression({ key: 'team', operator: 'In' })), {
            at: `${prefix}.matchExpressions[]`,
          }),
        ],
      },
    ),
  });
}

function certificateRefs(kind: 'Gateway' | 'ListenerSet', home: string): FieldEntries {
  const list = `${kind}.spec.listeners[].tls.certificateRefs`;
  const given = { [`${kind}.spec.listeners[].tls.options`]: undefined, [list]: [{ group: '', kind: 'Secret', name: 'one' }] };
  const atop = { [list]: [{ group: '', kind: 'Secret', name: 'one' }] };
  const grant = referenceGrant('vault', { group: 'gateway.networking.k8s.io', kind, namespace: home }, { group: '', kind: 'Secret' });
  const also = [secret(home, 'one'), secret(home, 'two'), secret('vault', 'one')];
  return under(`${list}[]`, {
    group: mapped('Listener Certificates', within(list, atop, { also }), {
      detail: 'the core group',
      except: [except('GW2302', 'it is another group', changed('', 'example.com', given, { also }))],
    }),
    kind: mapped('Listener Certificates', within(list, atop, { also }), {
      detail: 'Secret',
      except: [except('GW2302', 'it is another kind', changed('Secret', 'ConfigMap', given, { also }))],
    }),
    name: mapped('Listener Certificates', changed('one', 'two', given, { also }), {
      detail: 'stands for the certificate that the prop `certificates` gives for the Secret; private keys never get into a template',
      except: [
        except(
          'GW2304',
          'the prop `certificates` has none for it',
          changed('one', 'two', given, { also, options: { certificates: [`${home}/one`] } }),
        ),
        except('GW2305', 'a LoadBalancerConfiguration names the certificates', superseded(kind, list, home)),
      ],
    }),
    namespace: mapped('Listener Certificates', changed(home, 'vault', given, { also: [...also, grant] }), {
      except: [except('GW2301', 'no ReferenceGrant permits it', changed(home, 'vault', given, { also }))],
    }),
  });
}

/** A certificateRef for which there is none, beside certificates of a LoadBalancerConfiguration. */
function superseded(kind: string, list: string, home: string) {
  const parameters = { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'lb' };
  const listenerConfigurations = [{ protocolPort: 'HTTPS:443', defaultCertificate: certificateArn }];
  return changed(
    'one',
    'two',
    {
      [`${kind}.spec.listeners[].tls.options`]: undefined,
      [list]: [{ name: 'one' }],
      'Gateway.spec.infrastructure.parametersRef': parameters,
    },
    { also: [loadBalancerConfiguration('infra', 'lb', { listenerConfigurations })], options: { certificates: [`${home}/one`] } },
  );
}

/** Gateways and ListenerSets have the same listeners. */
function listenerFields(kind: 'Gateway' | 'ListenerSet', home: string): FieldEntries {
  const prefix = `${kind}.spec.listeners[]`;
  const plain = plainListener('plain', 8080);
  const section = { 'HTTPRoute.spec.parentRefs': [kind === 'Gateway' ? { name: 'web', namespace: 'infra' } : { kind, name: 'more' }] };
  const kinds = `${prefix}.allowedRoutes.kinds`;
  return {
    ...certificateRefs(kind, home),
    ...selector(`${prefix}.allowedRoutes.namespaces.selector`),
    ...under(prefix, {
      'name': mapped('ListenerRule', changed('other', 'named', { ...section, 'HTTPRoute.spec.parentRefs[].sectionName': 'named' }), {
        detail: 'what sectionName in parentRefs means; the ALB listener is named by its port',
      }),
      'hostname': mapped('ListenerRule Conditions', changed('a.example.com', 'b.example.com')),
      'port': mapped('Listener Port', changed(443, 8443), { codes: ['GW5306'], detail: 'listeners of one port become one ALB listener' }),
      'protocol': mapped('Listener Protocol', changed('HTTPS', 'HTTP', { [prefix]: plain }), {
        detail: 'HTTP or HTTPS',
        except: [
          except('GW2202', 'it is TCP, UDP, TLS or one of a domain', changed('HTTP', 'TCP', { [prefix]: plain })),
          except(
            'GW2204',
            'listeners of one port differ in it',
            changed('HTTPS', 'HTTP', {
              [prefix]: { ...plain, hostname: 'a.example.com' },
              [`${kind}.spec.listeners[1]`]: listener('second', 8080),
            }),
            { at: prefix },
          ),
        ],
      }),
      'tls.mode': mapped('Listener Certificates', within(`${prefix}.tls`, { [`${prefix}.tls.mode`]: 'Terminate' }), {
        detail: 'Terminate, the only mode of an ALB',
        except: [except('GW1122', 'it is Passthrough', changed('Terminate', 'Passthrough'))],
      }),
      'tls.options': mapped('Listener Certificates', changed(arnOption(certificateArn), arnOption(otherCertificateArn)), {
        detail: '`gateway.k8s.aws/certificate-arn`, with ARNs of ACM or IAM certificates',
        except: [
          except(
            'GW2306',
            'it has another key',
            changed(arnOption(certificateArn), { ...arnOption(certificateArn), 'example.com/x': 'y' }),
          ),
          except('GW2307', 'the value is no ARN of a certificate', changed(arnOption(certificateArn), arnOption('web'))),
        ],
      }),
      'allowedRoutes.namespaces.from': mapped('ListenerRule', changed('Selector', 'All'), {
        detail: 'All, Same or Selector',
        except: [except('GW2207', 'it is Selector and there is no selector', changed('All', 'Selector'))],
      }),
      'allowedRoutes.kinds[].group': mapped(
        'ListenerRule',
        changed('example.com', 'gateway.networking.k8s.io', { [kinds]: [{ kind: 'HTTPRoute' }] }),
        {
          except: [
            except(
              'GW2203',
              'it is another group',
              changed('gateway.networking.k8s.io', 'example.com', { [kinds]: [{ kind: 'HTTPRoute' }] }),
            ),
          ],
        },
      ),
      'allowedRoutes.kinds[].kind': mapped('ListenerRule', changed('GRPCRoute', 'HTTPRoute', { [kinds]: [{}] }), {
        detail: 'HTTPRoute, and on HTTPS listeners GRPCRoute',
        except: [
          except('GW2203', 'it is a kind that an ALB, or the protocol, cannot serve', changed('HTTPRoute', 'TCPRoute', { [kinds]: [{}] })),
        ],
      }),
    }),
  };
}

const certificateAuthority = (name: string) => ({ group: '', kind: 'ConfigMap', name });

/** Validation of client certificates: `owner` is what holds `validation`. */
function frontendValidation(owner: string, given: Patch): FieldEntries {
  const validation = `${owner}.validation`;
  const list = `${validation}.caCertificateRefs`;
  const also = [configMap('infra', 'one'), configMap('infra', 'two'), configMap('vault', 'one')];
  const grant = referenceGrant(
    'vault',
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'infra' },
    { group: '', kind: 'ConfigMap' },
  );
  const one: Patch = { ...given, [list]: [certificateAuthority('one')] };
  return {
    ...under(`${list}[]`, {
      group: mapped('TrustStore', within(validation, one, { also }), {
        detail: 'the core group',
        except: [except('GW2312', 'it is another group', changed('', 'example.com', one, { also }))],
      }),
      kind: mapped('TrustStore', within(validation, one, { also }), {
        detail: 'ConfigMap',
        except: [except('GW2312', 'it is another kind', changed('ConfigMap', 'Secret', one, { also }))],
      }),
      name: mapped('TrustStore', changed('one', 'two', one, { also }), {
        detail: 'the key `ca.crt` of the ConfigMap becomes a trust store, through an S3 asset',
        except: [except('GW2313', 'the ConfigMap is not in the manifests', changed('one', 'missing', one, { also }))],
      }),
      namespace: mapped('TrustStore', changed('infra', 'vault', one, { also: [...also, grant] }), {
        except: [except('GW2311', 'no ReferenceGrant permits it', changed('infra', 'vault', one, { also }))],
      }),
    }),
    [`${validation}.mode`]: mapped('Listener MutualAuthentication', changed('AllowValidOnly', 'AllowInsecureFallback', one, { also }), {
      detail: 'AllowValidOnly is `verify`, AllowInsecureFallback is `passthrough`',
      codes: ['GW2316'],
    }),
  };
}

const perPort = 'Gateway.spec.tls.frontend.perPort';
const clientCertificate = 'Gateway.spec.tls.backend.clientCertificateRef';
const twoListeners = [listener('https', 443), listener('other', 8443)];
const onPort = (port: number): Patch => ({
  'Gateway.spec.tls.frontend.default': {},
  'Gateway.spec.listeners': twoListeners,
  [perPort]: [{ port, tls: { validation: { caCertificateRefs: [certificateAuthority('one')] } } }],
});

function clientCertificateFields(): FieldEntries {
  const detail = 'an ALB presents no client certificate to its targets';
  const given = { [clientCertificate]: { group: '', kind: 'Secret', name: 'client', namespace: 'infra' } };
  const field = () =>
    rejected('GW2009', detail, within('Gateway.spec.tls', given, { also: [secret('infra', 'client')] }), { at: clientCertificate });
  return under(clientCertificate, { group: field(), kind: field(), name: field(), namespace: field() });
}

const otherClass: Manifest = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'GatewayClass',
  metadata: { name: 'other' },
  spec: { controllerName: 'example.com/other' },
};
const listenerSet: Manifest = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'ListenerSet',
  metadata: { name: 'more', namespace: 'shop' },
  spec: { parentRef: { name: 'web', namespace: 'infra' }, listeners: [plainListener('more', 80)] },
};
const toListenerSet: Patch = { 'HTTPRoute.spec.parentRefs': [{ kind: 'ListenerSet', name: 'more' }] };

export const gatewayKinds: FieldEntries = {
  'GatewayClass.spec.controllerName': mapped('LoadBalancer', changed('example.com/other', 'gateway.k8s.aws/alb'), {
    detail: '`gateway.k8s.aws/alb`; Gateways of other classes are left to their controllers (GW2002)',
  }),
  'GatewayClass.spec.description': ignored('a remark for people', added('web load balancers')),
  ...parametersRef('GatewayClass.spec.parametersRef', { namespace: 'infra' }),

  ...under('Gateway.spec', {
    'gatewayClassName': mapped('LoadBalancer', changed('other', 'alb', {}, { also: [otherClass] }), {
      except: [except('GW2001', 'the class is not in the manifests', changed('alb', 'missing'))],
    }),
    'addresses[].type': ignored(
      'Hostname without a value is what an ALB gives; every address that is asked for is refused',
      within('Gateway.spec.addresses', {
        'Gateway.spec.addresses[].type': 'Hostname',
      }),
      {
        except: [
          except('GW2008', 'it is IPAddress or NamedAddress', changed('Hostname', 'IPAddress', { 'Gateway.spec.addresses': [{}] }), {
            at: 'Gateway.spec.addresses',
          }),
        ],
      },
    ),
    'addresses[].value': rejected(
      'GW2008',
      'AWS chooses the addresses and the DNS name of an ALB',
      added(
        '203.0.113.7',
        { 'Gateway.spec.addresses[].type': 'IPAddress' },
        {
          whole: 'Gateway.spec.addresses',
        },
      ),
      { at: 'Gateway.spec.addresses[].value' },
    ),
    'infrastructure.labels': mapped('LoadBalancer Tags', added({ team: 'web' }), {
      codes: ['GW5314'],
      detail: 'tags of everything that is made, and labels of the TargetGroupBindings',
    }),
    'infrastructure.annotations': mapped('LoadBalancer Tags', added({ 'example.com/cost': 'web' }), {
      codes: ['GW5314'],
      detail: 'tags of everything that is made, and annotations of the TargetGroupBindings',
    }),
    'allowedListeners.namespaces.from': mapped('ListenerRule', changed('None', 'All', toListenerSet, { also: [listenerSet] }), {
      detail: 'None (default), Same, Selector or All',
      except: [
        except('GW2403', 'it leaves out the namespace of a ListenerSet', changed('All', 'None', toListenerSet, { also: [listenerSet] }), {
          at: 'ListenerSet.spec.parentRef',
        }),
      ],
    }),
    'tls.frontend.perPort[].port': mapped(
      'Listener MutualAuthentication',
      changed(443, 8443, onPort(443), { also: [configMap('infra', 'one')] }),
      {
        except: [
          except('GW2317', 'no HTTPS listener is on that port', changed(443, 9443, onPort(443), { also: [configMap('infra', 'one')] })),
        ],
      },
    ),
    'defaultScope': rejected('GW2012', 'default Gateways are experimental', changed('None', 'All')),
  }),
  ...parametersRef('Gateway.spec.infrastructure.parametersRef'),
  ...selector('Gateway.spec.allowedListeners.namespaces.selector', toListenerSet, [listenerSet]),
  ...frontendValidation('Gateway.spec.tls.frontend.default', {}),
  ...frontendValidation(`${perPort}[].tls`, onPort(443)),
  ...clientCertificateFields(),
  ...listenerFields('Gateway', 'infra'),

  ...listenerFields('ListenerSet', 'shop'),
  ...under('ListenerSet.spec.parentRef', {
    group: mapped('ListenerRule', changed('example.com', 'gateway.networking.k8s.io'), {
      except: [except('GW2401', 'it is another group', changed('gateway.networking.k8s.io', 'example.com'))],
    }),
    kind: mapped('ListenerRule', changed('Service', 'Gateway'), {
      except: [except('GW2401', 'it is another kind', changed('Gateway', 'Service'))],
    }),
    name: mapped('ListenerRule', changed('other', 'web'), {
      except: [except('GW2402', 'the Gateway is not in the manifests', changed('web', 'other'))],
    }),
    namespace: mapped('ListenerRule', changed('shop', 'infra'), {
      except: [except('GW2402', 'the Gateway is not there', changed('infra', 'shop'), { at: 'ListenerSet.spec.parentRef.name' })],
    }),
  }),
};
