import { isMap, isScalar, parseAllDocuments, stringify } from 'yaml';
import type { SourceFile } from '../../lib/index';

const CONTROLLER = 'gateway.k8s.aws/alb';

/**
 * Makes the Gateways of an example ours: its GatewayClasses get our controller and lose the parameters of another, in
 * place so that every line stays where it is, and the classes it only names are added in a file of their own.
 */
export function oursInstead(files: readonly SourceFile[]): readonly SourceFile[] {
  const rewritten = files.map(({ path, text }) => ({
    path,
    text: withoutClassParameters(text).replace(/^(\s*controllerName:\s*).*$/gm, `$1${CONTROLLER}`),
  }));
  const objects = rewritten.flatMap(objectsIn);
  const existing = objects.filter(({ kind }) => kind === 'GatewayClass').map(({ metadata }) => metadata?.name);
  const named = new Set(objects.flatMap(({ kind, spec }) => (kind === 'Gateway' && spec?.gatewayClassName ? [spec.gatewayClassName] : [])));
  const missing = [...named].filter((name) => !existing.includes(name)).map((name) => ({
    apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name }, spec: { controllerName: CONTROLLER },
  }));
  return missing.length === 0 ? rewritten : [...rewritten, { path: 'added/classes.yaml', text: missing.map((object) => stringify(object)).join('---\n') }];
}

/** Blanks the `parametersRef` of GatewayClasses. */
function withoutClassParameters(text: string): string {
  let blanked = text;
  for (const document of parseAllDocuments(text)) {
    const spec: unknown = document.get('kind') === 'GatewayClass' ? document.get('spec') : undefined;
    const pair = isMap(spec) ? spec.items.find(({ key }) => isScalar(key) && key.value === 'parametersRef') : undefined;
    const start = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
    const end = isMap(pair?.value) ? pair.value.range?.[1] : undefined;
    if (start === undefined || end === undefined) continue;
    blanked = blanked.slice(0, start) + blanked.slice(start, end).replace(/[^\n]/g, ' ') + blanked.slice(end);
  }
  return blanked;
}

/** Adds the Gateways and Services that routes refer to and the example leaves out, so that the routing itself is exercised. */
export function completed(files: readonly SourceFile[]): readonly SourceFile[] {
  const objects = files.flatMap(objectsIn);
  const existing = new Set(objects.map(({ kind, metadata }) => `${kind} ${keyOf(metadata?.namespace, metadata?.name)}`));
  const wanted = objects.filter(({ kind }) => kind === 'HTTPRoute' || kind === 'GRPCRoute').flatMap(missingPartsOf);
  const added = new Map(wanted.filter(({ key }) => !existing.has(key)).map(({ key, object }) => [key, object]));
  if (added.size === 0) return files;
  return [...files, { path: 'added/completed.yaml', text: [...added.values(), addedClass].map((object) => stringify(object)).join('---\n') }];
}

const addedClass = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'added' }, spec: { controllerName: CONTROLLER } };

interface Part {
  /** `Kind namespace/name` */
  readonly key: string;
  readonly object: unknown;
}

/** What a route refers to; a Service gets all ports that this route asks of it. */
function missingPartsOf({ metadata, spec }: ReadObject): Part[] {
  const refs = serviceRefsIn(spec?.rules);
  const services = refs.map(({ name, namespace = metadata?.namespace ?? 'default' }): Part => {
    const ports = new Set(refs.filter((ref) => ref.name === name && (ref.namespace ?? metadata?.namespace ?? 'default') === namespace).map(({ port }) => port));
    const object = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace, name },
      spec: { selector: { app: name }, ports: [...ports].map((port) => ({ name: `port-${port}`, port, targetPort: 8080 })) },
    };
    return { key: `Service ${keyOf(namespace, name)}`, object };
  });
  const gateways = (spec?.parentRefs ?? []).filter(({ kind = 'Gateway' }) => kind === 'Gateway').map((ref): Part => {
    const { name, namespace = metadata?.namespace ?? 'default', sectionName = 'http', port = 80 } = ref;
    const listener = { name: sectionName, port, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } };
    const object = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { namespace, name },
      spec: { gatewayClassName: 'added', listeners: [listener] },
    };
    return { key: `Gateway ${keyOf(namespace, name)}`, object };
  });
  return [...services, ...gateways];
}

interface ReadObject {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: { readonly gatewayClassName?: string; readonly parentRefs?: readonly ParentRef[]; readonly rules?: unknown };
}

function objectsIn({ text }: SourceFile): ReadObject[] {
  return parseAllDocuments(text).map((document) => document.toJS() as ReadObject | null).filter((object) => object !== null);
}

interface ParentRef {
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly sectionName?: string;
  readonly port?: number;
}

interface ServiceRef {
  readonly name: string;
  readonly namespace?: string;
  readonly port: number;
}

/** Everything in a route that has the shape of a reference to a port of a Service, in backendRefs and mirrors. */
function serviceRefsIn(value: unknown): ServiceRef[] {
  if (Array.isArray(value)) return value.flatMap(serviceRefsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { name, port, kind = 'Service' } = value as { name?: unknown; port?: unknown; kind?: unknown };
  const isRef = typeof name === 'string' && typeof port === 'number' && kind === 'Service';
  return [...(isRef ? [value as ServiceRef] : []), ...Object.values(value).flatMap(serviceRefsIn)];
}

function keyOf(namespace: string | undefined, name: string | undefined): string {
  return `${namespace ?? 'default'}/${name ?? ''}`;
}
