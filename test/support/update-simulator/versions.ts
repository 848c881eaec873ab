import { servicesOf } from '../../../constructs/binding';
import type { KubernetesObject } from '../../../constructs/kubernetes';
import { compileDecoded, type CompileOptions } from '../../../lib/compile';
import { DiagnosticSink } from '../../../lib/diagnostics/diagnostic';
import { decode } from '../../../lib/model/decode';
import type { LoadBalancerPlan } from '../../../lib/plan/ir';
import { emptyLedger, recordPriorities } from '../../../lib/plan/ledger';
import type { PriorityLedger } from '../../../lib/plan/priorities';
import type { KubeObject } from '../../../lib/source/kube-object';
import { readManifests } from '../../../lib/source/read';
import type { Fleet } from './fleet';
import { manifestsOf } from './fleet';
import type { Template } from './template';
import { surroundings, templateOfPlan } from './template-of-plan';

/** One commit: the manifests, and the ledger that its synthesis leaves behind. */
export interface Version {
  readonly fleet: Fleet;
  readonly plan: LoadBalancerPlan;
  readonly services: readonly KubernetesObject[];
  readonly template: Template;
  /** What the synthesis found. */
  readonly ledgerBefore: PriorityLedger;
  readonly ledger: PriorityLedger;
}

/** Documents that have been read, by text: most of them are the same from version to version. */
const documents = new Map<string, readonly KubeObject[]>();

function objectsOf(fleet: Fleet): readonly KubeObject[] {
  if (documents.size > 5000) documents.clear();
  return manifestsOf(fleet).flatMap((text) => {
    const known = documents.get(text) ?? readManifests([{ path: 'manifests.yaml', text }], new DiagnosticSink());
    documents.set(text, known);
    return known;
  });
}

/** What the constructs ask the compiler for, in these surroundings. */
export function optionsWith(ledger: PriorityLedger): CompileOptions {
  const { constructId, stackName, vpcId } = surroundings;
  return {
    gateway: 'only',
    certificates: [],
    defaultCertificate: true,
    oidcClientSecrets: [],
    existingTargetGroups: [],
    defaultTargetType: 'ip',
    namingScope: [stackName, `${stackName}/${constructId}`, vpcId].join('|'),
    ledger,
  };
}

/** A version of a fleet, or why it cannot be synthesised. */
export function versionOf(
  fleet: Fleet,
  ledger: PriorityLedger = emptyLedger,
  options: CompileOptions = {},
): Version | { readonly errors: readonly string[] } {
  const sink = new DiagnosticSink();
  const resources = decode(objectsOf(fleet), sink);
  const decoded = { resources, diagnostics: sink.diagnostics, sources: new Map() };
  const compilation = compileDecoded(decoded, { ...optionsWith(ledger), ...options });
  if (compilation.hasErrors) {
    const errors = compilation.diagnostics.filter(({ severity }) => severity === 'error');
    return { errors: errors.map(({ code, message }) => `${code} ${message}`) };
  }
  const [{ plan }] = compilation.gateways;
  const services = servicesOf(plan, compilation);
  return { fleet, plan, services, template: templateOfPlan(plan, services), ledgerBefore: ledger, ledger: recordPriorities(ledger, plan) };
}

export function isVersion(result: ReturnType<typeof versionOf>): result is Version {
  return 'template' in result;
}
