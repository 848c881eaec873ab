import { deepStrictEqual as deepEqual } from 'node:assert';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import type * as Compiled from './compiled';
import { fleetOf } from './fleet';
import type { SynthesizedTemplate } from './hand-written';
import type * as HandWritten from './hand-written';
import { child, inFreshProcesses, milliseconds, wallMilliseconds } from './measure';

/** What an app costs, made by the compiler and written by hand. Milliseconds. */
export interface SynthesisCosts {
  readonly compiled: number;
  readonly handWritten: number;
}

/** Rules of one load balancer, so that its stack stays below 500 resources. */
const rulesPerGateway = 50;

/**
 * One synthesis in a fresh process, from the first construct to the written assembly, with CDK's template validation as it
 * is by default. The hand-written app has its props ready; the compiled one reads and compiles its manifests.
 */
export function synthesisCosts(rules: number, samples: number): SynthesisCosts {
  const templates = writeTemplates(rules);
  const { compiled, handWritten } = inFreshProcesses({
    compiled: () => child<number>('synthesis', 'time', rules, 'compiled', templates),
    handWritten: () => child<number>('synthesis', 'time', rules, 'hand-written', templates),
  }, samples);
  return { compiled: compiled.milliseconds, handWritten: handWritten.milliseconds };
}

/** The whole of `cdk synth`, process and all; wall time. */
export function commandCosts(rules: number, samples: number): SynthesisCosts {
  const templates = writeTemplates(rules);
  const cdk = join(__dirname, '..', '..', '..', 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const synth = (kind: string): number => {
    const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
    const app = `${process.execPath} ${join(__dirname, 'synthesis.js')} app ${rules} ${kind} ${templates}`;
    return wallMilliseconds(process.execPath, [cdk, 'synth', '--quiet', '--output', outdir, '--app', app], { cwd: outdir });
  };
  const { compiled, handWritten } = inFreshProcesses({ compiled: () => synth('compiled'), handWritten: () => synth('hand-written') }, samples);
  return { compiled: compiled.milliseconds, handWritten: handWritten.milliseconds };
}

/** The resources of the compiled app, for the hand-written one. */
function writeTemplates(rules: number): string {
  const file = join(mkdtempSync(join(tmpdir(), 'bench-')), 'templates.json');
  child('synthesis', 'templates', rules, file);
  return file;
}

/** Each app loads what it needs and nothing of the other. */
async function make(rules: number, kind: string, templates: string): Promise<() => App> {
  if (kind === 'compiled') {
    const { compiledApp }: typeof Compiled = await import('./compiled.js');
    const fleet = fleetOf(rules, Math.ceil(rules / rulesPerGateway));
    return () => compiledApp(fleet);
  }
  const { handWrittenApp }: typeof HandWritten = await import('./hand-written.js');
  return handWrittenApp(JSON.parse(readFileSync(templates, 'utf8')) as readonly SynthesizedTemplate[]);
}

/** Writes the templates of an app, once the hand-written app has shown that it makes the same resources. */
async function write(app: App, file: string): Promise<void> {
  const { templatesOf }: typeof Compiled = await import('./compiled.js');
  const { handWrittenApp }: typeof HandWritten = await import('./hand-written.js');
  const templates = templatesOf(app);
  deepEqual(templatesOf(handWrittenApp(templates)()).map(resourcesOf), templates.map(resourcesOf));
  writeFileSync(file, JSON.stringify(templates));
}

/** Without logical ids, of which those of objects in a cluster differ. */
function resourcesOf({ Resources: resources }: SynthesizedTemplate): readonly string[] {
  return Object.values(resources).map(({ Type: type, Properties: properties }) => JSON.stringify([type, properties])).sort();
}

async function main([what, rules, kind, templates]: readonly string[]): Promise<void> {
  const app = await make(Number(rules), what === 'templates' ? 'compiled' : kind, templates);
  if (what === 'templates') await write(app(), kind);
  if (what === 'app') app().synth();
  else console.log(JSON.stringify(what === 'time' ? milliseconds(() => app().synth()) : null));
}

if (require.main === module) void main(process.argv.slice(2));
