import type { NamespacedName } from '../diagnostics/subject';
import type { ForwardAction, ListenerPlan, Origin, RoutingAction } from '../plan/ir';
import type { TemplatePlan, TemplateTargetGroup } from './template';

/**
 * What a template cannot say about itself: the Gateway of a load balancer, the route behind a rule, the Service behind a
 * target group. The constructs write it into the metadata of the cloud assembly, where no deployment sees it.
 */
export type OriginNote =
  | { readonly kind: 'load-balancer'; readonly gateway: NamespacedName }
  | { readonly kind: 'rule'; readonly id: string; readonly origin: Origin }
  /**
   * Without a Service: the empty group that stands for backends which could not be resolved. With a cluster: one that was made
   * for this cluster alone.
   */
  | {
      readonly kind: 'target-group';
      readonly id: string;
      readonly service?: NamespacedName;
      readonly servicePort?: number;
      readonly cluster?: string;
    };

/** Type of the metadata entries. */
export const originMetadata = 'gateway-alb:origin';

/** A note as the text of a metadata entry. `template` is the file of the stack: nested stacks share one metadata. */
export function writeOriginNote(note: OriginNote, template: string): string {
  return JSON.stringify({ template, ...note });
}

/** Notes by logical id. */
export type OriginNotes = ReadonlyMap<string, OriginNote>;

interface MetadataEntry {
  readonly type?: unknown;
  readonly data?: unknown;
}

/** The notes about the resources of one template in the metadata of a stack: entries by construct path. Others are passed over. */
export function readOriginNotes(metadata: Readonly<Record<string, unknown>>, template: string): OriginNotes {
  const notes = new Map<string, OriginNote>();
  for (const list of Object.values(metadata)) {
    const entries = (Array.isArray(list) ? list : []) as readonly MetadataEntry[];
    const logicalId = entries.find(({ type }) => type === 'aws:cdk:logicalId')?.data;
    const note = entries.find(({ type }) => type === originMetadata)?.data;
    if (typeof logicalId !== 'string' || typeof note !== 'string') continue;
    const read = readNote(note);
    if (read?.template === template) notes.set(logicalId, read);
  }
  return notes;
}

function readNote(text: string): (OriginNote & { readonly template: string }) | undefined {
  try {
    return JSON.parse(text) as OriginNote & { readonly template: string };
  } catch {
    return undefined;
  }
}

/** A plan read from a template, with the ids and origins it had before it became one. Without notes it stays as it is. */
export function withOrigins(plan: TemplatePlan, notes: OriginNotes): TemplatePlan {
  const ids = new Map(plan.targetGroups.map(({ id }) => [id, noteOf(notes, id, 'target-group')?.id ?? id]));
  return {
    ...plan,
    gateway: noteOf(notes, plan.gateway.name, 'load-balancer')?.gateway ?? plan.gateway,
    listeners: plan.listeners.map((listener) => listenerWithOrigins(listener, notes, ids)),
    targetGroups: plan.targetGroups.map((group) => targetGroupWithService(group, notes)),
  };
}

function noteOf<Kind extends OriginNote['kind']>(notes: OriginNotes, id: string, kind: Kind): (OriginNote & { kind: Kind }) | undefined {
  const note = notes.get(id);
  return note?.kind === kind ? (note as OriginNote & { kind: Kind }) : undefined;
}

function listenerWithOrigins(listener: ListenerPlan, notes: OriginNotes, ids: ReadonlyMap<string, string>): ListenerPlan {
  const rules = listener.rules.map((rule) => {
    const note = noteOf(notes, rule.id, 'rule');
    return { ...rule, action: actionWithIds(rule.action, ids), ...(note && { id: note.id, origin: note.origin }) };
  });
  const isOurs = rules.some((rule, index) => rule.id !== listener.rules[index].id);
  return { ...listener, rules, ...(isOurs && { id: String(listener.port) }) };
}

function actionWithIds(action: RoutingAction, ids: ReadonlyMap<string, string>): RoutingAction {
  if (action.type !== 'forward') return action;
  const renamed = action.targetGroups.map(({ targetGroup, weight }): ForwardAction['targetGroups'][number] => {
    return { weight, targetGroup: targetGroup.kind === 'planned' ? { kind: 'planned', id: ids.get(targetGroup.id) ?? targetGroup.id } : targetGroup };
  });
  return { ...action, targetGroups: renamed };
}

function targetGroupWithService({ binding, ...group }: TemplateTargetGroup, notes: OriginNotes): TemplateTargetGroup {
  const note = noteOf(notes, group.id, 'target-group');
  if (!note) return { ...group, ...(binding && { binding }) };
  const { cluster, id, service, servicePort } = note;
  if (!service || servicePort === undefined) return { ...group, id };
  return { ...group, id, binding: { service, servicePort, ...(cluster !== undefined && { cluster }) } };
}
