import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mustEqual, templateOf, typescriptTemplate } from './starter';
import { check, root, run, version } from './trial';

/** Composes the starting app in Java, with Maven. Fetches from Maven Central, takes minutes. */
export function tryJava(web: string): void {
  check('Java: the package builds', () => void run(root, process.execPath, join('scripts', 'package.mjs'), 'java'));
  check('  an app makes the template of the same app in TypeScript', () => {
    cpSync(join(__dirname, 'java'), web, { recursive: true });
    const maven = ['--batch-mode', `-Dpackages=${pathToFileURL(join(root, 'dist', 'packages', 'java')).href}`, `-Dversion=${version}`];
    run(web, 'mvn', ...maven, '--quiet', 'dependency:purge-local-repository', '-DmanualInclude=io.github.cdk-gateway-alb:cdk-gateway-alb'); // Maven keeps what it has once seen
    const java = templateOf(web, 'java', 'mvn', ...maven, '--quiet', 'compile', 'exec:java');
    mustEqual(java, typescriptTemplate(web, cdkVersion(run(web, 'mvn', ...maven, 'dependency:list'))));
  });
}

function cdkVersion(dependencies: string): string {
  const [, found] = /awscdk:aws-cdk-lib:jar:([^:]+):/.exec(dependencies) ?? [];
  if (found === undefined) throw new Error(`Maven has found no aws-cdk-lib:\n${dependencies}`);
  return found;
}
