import { posix } from 'node:path';

/** Files that other tools keep among manifests, by the last part of their path. */
const toolFiles: readonly (readonly [RegExp, string])[] = [
  [/^kustomization(\.ya?ml)?$/i, 'Kustomize'],
  [/^(chart|values.*)\.(ya?ml|json)$/i, 'Helm'],
  [/^skaffold\.ya?ml$/, 'Skaffold'],
  [/^(docker-)?compose.*\.ya?ml$/, 'Docker Compose'],
  [/^(package|package-lock)\.json$/, 'npm'],
  [/^tsconfig.*\.json$/, 'TypeScript'],
  [/^cdk(\.context)?\.json$/, 'the AWS CDK'],
  [/^gateway-alb\.priorities\.json$/, 'the priority ledger'],
];

/**
 * The tool that a file without Kubernetes objects belongs to, judged by its name; the files of Kustomize and tables of route tests
 * may have any name and are known by what is in them.
 * A file with such a name that does hold an object, with kind and name, is read like any other.
 */
export function toolOf(path: string, value: unknown): string | undefined {
  const { apiVersion, kind, metadata, tests } = (value ?? {}) as {
    apiVersion?: unknown; kind?: unknown; metadata?: { name?: unknown } | null; tests?: unknown;
  };
  if (typeof apiVersion === 'string' && apiVersion.startsWith('kustomize.config.k8s.io/')) return 'Kustomize';
  if (apiVersion === undefined && kind === undefined && Array.isArray(tests)) return 'the route tests';
  if (kind !== undefined && metadata?.name !== undefined) return undefined;
  return toolFiles.find(([name]) => name.test(posix.basename(path)))?.[1];
}
