import type { KubernetesObject } from './manifests';
import type { CaseRequest, NamespacedName } from './suite';

/**
 * The backends of the suite, as far as its cases can tell: which pods stand behind a Service, and what the echo server
 * in them answers.
 */
export interface Backends {
  /** Names of the workloads whose pods a Service selects; `unknown` for a Service without selector. */
  readonly workloadsOf: (service: NamespacedName) => readonly string[] | 'unknown';
}

interface WorkloadSpec {
  readonly selector?: Readonly<Record<string, string>>;
  readonly template?: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> } };
}

export function backendsIn(objects: readonly KubernetesObject[]): Backends {
  const workloads = objects.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
  return {
    workloadsOf: ({ namespace, name }) => {
      const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === name && metadata.namespace === namespace);
      const { selector } = (service?.spec ?? {}) as WorkloadSpec;
      if (selector === undefined) return 'unknown';
      return workloads.filter((workload) => workload.metadata.namespace === namespace && selects(selector, workload)).map(({ metadata }) => metadata.name);
    },
  };
}

function selects(selector: Readonly<Record<string, string>>, workload: KubernetesObject): boolean {
  const labels = ((workload.spec ?? {}) as WorkloadSpec).template?.metadata?.labels ?? {};
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/**
 * Status of the echo server for a path that arrives for the first time. Asked to succeed only after some attempts, it
 * fails the first one with `responseCode`, or without one closes the connection, which a load balancer answers with 502.
 */
export function echoStatus(path: string, request: CaseRequest): number {
  if (request.scheme.startsWith('ws')) return 101;
  const query = new URLSearchParams(path.split('?')[1] ?? '');
  if (Number(query.get('succeedAfter') ?? 0) < 1) return 200;
  return Number(query.get('responseCode') ?? 502);
}
