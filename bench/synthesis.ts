import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { compiledApp, templatesOf } from './compiled';
import { fleetOf } from './fleet';
import type { SynthesizedTemplate } from './hand-written';
import { handWrittenApp } from './hand-written';
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

function make(rules: number, kind: string, templates: string): () => App {
  const fleet = fleetOf(rules, Math.ceil(rules / rulesPerGateway));
  if (kind === 'compiled') return () => compiledApp(fleet);
  return handWrittenApp(JSON.parse(readFileSync(templates, 'utf8')) as readonly SynthesizedTemplate[]);
}

if (require.main === module) {
  const [what, rules, kind, templates] = process.argv.slice(2);
  const app = make(Number(rules), what === 'templates' ? 'compiled' : kind, templates);
  if (what === 'templates') writeFileSync(kind, JSON.stringify(templatesOf(app())));
  if (what === 'app') app().synth();
  else console.log(JSON.stringify(what === 'time' ? milliseconds(() => app().synth()) : null));
}
