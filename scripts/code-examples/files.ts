/** GW00xx: paths and files that cannot be read. */
import { mkdirSync } from 'node:fs';
import { compilePaths, type ManifestInput } from '../../lib/index';
import { demonstrate, type Demonstration, type Demonstrations } from './demonstration';
import { within } from './folders';

function check(files: Readonly<Record<string, string | Uint8Array>>, paths: readonly ManifestInput[], command: string, prepare?: () => void): () => Demonstration {
  return () => within(files, () => {
    prepare?.();
    return demonstrate([], compilePaths(paths).diagnostics, command);
  });
}

const megabytes = (count: number): string => '#'.repeat(count * 1_000_000);
const mistakes = Array.from({ length: 501 }, () => '- a list is no object\n').join('---\n');

export const fileExamples: Demonstrations = {
  GW0001: check({}, ['manifest'], 'gateway-alb check manifest'),
  GW0002: check({}, ['/dev/null'], 'gateway-alb check /dev/null'),
  GW0003: check({}, ['k8s'], 'mkdir k8s && gateway-alb check k8s', () => mkdirSync('k8s')),
  GW0004: check({ 'k8s/dump.yaml': megabytes(12) }, ['k8s'], 'gateway-alb check k8s   # k8s/dump.yaml has 12 MB'),
  GW0005: check({ 'k8s/routes.yaml': new Uint8Array([0xff, 0xfe, 0x61, 0x00]) }, ['k8s'], 'gateway-alb check k8s   # k8s/routes.yaml is UTF-16'),
  GW0006: check({ 'k8s/notes.yaml': mistakes }, ['k8s'], 'gateway-alb check k8s   # k8s/notes.yaml has 501 documents that are lists'),
  GW0007: check({}, [{ path: '<stdin>', content: Buffer.from('') }], 'true | gateway-alb check -'),
};
