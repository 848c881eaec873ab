import { isDeepStrictEqual } from 'node:util';
import { Refused } from './refusal';
import { replacementProperties } from './replacement';
import type { Properties, Template } from './template';
import { dependenciesOf, emptyTemplate, resolve } from './template';
import type { World } from './world';

/** What CloudFormation remembers of a stack. */
export interface Stack {
  readonly template: Template;
  /** By logical id. */
  readonly resources: ReadonlyMap<string, StackResource>;
}

export interface StackResource {
  readonly physicalId: string;
  readonly properties: Properties;
}

export const noStack: Stack = { template: emptyTemplate, resources: new Map() };

/** One thing that CloudFormation does. */
export interface Operation {
  readonly kind: 'create' | 'update' | 'replace' | 'revert' | 'delete';
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
}

/** Which of the operations that may be next is next; an index. */
export type Order = (candidates: readonly Operation[]) => number;

/** `switching`: creates and updates; `cleaning`: deletions after them; `rolling-back`: the inverses after a failure, deletions included. */
export type Phase = 'switching' | 'cleaning' | 'rolling-back';

/** After an operation, or after one that was refused. */
export interface Step {
  readonly phase: Phase;
  readonly operation: Operation;
  readonly refused?: Refused;
}

export interface UpdateOptions {
  readonly order: Order;
  /**
   * Makes this operation (counted from 0) of the switching phase fail, before or after it has had its effect. As many
   * operations as `inFlight` that were under way at that moment still finish.
   */
  readonly failure?: { readonly at: number; readonly hasEffect: boolean; readonly inFlight: number };
  readonly observe: (step: Step) => void;
}

export interface UpdateResult {
  readonly stack: Stack;
  /** `stuck`: the rollback was refused something (UPDATE_ROLLBACK_FAILED), so that nobody knows what is live. */
  readonly outcome: 'updated' | 'rolled back' | 'stuck';
}

/**
 * Updates a stack to a template as CloudFormation does, one operation after the other; `world` changes underneath.
 *
 * - An operation waits for all that its resource refers to or depends on. Beyond that the order is open: resources that
 *   are under way at the same time take effect in any order, which is what the order of operations stands for.
 * - A change of a property that cannot be changed creates a second resource; the first goes with the deletions.
 * - Deletions come last, whatever depends on a resource first (by the template that is left behind).
 * - When an operation fails, everything that was changed is changed back, in the order of the old template; then what was
 *   created is deleted.
 *
 * An operation that is refused fails the update, and a rollback that is refused something stops there. A deletion that is
 * refused is given up: its resource is left over.
 */
export function update(world: World, stack: Stack, template: Template, options: UpdateOptions): UpdateResult {
  const run = new Run(world, stack, template, options);
  return run.switchOver() ? run.finish() : run.rollBack();
}

interface Leftover {
  readonly operation: Operation;
  readonly physicalId: string;
}

class Run {
  private readonly now: Map<string, StackResource>;
  private readonly leftovers: Leftover[] = [];
  private performed = 0;

  public constructor(
    private readonly world: World,
    private readonly before: Stack,
    private readonly template: Template,
    private readonly options: UpdateOptions,
  ) {
    this.now = new Map(before.resources);
  }

  /** Creates and updates; false where an operation failed. */
  public switchOver(): boolean {
    return this.walk(this.template, 'switching', (logicalId) => this.changeOf(logicalId), (operation, underWay) => {
      const { failure } = this.options;
      const fails = failure?.at === this.performed;
      this.performed += 1;
      if (!fails) return this.perform(operation, 'switching');
      for (const other of underWay.slice(0, failure.inFlight)) this.perform(other, 'switching');
      if (failure.hasEffect) this.perform(operation, 'switching');
      return false;
    });
  }

  /** After the switch: what the new template has no longer is deleted. */
  public finish(): UpdateResult {
    const gone = [...this.before.resources].filter(([logicalId]) => !(logicalId in this.template.Resources));
    for (const [logicalId, resource] of gone) {
      this.leave(logicalId, resource, this.before.template);
      this.now.delete(logicalId);
    }
    this.clean(this.before.template, 'cleaning');
    return { outcome: 'updated', stack: { template: this.template, resources: this.now } };
  }

  /** After a failure: what was changed is changed back, then what was made is deleted. */
  public rollBack(): UpdateResult {
    this.leftovers.length = 0;
    for (const [logicalId, resource] of this.now) {
      if (this.before.resources.get(logicalId)?.physicalId === resource.physicalId) continue;
      this.leave(logicalId, resource, this.template);
      const old = this.before.resources.get(logicalId);
      if (old) this.now.set(logicalId, old);
      else this.now.delete(logicalId);
    }
    const isReverted = this.walk(this.before.template, 'rolling-back', (logicalId) => this.revertOf(logicalId), (operation) =>
      this.perform(operation, 'rolling-back'));
    if (!isReverted) return { outcome: 'stuck', stack: this.before };
    this.clean(this.template, 'rolling-back');
    return { outcome: 'rolled back', stack: this.before };
  }

