/** ReferenceGrant, BackendTLSPolicy and the core kinds in the field table; of core kinds the fields that are read. */
import type { FieldEntries, Patch } from './field-table';
import { added, changed, except, ignored, mapped, rejected, under, within } from './field-table-entries';
import { configMap, pem } from './field-table-manifests';

function referenceGrant(): FieldEntries {
  const missing = (from: unknown, to: unknown) =>
    except('GW2501', 'it does not fit a reference', changed(to, from), { at: 'HTTPRoute.spec.rules[].backendRefs[]' });
  const grants = (from: unknown, to: unknown) => mapped('ListenerRule Actions', changed(from, to), { except: [missing(from, to)] });
  return under('ReferenceGrant.spec', {
    'from[].group': grants('example.com', 'gateway.networking.k8s.io'),
    'from[].kind': grants('GRPCRoute', 'HTTPRoute'),
    'from[].namespace': grants('infra', 'shop'),
    'to[].group': grants('example.com', ''),
    'to[].kind': grants('Secret', 'Service'),
    'to[].name': mapped('ListenerRule Actions', changed('other', 'store'), { detail: 'without it, every object of the kind' }),
  });
}

function backendTLSPolicy(): FieldEntries {
  const detail =
    'an ALB does not verify the certificates of its targets; the prop `acceptUnverifiedBackendTls` takes the policy as a wish for HTTPS';
  const kind = 'BackendTLSPolicy';
  const refusal = (given: Patch = {}) =>
    rejected('GW2603', detail, within(kind, given, { also: [configMap('shop', 'roots')] }), { at: `${kind}.metadata.name` });
  const authorities = {
    [`${kind}.spec.validation`]: { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'roots' }], hostname: 'coffee.example.com' },
  };
  return under(`${kind}.spec`, {
    'targetRefs[].group': refusal(),
    'targetRefs[].kind': refusal(),
    'targetRefs[].name': refusal(),
    'targetRefs[].sectionName': refusal({ [`${kind}.spec.targetRefs[].sectionName`]: 'http' }),
    'validation.caCertificateRefs[].group': refusal(authorities),
    'validation.caCertificateRefs[].kind': refusal(authorities),
    'validation.caCertificateRefs[].name': refusal(authorities),
    'validation.wellKnownCACertificates': refusal(),
    'validation.hostname': refusal(),
    'validation.subjectAltNames[].type': refusal({
      [`${kind}.spec.validation.subjectAltNames`]: [{ type: 'Hostname', hostname: 'a.example.com' }],
    }),
    'validation.subjectAltNames[].hostname': refusal({
      [`${kind}.spec.validation.subjectAltNames`]: [{ type: 'Hostname', hostname: 'a.example.com' }],
    }),
    'validation.subjectAltNames[].uri': refusal({ [`${kind}.spec.validation.subjectAltNames`]: [{ type: 'URI', uri: 'spiffe://a/b' }] }),
    'options': refusal({ [`${kind}.spec.options`]: { 'example.com/x': 'y' } }),
  });
}

const instances = { options: { defaultTargetType: 'instance' } } as const;

