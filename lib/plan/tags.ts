import type { AttachedGateway } from '../attach/topology';
import {
  INFRASTRUCTURE_NO_TAG,
  INFRASTRUCTURE_TAGGED,
  TAG_INVALID,
  TAG_OF_THE_CONTROLLER,
  TOO_MANY_TAGS,
} from '../diagnostics/catalogue/aws';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import { subjectOf } from '../diagnostics/subject';
import type { Gateway } from '../model/gateway';
import type { Attribute } from '../model/loadbalancerconfiguration';
import type { Tag } from './ir';
import { limits } from './limits';
import type { Sourced } from './sourced';
import { subjectFor, whereKey } from './sourced';

/** By these the AWS Load Balancer Controller recognises what it owns; it garbage-collects by them. */
const CONTROLLER_KEY = /^(elbv2\.k8s\.aws|(gateway|ingress|service)\.k8s\.aws(\.(alb|nlb))?)\//;

/** Whether a tag or label key is one of the AWS Load Balancer Controller's marks of ownership. */
export function isControllerKey(key: string): boolean {
  return CONTROLLER_KEY.test(key);
}

/** Tags of a configuration, sorted, without those that AWS refuses or that the controller owns; these are reported. */
export function planTags(configured: readonly Sourced<Attribute>[], sink: DiagnosticSink): readonly Tag[] {
  const tags = configured.filter((tag) => {
    const { key, value } = tag.value;
    const problem = tagProblem(key, value);
    if (isControllerKey(key)) sink.report(TAG_OF_THE_CONTROLLER, { subject: subjectFor(tag), key }, whereKey(tag));
    else if (problem !== undefined) sink.report(TAG_INVALID, { subject: subjectFor(tag), key, problem }, whereKey(tag));
    return problem === undefined && !isControllerKey(key);
  });
  return sorted(tags.map(({ value: { key, value } }) => ({ key, value })));
}

/** What the Gateway's `infrastructure` says of labels, annotations and tags. */
export interface Infrastructure {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Labels and annotations as tags; a label beats an annotation of the same key. */
  readonly tags: readonly Tag[];
}

/** Labels and annotations for everything made for the Gateway. Reports what cannot be a tag or must not be a label. */
export function planInfrastructure({ gateway }: AttachedGateway, sink: DiagnosticSink): Infrastructure {
  const labels = usable(gateway, 'labels', sink);
  const annotations = usable(gateway, 'annotations', sink);
  const tags = Object.entries({ ...annotations, ...labels }).filter(([key, value]) => tagProblem(key, value) === undefined);
  if (tags.length > 0) {
    const where = { at: gateway.object.keyAt('spec', 'infrastructure'), subject: gateway.ref };
    sink.report(INFRASTRUCTURE_TAGGED, { subject: subjectOf(gateway.ref) }, where);
  }
  return { labels, annotations, tags: sorted(tags.map(([key, value]) => ({ key, value }))) };
}

function usable(gateway: Gateway, field: 'labels' | 'annotations', sink: DiagnosticSink): Record<string, string> {
  const subject = subjectOf(gateway.ref);
  const entries = Object.entries(gateway.spec.infrastructure?.[field] ?? {}).sort(([left], [right]) => (left < right ? -1 : 1));
  for (const [key, value] of entries) {
    const problem = tagProblem(key, value);
    const where = { at: gateway.object.keyAt('spec', 'infrastructure', field, key), subject: gateway.ref };
    if (isControllerKey(key)) sink.report(TAG_OF_THE_CONTROLLER, { subject, key }, where);
    else if (problem !== undefined) sink.report(INFRASTRUCTURE_NO_TAG, { subject, key, problem }, where);
  }
  return Object.fromEntries(entries.filter(([key]) => !isControllerKey(key)));
}

/** `own` tags and those of the infrastructure that have other keys, sorted. Reports it if they are too many for a resource. */
export function withInfrastructure(
  own: readonly Tag[],
  { tags }: Infrastructure,
  { gateway }: AttachedGateway,
  sink: DiagnosticSink,
): readonly Tag[] {
  const all = sorted([...own, ...tags.filter(({ key }) => !own.some((tag) => tag.key === key))]);
  const allowed = limits.tagsPerResource;
  if (all.length > allowed) {
    const where = { at: gateway.object.at('metadata', 'name'), subject: gateway.ref };
    sink.report(TOO_MANY_TAGS, { subject: subjectOf(gateway.ref), count: all.length, allowed }, where);
  }
  return all;
}

function tagProblem(key: string, value: string): 'key-length' | 'value-length' | 'characters' | 'reserved' | undefined {
  if (key.toLowerCase().startsWith('aws:')) return 'reserved';
  if (key.length < 1 || key.length > 128) return 'key-length';
  if (value.length > 256) return 'value-length';
  return /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(key + value) ? undefined : 'characters';
}

function sorted(tags: readonly Tag[]): readonly Tag[] {
  return tags.toSorted((left, right) => (left.key < right.key ? -1 : 1));
}
