import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_certificatemanager as acm, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { DefaultTargetType, GatewayAlb, GatewayManifests, InvalidRoutePolicy } from '../../constructs/index';
import { compile, nameOf, type Compilation, type CompiledGateway, type Diagnostic } from '../../lib/index';
import type { Unit } from './units';

/** What became of one compilation of the corpus. */
export interface Outcome {
  readonly name: string;
  /** In which form it was compiled. */
  readonly how: string;
  /** `synthesises`, or the codes of the errors. */
  readonly result: string;
  /** Absent: the outcome is one of those that are right. */
  readonly problem?: string;
}

interface Policy {
  readonly onInvalidRoute: 'fail' | 'respond-500';
}

/**
 * Compiles a valid example. Right is a template for every Gateway, or errors that each have a code, a place and a way
 * out, and the result that is expected of this example, where one is known. Never right: an exception, a fault of ours.
 */
export function outcomeOf({ name, files }: Unit, how: string, { onInvalidRoute }: Policy, expected?: string): Outcome {
  try {
    const compilation = compile(files, { onInvalidRoute, defaultTargetType: 'ip' });
    const problem = problemIn(compilation.diagnostics) ?? (compilation.hasErrors ? undefined : synthesisProblem(compilation, files, onInvalidRoute));
    const result = compilation.hasErrors ? codesOf(compilation) : `synthesises ${compilation.gateways.length}`;
    const surprise = expected === undefined || expected === result ? undefined : `expected ${expected}`;
    return { name, how, result, ...((problem ?? surprise) !== undefined && { problem: problem ?? surprise }) };
  } catch (fault) {
    return { name, how, result: 'exception', problem: fault instanceof Error ? fault.stack ?? fault.message : String(fault) };
  }
}

/** Compiles a file that must be rejected: by an error of the expected code at the expected line. Without expectation: by any error. */
export function rejectionOf({ name, files }: Unit, expected: { readonly code: string; readonly line: number } | undefined): Outcome {
  const how = 'invalid';
  const { diagnostics } = compile(files);
  const errors = diagnostics.filter(({ severity, span }) => severity === 'error' && span !== undefined);
  const result = [...new Set(errors.map(placeOf))].join(' ');
  const problem = problemIn(diagnostics) ?? (errors.length === 0 ? 'is not rejected' : undefined);
  if (problem !== undefined) return { name, how, result, problem };
  const isRight = expected === undefined || errors.some(({ code, span }) => code === expected.code && span?.start.line === expected.line);
  return isRight ? { name, how, result } : { name, how, result, problem: `expected ${expected.code} at line ${expected.line}` };
}

/** What no diagnostic may be, whatever the input. */
function problemIn(diagnostics: readonly Diagnostic[]): string | undefined {
  for (const diagnostic of diagnostics) {
    const shown = `${diagnostic.code} ${diagnostic.message}`;
    if (!/^GW[0-9]{4}$/.test(diagnostic.code)) return `no code: ${shown}`;
    if (diagnostic.code.startsWith('GW9')) return `fault of ours: ${shown}`;
    // A note may just name a difference.
    if (diagnostic.severity !== 'note' && (diagnostic.fix ?? '') === '') return `no way out: ${shown}`;
    // Which Gateway is meant is no matter of one place in one file.
    if (diagnostic.span === undefined && !diagnostic.code.startsWith('GW29')) return `no place: ${shown}`;
  }
  return undefined;
}

function codesOf({ diagnostics }: Compilation): string {
  return [...new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code))].sort().join(' ');
}

function placeOf({ code, span }: Diagnostic): string {
  return `${code}:${span?.start.line ?? ''}`;
}

/** What goes wrong when all Gateways of a compilation without errors are synthesised. */
function synthesisProblem(compilation: Compilation, files: Unit['files'], onInvalidRoute: Policy['onInvalidRoute']): string | undefined {
  const outdir = mkdtempSync(join(tmpdir(), 'corpus-'));
  try {
    const app = new App({ outdir, analyticsReporting: false, treeMetadata: false });
    for (const gateway of compilation.gateways) addGateway(app, gateway, files, onInvalidRoute);
    app.synth();
    return undefined;
  } catch (fault) {
    return `does not synthesise: ${fault instanceof Error ? fault.message : String(fault)}`;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function addGateway(app: App, gateway: CompiledGateway, files: Unit['files'], onInvalidRoute: Policy['onInvalidRoute']): void {
  const stack = new Stack(app, gateway.name.replace('/', '-'), { env: { account: '111122223333', region: 'eu-central-1' } });
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-central-1:111122223333:certificate/corpus');
  const secrets = gateway.plan.listeners.flatMap(({ certificates }) => certificates.flatMap((ref) => (ref.kind === 'secret' ? [nameOf(ref.secret)] : [])));
  new GatewayAlb(stack, 'Alb', {
    manifests: GatewayManifests.fromText(files.map(({ text }) => text).join('\n---\n'), 'corpus.yaml'),
    gateway: gateway.name,
    vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['eu-central-1a', 'eu-central-1b'],
      privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    }),
    certificates: Object.fromEntries(secrets.map((secret) => [secret, certificate])),
    defaultCertificate: certificate,
    defaultTargetType: DefaultTargetType.IP,
    onInvalidRoute: onInvalidRoute === 'fail' ? InvalidRoutePolicy.FAIL : InvalidRoutePolicy.RESPOND_500,
  });
}