function service(): FieldEntries {
  return under('Service.spec', {
    'type': mapped('ListenerRule Actions', changed('ExternalName', 'ClusterIP', { 'Service.spec.externalName': 'coffee.example.com' }), {
      detail: 'ClusterIP, NodePort, LoadBalancer',
      except: [
        except(
          'GW2505',
          'it is ExternalName',
          changed('ClusterIP', 'ExternalName', { 'Service.spec.externalName': 'coffee.example.com' }),
          { at: 'HTTPRoute.spec.rules[].backendRefs[]' },
        ),
      ],
    }),
    'clusterIP': mapped('Service', added('None'), { detail: 'passed on; headless Services are fine for ip targets' }),
    'externalName': mapped('Service', added('coffee.example.com'), { detail: 'passed on' }),
    'externalTrafficPolicy': mapped('Service', added('Local'), { detail: 'passed on' }),
    'ipFamilies': mapped('Service', added(['IPv4']), {
      detail: 'passed on; IPv6 makes an ipv6 target group',
      except: [except('GW5405', 'it has IPv6 and the load balancer is not dualstack', added(['IPv6']))],
    }),
    'ipFamilyPolicy': mapped('Service', added('PreferDualStack'), { detail: 'passed on' }),
    'selector': mapped('Service', changed({ app: 'x' }, { app: 'y' }), { detail: 'passed on' }),
    'ports[].name': mapped('Service', changed('http', 'web'), { detail: 'passed on; healthCheckPort may name it' }),
    'ports[].protocol': mapped('ListenerRule Actions', changed('UDP', 'TCP'), {
      except: [except('GW2507', 'it is UDP or SCTP', changed('TCP', 'UDP'), { at: 'HTTPRoute.spec.rules[].backendRefs[]' })],
    }),
    'ports[].appProtocol': mapped('TargetGroup ProtocolVersion', added('kubernetes.io/h2c'), {
      detail: '`kubernetes.io/h2c`: HTTP2',
      except: [
        except('GW5404', 'it is https, grpc, wss or one more that decides nothing', added('https')),
        except('GW2506', 'no ALB speaks it', added('mysql'), { at: 'HTTPRoute.spec.rules[].backendRefs[]' }),
      ],
    }),
    'ports[].port': mapped(
      'TargetGroupBinding',
      changed(8080, 80, {
        'Service.spec.ports[1]': { name: 'admin', port: 80, targetPort: 9090, protocol: 'UDP' },
        'HTTPRoute.spec.rules[].backendRefs[].port': 80,
      }),
    ),
    'ports[].targetPort': mapped('TargetGroup Port', changed(8080, 8081), { detail: 'for ip targets; a name is resolved in the cluster' }),
    'ports[].nodePort': mapped('TargetGroup Port', changed(30_080, 30_081, {}, instances), {
      detail: 'for instance targets',
      except: [
        except('GW5401', 'it is missing for instance targets', changed(30_080, undefined, {}, instances), { at: 'Service.spec.ports[]' }),
      ],
    }),
  });
}

/** Secrets and ConfigMaps: names of keys, and public certificates of authorities. Nothing else is kept. */
function data(): FieldEntries {
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  const plain = { 'Secret.stringData': undefined };
  const good = { 'tls.crt': encoded(pem('MIIB')), 'tls.key': encoded('-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n') };
  const refs = { at: 'Gateway.spec.listeners[].tls.certificateRefs[].name' };
  return {
    'Secret.type': mapped('Listener', changed('Opaque', 'kubernetes.io/tls'), {
      except: [except('GW2303', 'a certificateRef names it and it is not kubernetes.io/tls', changed('kubernetes.io/tls', 'Opaque'), refs)],
    }),
    'Secret.data': mapped('Listener', changed({}, good, plain), {
      detail: 'that `tls.crt` and `tls.key` are there and look like PEM; nothing of them is kept',
      except: [
        except('GW2303', 'a certificateRef names it and they are not', changed(good, { 'tls.crt': '', 'tls.key': '' }, plain), refs),
      ],
    }),
    'Secret.stringData': mapped(
      'Listener',
      changed({}, { 'tls.crt': pem('MIIB'), 'tls.key': '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n' }),
      { detail: 'as data' },
    ),
    'ConfigMap.data': mapped('TrustStore', changed({ 'ca.crt': pem('MIIC') }, { 'ca.crt': pem('MIID') }), {
      detail: '`ca.crt`, for tls.frontend of a Gateway',
      except: [
        except('GW2314', 'it has no PEM certificates', changed({ 'ca.crt': pem('MIIC') }, { 'ca.crt': 'x' }), {
          at: 'Gateway.spec.tls.frontend.default.validation.caCertificateRefs[].name',
        }),
      ],
    }),
    'ConfigMap.binaryData': ignored('certificates in PEM are text', added({ 'ca.der': 'MIIC' })),
  };
}

export const commonKinds: FieldEntries = { ...referenceGrant(), ...backendTLSPolicy(), ...service(), ...data() };
