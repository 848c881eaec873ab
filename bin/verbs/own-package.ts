import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Of this package: beside `bin` in a clone, one folder up in the published one. */
export function ownPackage(): PackageJson {
  const found = ['../../package.json', '../../../package.json'].map((path) => join(__dirname, path)).find((path) => existsSync(path));
  if (found === undefined) throw new Error('package.json of cdk-gateway-alb is missing; install it again');
  return JSON.parse(readFileSync(found, 'utf8')) as PackageJson;
}
