import { relative } from 'node:path';
import { App } from 'aws-cdk-lib';
import { compilePaths, renderDiagnostics } from '../lib/index';
import type { Compilation } from '../lib/index';
import { readSettings } from './app/settings';
import type { AppSettings } from './app/settings';
import { GatewayStack } from './app/gateway-stack';

/**
 * The CDK app that `cdk.json` names: one stack for each Gateway in the manifests.
 * CDK context decides what it builds, see `app/settings.ts`.
 */
function main(): void {
  const app = new App();
  const settings = readSettings((key) => app.node.tryGetContext(key) as unknown);
  if (typeof settings === 'string') return fail(settings);
  const compilation = compilePaths([settings.manifests], {
    gateway: settings.gateway ?? 'all',
    onInvalidRoute: settings.onInvalidRoute,
    defaultTargetType: settings.defaultTargetType,
  });
  if (compilation.hasErrors) return fail(problemsOf(compilation));
  const stacks = addStacks(app, settings, compilation);
  try {
    app.synth();
  } catch (problem) {
    return fail(problem instanceof Error ? problem.message : String(problem));
  }
  for (const stack of stacks) {
    if (stack.kubernetesFile !== undefined) process.stderr.write(`Kubernetes objects: ${relative('', stack.kubernetesFile)}\n`);
  }
}

function addStacks(app: App, settings: AppSettings, compilation: Compilation): GatewayStack[] {
  const taken = new Set<string>();
  return compilation.gateways.map(({ name, plan }) => {
    const id = stackId(name, taken);
    return new GatewayStack(app, id, { settings, gateway: name, plan });
  });
}

/** `namespace-name`, made to fit CloudFormation; numbered where two Gateways would share it. */
function stackId(gateway: string, taken: Set<string>): string {
  const plain = gateway.replace(/[^A-Za-z0-9]/g, '-').replace(/^(?=[^A-Za-z])/, 'gateway-');
  let id = plain;
  for (let number = 2; taken.has(id); number++) id = `${plain}-${number}`;
  taken.add(id);
  return id;
}

function problemsOf(compilation: Compilation): string {
  const color = process.stderr.isTTY && process.env.NO_COLOR === undefined;
  return renderDiagnostics(compilation.diagnostics, { sources: compilation.sources, format: 'text', color });
}

/** Says what is wrong and lets the app end without an assembly: nothing is written. */
function fail(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

main();
