import {
  CA_KIND,
  CA_MALFORMED,
  CA_NOT_FOUND,
  CA_NOT_PERMITTED,
  FRONTEND_PORT_UNUSED,
  FRONTEND_UNUSED,
  INSECURE_FRONTEND,
  NO_VALID_CA,
} from '../diagnostics/catalogue/attachment';
import { kindOfGroup } from '../diagnostics/catalogue/attachment-words';
import type { Report } from '../diagnostics/diagnostic';
import { subjectOf } from '../diagnostics/subject';
import type { Gateway } from '../model/resources';
import type { PathSegment } from '../source/kube-object';
import type { ListenerEntry } from './listener-entry';
import { statusOf, subjectOfListener } from './listener-entry';
import { append } from './object-index';
import { nearbyNames } from './references';
import type { AttachScope } from './scope';
import type { FrontendValidation } from './topology';

type FrontendTLS = NonNullable<NonNullable<Gateway['spec']['tls']>['frontend']>;
type Validation = NonNullable<FrontendTLS['default']['validation']>;
type Certificates = FrontendValidation['certificates'];

export interface Frontend {
  readonly validations: readonly FrontendValidation[];
  /** HTTPS ports whose clients could not be authenticated: better no listener than one that is open to all. */
  readonly closedPorts: ReadonlySet<number>;
}

/** The validation that counts for a port and where it stands. */
interface PortSetting {
  readonly port: number;
  readonly listeners: readonly ListenerEntry[];
  readonly validation: Validation;
  readonly path: readonly PathSegment[];
}

const FRONTEND = ['spec', 'tls', 'frontend'] as const;

/**
 * Client certificate validation by port (Gateway `spec.tls.frontend`). `default` is for all HTTPS listeners, an entry of
 * `perPort` replaces it entirely, and one without `validation` switches its port off. HTTP listeners are not concerned.
 */
export function resolveFrontend(gateway: Gateway, https: readonly ListenerEntry[], scope: AttachScope): Frontend {
  const frontend = gateway.spec.tls?.frontend;
  if (frontend === undefined) {
    return { validations: [], closedPorts: new Set() };
  }
  const byPort = new Map<number, ListenerEntry[]>();
  https.forEach((entry) => append(byPort, entry.listener.port, entry));
  reportUnusedPorts(gateway, frontend, byPort, scope);
  const validations = [...byPort]
    .sort(([left], [right]) => left - right)
    .flatMap(([port, listeners]) => settingOf(frontend, port, listeners))
    .map((setting) => validate(gateway, setting, scope));
  return { validations, closedPorts: new Set(validations.filter(({ certificates }) => certificates.length === 0).map(({ port }) => port)) };
}

function settingOf(frontend: FrontendTLS, port: number, listeners: readonly ListenerEntry[]): PortSetting[] {
  const index = (frontend.perPort ?? []).findIndex((entry) => entry.port === port);
  const { validation } = index === -1 ? frontend.default : (frontend.perPort ?? [])[index].tls;
  const path = index === -1 ? [...FRONTEND, 'default', 'validation'] : [...FRONTEND, 'perPort', index, 'tls', 'validation'];
  return validation === undefined ? [] : [{ port, listeners, validation, path }];
}

function validate(gateway: Gateway, setting: PortSetting, scope: AttachScope): FrontendValidation {
  const { port, listeners, validation, path } = setting;
  const { object, ref } = gateway;
  const certificates = validation.caCertificateRefs.flatMap((_, index) => authority(gateway, setting, index, scope));
  if (certificates.length === 0) {
    for (const listener of listeners) {
      const where = { at: object.at(...path, 'caCertificateRefs'), subject: ref, about: statusOf(listener) };
      scope.sink.report(NO_VALID_CA, { subject: subjectOfListener(listener), port }, where);
    }
  }
  if (validation.mode === 'AllowInsecureFallback') {
    const where = { at: object.at(...path, 'mode'), subject: ref, about: { object: ref } };
    scope.sink.report(INSECURE_FRONTEND, { subject: subjectOf(ref), where: `port ${port}` }, where);
  }
  return { port, mode: validation.mode, certificates, span: object.at(...path) };
}

/** Follows one reference of `caCertificateRefs`. What is wrong concerns every listener on the port. */
function authority(gateway: Gateway, setting: PortSetting, index: number, scope: AttachScope): Certificates {
  const { references, sink } = scope;
  const { group, kind, name, namespace = gateway.ref.namespace } = setting.validation.caCertificateRefs[index];
  const target = { group, kind, namespace, name };
  const about = (field: string, report: (listener: ListenerEntry, where: Report) => unknown): [] => {
    const at = gateway.object.at(...setting.path, 'caCertificateRefs', index, field);
    setting.listeners.forEach((listener) => report(listener, { at, subject: gateway.ref, about: statusOf(listener) }));
    return [];
  };
  if (!references.grants.permits(gateway.ref, target)) {
    const notes = references.grants.nearMisses(gateway.ref, target);
    const args = { target: subjectOf(target), namespace };
    return about('namespace', (listener, where) => sink.report(CA_NOT_PERMITTED, { subject: subjectOfListener(listener), ...args }, { ...where, notes }));
  }
  if (group !== '' || kind !== 'ConfigMap') {
    const field = kind === 'ConfigMap' ? 'group' : 'kind';
    return about(field, (listener, where) => sink.report(CA_KIND, { subject: subjectOfListener(listener), kind: kindOfGroup(target) }, where));
  }
  const resolution = references.lookUp(target, references.configMaps);
  if (resolution.verdict === 'missing') {
    const nearby = nearbyNames(target, references.configMaps);
    return about('name', (listener, where) =>
      sink.report(CA_NOT_FOUND, { subject: subjectOfListener(listener), target: subjectOf(target) }, { ...where, ...nearby }));
  }
  const pem = resolution.verdict === 'found' ? resolution.object.spec.caBundle : undefined;
  if (pem !== undefined) {
    return [{ configMap: { namespace, name }, pem }];
  }
  return about('name', (listener, where) =>
    sink.report(CA_MALFORMED, { subject: subjectOfListener(listener), target: subjectOf(target) }, where));
}

function reportUnusedPorts(gateway: Gateway, frontend: FrontendTLS, byPort: ReadonlyMap<number, unknown>, { sink }: AttachScope): void {
  if (byPort.size === 0 && frontend.default.validation !== undefined) {
    const at = gateway.object.keyAt(...FRONTEND, 'default', 'validation');
    sink.report(FRONTEND_UNUSED, { subject: subjectOf(gateway.ref) }, { at, subject: gateway.ref });
  }
  (frontend.perPort ?? []).forEach(({ port }, index) => {
    if (!byPort.has(port)) {
      const at = gateway.object.at(...FRONTEND, 'perPort', index, 'port');
      sink.report(FRONTEND_PORT_UNUSED, { subject: subjectOf(gateway.ref), port }, { at, subject: gateway.ref });
    }
  });
}