  /** Goes through a template along its dependencies. Resources without a change are passed at once. Ends early when `act` says so. */
  private walk(
    template: Template,
    phase: Phase,
    changeOf: (logicalId: string) => Operation | undefined,
    act: (operation: Operation, underWay: readonly Operation[]) => boolean,
  ): boolean {
    const waiting = new Map([...dependenciesOf(template)].map(([logicalId, others]) => [logicalId, new Set(others)]));
    const candidates = new Map<string, Operation>();
    const done = (logicalId: string): void => {
      candidates.delete(logicalId);
      for (const others of waiting.values()) others.delete(logicalId);
    };
    for (;;) {
      const free = [...waiting].filter(([, others]) => others.size === 0).map(([logicalId]) => logicalId);
      for (const logicalId of free) {
        waiting.delete(logicalId);
        const operation = changeOf(logicalId);
        if (operation) candidates.set(logicalId, operation);
        else done(logicalId);
      }
      if (free.length > 0) continue;
      if (candidates.size === 0) break;
      const ready = [...candidates.values()];
      const operation = ready[this.options.order(ready)];
      if (!act(operation, ready.filter((other) => other !== operation))) return false;
      done(operation.logicalId);
    }
    if (waiting.size > 0) throw new Error(`${phase}: circular dependencies between ${[...waiting.keys()].join(', ')}`);
    return true;
  }

  private changeOf(logicalId: string): Operation | undefined {
    const { Properties = {}, Type: type } = this.template.Resources[logicalId];
    const properties = this.resolved(Properties);
    const resource = this.now.get(logicalId);
    if (!resource) return { kind: 'create', logicalId, type, properties };
    if (isDeepStrictEqual(resource.properties, properties)) return undefined;
    const replaced = replacementProperties[type];
    if (!replaced) throw new Error(`the update simulator does not know ${type}`);
    const isReplaced = replaced.some((name) => !isDeepStrictEqual(resource.properties[name], properties[name]));
    return { kind: isReplaced ? 'replace' : 'update', logicalId, type, properties };
  }

  private revertOf(logicalId: string): Operation | undefined {
    const old = this.before.resources.get(logicalId);
    const type = this.before.template.Resources[logicalId].Type;
    if (!old || this.world.get(old.physicalId)?.properties === old.properties) return undefined;
    return { kind: 'revert', logicalId, type, properties: old.properties };
  }

  /** Whether it went well. */
  private perform(operation: Operation, phase: Phase): boolean {
    try {
      this.apply(operation);
      this.options.observe({ phase, operation });
      return true;
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      this.options.observe({ phase, operation, refused: fault });
      return false;
    }
  }

  private apply({ kind, logicalId, properties, type }: Operation): void {
    const resource = this.now.get(logicalId);
    if (kind === 'create' || kind === 'replace' || !resource) {
      const physicalId = this.world.create(type, properties);
      if (resource) this.leave(logicalId, resource, this.before.template);
      this.now.set(logicalId, { physicalId, properties });
    } else {
      this.world.update(resource.physicalId, properties);
      this.now.set(logicalId, { ...resource, properties });
    }
  }

  private leave(logicalId: string, { physicalId, properties }: StackResource, template: Template): void {
    const type = template.Resources[logicalId].Type;
    this.leftovers.push({ physicalId, operation: { kind: 'delete', logicalId, type, properties } });
  }

  /** Deletes what is left over: a resource after everything that depended on it in its template. */
  private clean(template: Template, phase: Phase): void {
    const dependencies = dependenciesOf(template);
    const left = [...this.leftovers];
    while (left.length > 0) {
      const ready = left.filter(({ operation: { logicalId } }) =>
        left.every(({ operation: other }) => other.logicalId === logicalId || !dependencies.get(other.logicalId)?.has(logicalId)));
      const { operation, physicalId } = ready[this.options.order(ready.map((leftover) => leftover.operation))];
      left.splice(left.findIndex((leftover) => leftover.physicalId === physicalId), 1);
      try {
        this.world.remove(physicalId);
        this.options.observe({ phase, operation });
      } catch (fault) {
        if (!(fault instanceof Refused)) throw fault;
        this.options.observe({ phase, operation, refused: fault });
      }
    }
  }

  private resolved(properties: Properties): Properties {
    return resolve(properties, (logicalId) => {
      const resource = this.now.get(logicalId);
      if (!resource) throw new Error(`${logicalId} is used before it exists`);
      return resource.physicalId;
    }) as Properties;
  }
}
