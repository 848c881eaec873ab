import type { AcceptedAssertion, ExpectedCondition, ExpectedListener, ExpectedParent, StatusAssertion } from './suite';
import { nameOf } from './suite';
import { allOf, fail, notModelled, pass, type Result } from './verdict';

/** The computed status of the objects, in the terms of the Gateway API. Objects are named `namespace/name` or `name`. */
export interface StatusView {
  /** Undefined where the object has no status. */
  readonly of: (kind: string, name: string) => ViewedStatus | undefined;
}

export interface ViewedStatus {
  readonly generation: number;
  readonly conditions: readonly ViewedCondition[];
  /** Of Gateways and ListenerSets. */
  readonly listeners: readonly ViewedListener[];
  /** Of routes: one per parentRef. Of policies: one per ancestor. */
  readonly parents: readonly ViewedParent[];
  /** Of Gateways. */
  readonly attachedListenerSets: number;
}

export interface ViewedCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly observedGeneration?: number;
}

export interface ViewedListener {
  readonly name: string;
  readonly supportedKinds: readonly string[];
  readonly attachedRoutes: number;
  readonly conditions: readonly ViewedCondition[];
}

export interface ViewedParent {
  readonly kind: string;
  /** `namespace/name` */
  readonly name: string;
  readonly sectionName?: string;
  readonly conditions: readonly ViewedCondition[];
}

/** Checks that ask for the newest generation hold at every moment; the others have to hold at theirs. */
export function holdsAlways({ assert }: StatusAssertion): boolean {
  return assert.endsWith('MustHaveLatestConditions');
}

/** Evaluates one check of the suite. Its name is the kind of the object and what must be true of it. */
export function evaluate(assertion: StatusAssertion, view: StatusView): Result {
  const [, kind = '', check = ''] = /^(GWC|[A-Z][A-Za-z]*?)((?:Status|Listeners?)?MustHave[A-Za-z]*)$/.exec(assertion.assert) ?? [];
  const subject = { kind: kind === 'GWC' ? 'GatewayClass' : kind, name: assertion.object };
  const status = view.of(subject.kind, subject.name);
  if (assertion.object === '') return notModelled(`${assertion.assert} names no object`);
  if (kind === '') return notModelled(`check "${assertion.assert}"`);
  if (check === 'MustHaveNoAcceptedParents' && status === undefined) return pass;
  if (status === undefined) return fail(`a status of ${subject.kind} ${subject.name}`, 'none');
  return checkOf(check, assertion, status, `${subject.kind} ${subject.name}`);
}

