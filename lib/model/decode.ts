import { BINDING_GIVEN, UNKNOWN_GROUP, UNKNOWN_KIND, UNKNOWN_VERSION } from '../diagnostics/catalogue/shape';
import { isNow } from '../diagnostics/catalogue/shape-words';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import type { ObjectRef } from '../diagnostics/subject';
import { subjectOf } from '../diagnostics/subject';
import { didYouMean, suggest } from '../diagnostics/suggest';
import type { KubeObject } from '../source/kube-object';
import type { Channel } from './common-route';
import { isConfidential, withoutData } from './confidential';
import { kindsOf, OUR_GROUPS, RENAMED, undecodedKind } from './groups';
import type { Kind } from './kinds';
import { KINDS } from './kinds';
import type { Decoded } from './object';
import { readObject } from './read-object';
import type { Resources } from './resources';

export interface DecodeOptions {
  /** Whose rules count where the channels of the Gateway API differ (distinct parentRefs). Default `standard`. */
  readonly channel?: Channel;
}

type Lists = { -readonly [List in keyof Resources]: Resources[List][number][] };

const kindOf = new Map(KINDS.map((kind) => [`${kind.group}/${kind.kind}`, kind]));

/**
 * The decoding stage: objects in, typed resources with the defaults of their CRDs out.
 *
 * Promises: what an API server would refuse is reported at its place, all mistakes at once; what remains of an object
 * obeys its schema and rules, and `omitted` tells what was left out; an object of no use is in `invalid`. Data of
 * Secrets is dropped here. Objects of other groups pass unread. How objects refer to each other is the business of
 * lib/attach, what an ALB can do of lib/plan.
 */
export function decode(objects: readonly KubeObject[], sink: DiagnosticSink, options: DecodeOptions = {}): Resources {
  const lists: Lists = {
    gatewayClasses: [], gateways: [], httpRoutes: [], grpcRoutes: [], listenerSets: [], referenceGrants: [], backendTLSPolicies: [],
    namespaces: [], services: [], secrets: [], configMaps: [],
    loadBalancerConfigurations: [], targetGroupConfigurations: [], listenerRuleConfigurations: [],
    unsupportedRoutes: [], others: [], invalid: [],
  };
  for (const object of objects) {
    const kind = kindOf.get(`${object.ref.group}/${object.kind}`);
    if (kind === undefined) {
      sortUndecoded(object, lists, sink);
    } else {
      decodeOne(object, kind, options.channel ?? 'standard', lists, sink);
    }
  }
  return lists;
}

function decodeOne(object: KubeObject, kind: Kind, channel: Channel, lists: Lists, sink: DiagnosticSink): void {
  const ref: ObjectRef = { ...object.ref, namespace: kind.namespaced ? object.ref.namespace || 'default' : '' };
  const isServed = checkVersion(object, ref, kind.versions, sink);
  const decoded = isServed ? readObject({ object, ref, kind, channel, sink }) : undefined;
  if (decoded === undefined) {
    lists.invalid.push(ref);
  } else {
    (lists[kind.list] as Decoded<unknown>[]).push(decoded);
  }
}

/** Kinds that are not decoded: those that are known, those that should be, and those that are none of ours. */
function sortUndecoded(object: KubeObject, lists: Lists, sink: DiagnosticSink): void {
  const { ref } = object;
  const known = undecodedKind(ref.group, object.kind);
  if (known === undefined) {
    sortUnknown(object, lists, sink);
  } else if (!checkVersion(object, ref, known.versions, sink)) {
    lists.invalid.push(ref);
  } else if (known.purpose === 'unsupportedRoute') {
    lists.unsupportedRoutes.push(object);
  } else {
    if (known.purpose === 'binding') {
      sink.report(BINDING_GIVEN, { subject: subjectOf(ref) }, { at: object.at('kind'), subject: ref });
    }
    lists.others.push(object);
  }
}

function sortUnknown(object: KubeObject, lists: Lists, sink: DiagnosticSink): void {
  const { ref } = object;
  const subject = subjectOf(ref);
  if (OUR_GROUPS.includes(ref.group)) {
    const known = kindsOf(ref.group);
    const hint = hintFor(object.kind, known);
    sink.report(UNKNOWN_KIND, { subject, group: ref.group, known }, { at: object.at('kind'), subject: ref, hint });
    lists.invalid.push(ref);
    return;
  }
  const meant = suggest(ref.group, OUR_GROUPS);
  if (meant !== undefined && kindsOf(meant).includes(object.kind)) {
    sink.report(UNKNOWN_GROUP, { subject, group: ref.group, meant }, { at: object.at('apiVersion'), subject: ref });
    lists.invalid.push({ ...ref, group: meant });
    return;
  }
  lists.others.push(isConfidential(object) ? withoutData(object) : object);
}

function hintFor(kind: string, known: readonly string[]): string | undefined {
  const successor = RENAMED[kind];
  return successor === undefined ? didYouMean(kind, known) : isNow(kind, successor);
}

function checkVersion(object: KubeObject, ref: ObjectRef, versions: readonly string[], sink: DiagnosticSink): boolean {
  const served = versions.map((version) => (ref.group === '' ? version : `${ref.group}/${version}`));
  if (served.includes(object.apiVersion)) {
    return true;
  }
  const args = { subject: subjectOf(ref), apiVersion: object.apiVersion, served };
  sink.report(UNKNOWN_VERSION, args, { at: object.at('apiVersion'), subject: ref });
  return false;
}
