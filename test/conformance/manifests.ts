import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { SourceFile } from '../../lib/index';
import type { ConformanceTest } from './suite';

/** A Kubernetes object as it stands in a manifest. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly generation?: number };
  readonly [field: string]: unknown;
}

/** The objects a test applies. */
export interface TestObjects {
  /** Shared by all tests, and the GatewayClass. */
  readonly base: readonly KubernetesObject[];
  readonly own: readonly KubernetesObject[];
}

const CLASS_NAME = 'conformance';
const CONTROLLER_NAME = 'gateway.k8s.aws/alb';

/** The GatewayClass that the suite is given by its options. */
const gatewayClass: KubernetesObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'GatewayClass',
  metadata: { name: CLASS_NAME, generation: 1 },
  spec: { controllerName: CONTROLLER_NAME },
};

/** Reads the manifests of a test, with the placeholders filled. Paths are those of `cases.json`, below `manifests/`. */
export function objectsOf(test: ConformanceTest, directory: string): TestObjects {
  const read = (path: string): KubernetesObject[] => objectsIn(manifestAt(directory, path));
  return { base: [gatewayClass, ...test.baseManifests.flatMap(read)], own: test.manifests.flatMap(read) };
}

function manifestAt(directory: string, path: string): string {
  const candidates = [join(directory, 'manifests', path), join(directory, path), join(directory, 'manifests', 'conformance', path)];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw new Error(`manifest ${path} is not there (looked at ${candidates.join(', ')})`);
  return readFileSync(found, 'utf8')
    .replaceAll('{GATEWAY_CLASS_NAME}', CLASS_NAME)
    .replaceAll('{GATEWAY_CONTROLLER_NAME}', CONTROLLER_NAME)
    // The two addresses that the suite takes from its options.
    .replaceAll('PLACEHOLDER_USABLE_ADDRS', '192.0.2.1')
    .replaceAll('PLACEHOLDER_UNUSABLE_ADDRS', '192.0.2.2');
}

function objectsIn(text: string): KubernetesObject[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object) => object !== null)
    .map((object) => ({ ...object, metadata: { generation: 1, ...object.metadata } }));
}

/** The objects as one file for the compiler. */
export function fileOf(objects: readonly KubernetesObject[], path: string): SourceFile {
  return { path, text: objects.map((object) => stringify(object)).join('---\n') };
}

/** `Kind namespace/name`, or `Kind name` without a namespace. */
export function describeObject({ kind, metadata: { namespace, name } }: KubernetesObject): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}