function checkOf(check: string, assertion: StatusAssertion, status: ViewedStatus, who: string): Result {
  const always = (type: string, expected: 'True' | 'any'): Result =>
    conditionsHold([{ type, status: expected, reason: '(any)' }], conditionsAt(assertion, status), who);
  switch (check) {
    case 'MustHaveCondition':
      return assertion.condition ? conditionsHold([assertion.condition], conditionsAt(assertion, status), who) : notModelled(`${assertion.assert} without a condition`);
    case 'MustHaveResolvedRefsConditionsTrue':
      return conditionsHold([{ type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs' }], conditionsAt(assertion, status), who);
    case 'MustHaveAcceptedConditionTrue':
      return always('Accepted', 'True');
    case 'MustHaveAcceptedConditionAny':
      return always('Accepted', 'any');
    case 'MustHaveLatestConditions':
      return isLatest(status, who);
    case 'StatusMustHaveListeners':
      return assertion.listeners ? listenersAre(assertion.listeners, status, who) : notModelled(`${assertion.assert} without listeners`);
    case 'ListenerMustHaveConditions':
    case 'ListenersMustHaveConditions':
      return listenersHold(assertion.conditions ?? (assertion.condition ? [assertion.condition] : []), assertion.listenerNames ?? [], status, who);
    case 'MustHaveAttachedListeners':
    case 'MustHaveAttachedListenerSets':
      return equal(`attachedListenerSets of ${who}`, assertion.attachedListenerSets ?? 0, status.attachedListenerSets);
    case 'MustHaveZeroRoutes':
      return allOf(status.listeners.map(({ name, attachedRoutes }) => equal(`attachedRoutes of ${who} listener ${name}`, 0, attachedRoutes)));
    case 'MustHaveNoAcceptedParents':
      return noneAccepted(status, who);
    case 'MustHaveParents':
      return assertion.parents ? parentsAre(assertion.parents, status, who) : notModelled(`${assertion.assert} without parents`);
    default:
      return notModelled(`check "${assertion.assert}"`);
  }
}

/** Routes that must be accepted by a parent whose listeners are all in order. */
export function evaluateAccepted({ kind, gateway, parentKind = 'Gateway', parent = gateway, listeners, routes }: AcceptedAssertion, view: StatusView): Result {
  if (parent === undefined) return notModelled('an acceptance without a parent');
  const name = nameOf(parent);
  const parentStatus = view.of(parentKind, name);
  if (parentStatus === undefined) return fail(`a status of ${parentKind} ${name}`, 'none');
  const sections = listeners.length > 0 ? listeners : [undefined];
  const accepted = routes.flatMap((route) =>
    sections.map((section): Result => {
      const who = `${kind} ${nameOf(route)} at ${parentKind} ${name}${section === undefined ? '' : ` listener ${section}`}`;
      const entries = (view.of(kind, nameOf(route))?.parents ?? []).filter(
        (candidate) => candidate.kind === parentKind && candidate.name === name && (section === undefined || candidate.sectionName === section),
      );
      if (entries.length === 0) return fail(`a status of ${who}`, 'none');
      return allOf(entries.map(({ conditions }) => conditionsHold([{ type: 'Accepted', status: 'True', reason: 'Accepted' }], conditions, who)));
    }),
  );
  return allOf([...accepted, listenersHold(inOrder, [], parentStatus, `${parentKind} ${name}`)]);
}

const inOrder: readonly ExpectedCondition[] = ['Accepted', 'ResolvedRefs', 'Programmed'].map((type) => ({ type, status: 'True' }));

/** Of routes and policies the conditions below the named parent, of other objects their own. */
function conditionsAt({ parent }: StatusAssertion, status: ViewedStatus): readonly ViewedCondition[] {
  if (parent === undefined) return status.conditions.length > 0 ? status.conditions : status.parents.flatMap(({ conditions }) => conditions);
  return status.parents.filter(({ name }) => name === parent).flatMap(({ conditions }) => conditions);
}

function conditionsHold(expected: readonly ExpectedCondition[], got: readonly ViewedCondition[], who: string): Result {
  return allOf(
    expected.map((wanted): Result => {
      const ofType = got.filter(({ type }) => type === wanted.type);
      if (ofType.some((condition) => fits(wanted, condition))) return pass;
      return fail(`${who}: ${written(wanted)}`, ofType.length === 0 ? `no ${wanted.type}` : ofType.map(written).join(', '));
    }),
  );
}

function fits({ status, reason = '' }: ExpectedCondition, condition: ViewedCondition): boolean {
  const anyReason = reason === '' || reason === '(any)';
  return (status === 'any' || condition.status === status) && (anyReason || condition.reason === reason);
}

function written({ type, status, reason }: ExpectedCondition): string {
  return `${type}=${status}${reason === undefined || reason === '' ? '' : `/${reason}`}`;
}

function isLatest({ generation, conditions, parents, listeners }: ViewedStatus, who: string): Result {
  const all = [...conditions, ...parents.flatMap((parent) => parent.conditions), ...listeners.flatMap((listener) => listener.conditions)];
  if (all.length === 0) return fail(`conditions of ${who}`, 'none');
  const stale = all.find(({ observedGeneration }) => observedGeneration !== generation);
  return stale ? fail(`${who}: observedGeneration ${generation} of ${stale.type}`, String(stale.observedGeneration ?? 'none')) : pass;
}

function listenersAre(expected: readonly ExpectedListener[], { listeners }: ViewedStatus, who: string): Result {
  const names = (list: readonly { name: string }[]): string => list.map(({ name }) => name).sort().join(', ');
  if (names(expected) !== names(listeners)) return fail(`${who}: listeners ${names(expected)}`, names(listeners));
  return allOf(expected.map((wanted) => listenerIs(wanted, listeners.find(({ name }) => name === wanted.name) as ViewedListener, `${who} listener ${wanted.name}`)));
}

function listenerIs({ supportedKinds, attachedRoutes, conditions = [] }: ExpectedListener, got: ViewedListener, who: string): Result {
  const kinds = supportedKinds?.map((kind) => (typeof kind === 'string' ? kind : kind.kind));
  const missing = kinds?.filter((kind) => !got.supportedKinds.includes(kind)) ?? [];
  const isSurplus = kinds?.length === 0 && got.supportedKinds.length > 0;
  return allOf([
    missing.length > 0 || isSurplus ? fail(`${who}: supportedKinds ${kinds?.join(', ') || 'none'}`, got.supportedKinds.join(', ') || 'none') : pass,
    attachedRoutes === undefined ? pass : equal(`attachedRoutes of ${who}`, attachedRoutes, got.attachedRoutes),
    conditionsHold(conditions, got.conditions, who),
  ]);
}

/** Without names: all listeners. */
function listenersHold(conditions: readonly ExpectedCondition[], names: readonly string[], { listeners }: ViewedStatus, who: string): Result {
  const meant = names.length === 0 ? listeners : listeners.filter(({ name }) => names.includes(name));
  const missing = names.find((name) => !meant.some((listener) => listener.name === name));
  if (missing !== undefined) return fail(`${who}: a status of listener ${missing}`, 'none');
  if (meant.length === 0) return fail(`${who}: listeners`, 'none');
  return allOf(meant.map((listener) => conditionsHold(conditions, listener.conditions, `${who} listener ${listener.name}`)));
}

function noneAccepted({ parents }: ViewedStatus, who: string): Result {
  const accepted = parents.find(({ conditions }) => conditions.some(({ type, status }) => type === 'Accepted' && status === 'True'));
  return accepted ? fail(`${who}: no accepted parent`, `${accepted.kind} ${accepted.name} accepts it`) : pass;
}

/** Exactly these entries, each with its conditions. */
function parentsAre(expected: readonly ExpectedParent[], { parents }: ViewedStatus, who: string): Result {
  if (expected.length !== parents.length) return fail(`${who}: ${expected.length} parents`, String(parents.length));
  return allOf(
    expected.map(({ parentRef, conditions = [] }): Result => {
      const isMeant = ({ kind, name, sectionName }: ViewedParent): boolean =>
        kind === (parentRef.kind ?? 'Gateway') && name.split('/')[1] === parentRef.name && sectionName === parentRef.sectionName
        && (parentRef.namespace === undefined || name.split('/')[0] === parentRef.namespace);
      const entry = parents.find(isMeant);
      return entry ? conditionsHold(conditions, entry.conditions, `${who} at ${entry.name}`) : fail(`${who}: parent ${parentRef.name}`, 'none');
    }),
  );
}

function equal(what: string, expected: number, got: number): Result {
  return expected === got ? pass : fail(`${what}: ${expected}`, String(got));
}
