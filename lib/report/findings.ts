import type { AttachedGateway } from '../attach/topology';
import type { Diagnostic, Severity } from '../diagnostics/diagnostic';
import { inDisplayOrder } from '../diagnostics/order';
import type { ObjectRef } from '../diagnostics/subject';
import { subjectOf } from '../diagnostics/subject';
import type { ObjectStatus } from './conditions';
import type { Place } from './listener-report';
import { placeOf } from './listener-report';
import type { StatusCondition } from './verdicts';

/** A message of the run. Notes are the ignored fields and the deliberate differences. */
export interface Finding {
  readonly code: string;
  readonly name: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix?: string;
  readonly hint?: string;
  /** Such as `HTTPRoute shop/catalog`. */
  readonly subject?: string;
  readonly place?: Place;
  readonly notes: readonly string[];
}

export function findingsOf(diagnostics: readonly Diagnostic[]): readonly Finding[] {
  return inDisplayOrder(diagnostics).map(({ code, name, severity, message, fix, hint, subject, span, notes }) => {
    const place = placeOf(span);
    return {
      code,
      name,
      severity,
      message,
      ...(fix !== undefined && { fix }),
      ...(hint !== undefined && { hint }),
      ...(subject && { subject: subjectOf(subject) }),
      ...(place && { place }),
      notes: notes.map(({ text, span: at }) => (at ? `${at.file}:${at.start.line} ${text}` : text)),
    };
  });
}

/** One status condition of an object, of a listener of it, or of its attachment to a parent. */
export interface StatusRow {
  /** Such as `Gateway shop/web` or `HTTPRoute shop/catalog on Gateway shop/web`. */
  readonly subject: string;
  readonly type: string;
  readonly status: StatusCondition['status'];
  readonly reason: string;
  readonly message: string;
  /** Whether the condition is as one wishes it. */
  readonly good: boolean;
}

/** Conditions of which False is the good news. */
const negativeTypes: ReadonlySet<string> = new Set(['Conflicted', 'PartiallyInvalid', 'OverlappingTLSConfig', 'InsecureFrontendValidationMode']);

export function statusRows(statuses: readonly ObjectStatus[], gateway: AttachedGateway): readonly StatusRow[] {
  const parents = keysOf([gateway.gateway.ref, ...gateway.listenerSets.map(({ listenerSet }) => listenerSet.ref)]);
  const objects = objectsOf(gateway);
  return statuses.filter(({ object }) => objects.has(subjectOf(object))).flatMap(({ object, status }) => {
    const subject = subjectOf(object);
    const own = (status.conditions ?? []).map((condition) => rowOf(subject, condition));
    const ofListeners = (status.listeners ?? []).flatMap(({ name, conditions }) => conditions.map((condition) => rowOf(`${subject}, listener ${name}`, condition)));
    const ofParents = (status.parents ?? []).filter(({ parentRef }) => parents.has(subjectOf(parentRef))).flatMap(({ parentRef, conditions }) => {
      const section = parentRef.sectionName === undefined ? '' : `, listener ${parentRef.sectionName}`;
      return conditions.map((condition) => rowOf(`${subject} on ${subjectOf(parentRef)}${section}`, condition));
    });
    const ofAncestors = (status.ancestors ?? []).filter(({ ancestorRef }) => parents.has(subjectOf(ancestorRef)))
      .flatMap(({ conditions }) => conditions.map((condition) => rowOf(subject, condition)));
    return [...own, ...ofListeners, ...ofParents, ...ofAncestors];
  });
}

function rowOf(subject: string, { type, status, reason, message }: StatusCondition): StatusRow {
  return { subject, type, status, reason, message, good: status === (negativeTypes.has(type) ? 'False' : 'True') };
}

/** The objects that a Gateway is made of, as `Kind namespace/name`: what is said of others is not said of it. */
export function objectsOf({ gateway, gatewayClass, listenerSets, configurations, routes }: AttachedGateway): ReadonlySet<string> {
  const settings = Object.values(configurations).flatMap((configuration: { readonly ref: ObjectRef } | undefined) => (configuration ? [configuration.ref] : []));
  const ofRules = routes.flatMap(({ rules }) => rules).flatMap(({ backends, extension }) => [
    ...backends.flatMap((backend) => {
      if (backend.kind !== 'service') return [];
      return [backend.service.ref, backend.configuration?.ref, backend.unverifiedTls?.ref].filter((ref) => ref !== undefined);
    }),
    ...(extension.kind === 'listener-rule-configuration' ? [extension.configuration.ref] : []),
  ]);
  const sets = listenerSets.map(({ listenerSet }) => listenerSet.ref);
  return keysOf([gateway.ref, gatewayClass.ref, ...sets, ...settings, ...routes.map(({ route }) => route.ref), ...ofRules]);
}

function keysOf(refs: readonly ObjectRef[]): ReadonlySet<string> {
  return new Set(refs.map(subjectOf));
}
