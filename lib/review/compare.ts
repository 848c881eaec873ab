import { compileSimulator } from '../explain/simulate';
import { nameOf } from '../diagnostics/subject';
import { classesOf } from './classes';
import type { Confrontation, Version } from './confrontation';
import { ConditionBook } from './dimensions';
import { clientsOf, listenerSide, OutcomeBook, type Books, type Client } from './listener-side';
import { resourceChanges, type ResourceOptions } from './resources';
import type { ReviewedPlan } from './reviewed-plan';
import type { RequestClass, ReviewedGateway, RouteDiff, RuleRef, SettingChange, ShadowedRule } from './route-diff';
import { Residuals } from './rule-lists';
import { settingChanges } from './settings';
import { shadowsOf } from './shadowing';
import { Walk, type WalkGap, type WalkLimits } from './walk';

export type { RouteDiff } from './route-diff';

export interface CompareOptions extends ResourceOptions {
  /** Rules that the load balancer may have. Default 100, the quota of a new account. */
  readonly maximumRules?: number;
  /** States an automaton may have before a dimension is not divided exactly. Default 200,000. */
  readonly stateLimit?: number;
  /** Combinations that are looked at for one port and scheme. Default 500,000. */
  readonly nodeLimit?: number;
  /** Called before each port and scheme. */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/**
 * What the change from one version of a load balancer to another means for requests: which requests get another answer,
 * with one example for each kind, and the proof that all others do not. A side that is absent has no load balancer.
 *
 * The comparison is exact for the model of `lib/explain` under its default settings; where it could not be, `unchanged.gaps`
 * says what is not proved. Throws UnsupportedRegexError where a plan holds a regex that an ALB would refuse.
 */
export function compareRouting(old: ReviewedPlan | undefined, latest: ReviewedPlan | undefined, options: CompareOptions = {}): RouteDiff {
  const sides = [old ?? absent(latest), latest ?? absent(old)] as const;
  const [before, after] = sides.map((plan): Version => ({ plan, simulate: compileSimulator(plan) }));
  const findings = comparePorts(before, after, options);
  const settings = old && latest ? settingChanges(old, latest, { sameKind: options.notCompared === undefined }) : [];
  return {
    ...(old && { old: summaryOf(old) }),
    ...(latest && { new: summaryOf(latest) }),
    classes: [...findings.classes].sort(byRisk),
    shadowed: findings.shadowed,
    unshadowed: findings.unshadowed,
    settings: [...settings].sort((one: SettingChange, other: SettingChange) => Number(other.public) - Number(one.public)),
    resources: resourceChanges(sides[0], sides[1], options),
    budget: { old: countRules(sides[0]), new: countRules(sides[1]), limit: options.maximumRules ?? 100 },
    unchanged: {
      rules: countRules(sides[1]) - decidingAnew(findings.classes),
      proved: findings.gaps.length === 0,
      gaps: findings.gaps,
    },
  };
}

function summaryOf({ gateway, scheme }: ReviewedPlan): ReviewedGateway {
  return { name: nameOf(gateway), scheme };
}

/** A load balancer without listeners, like the other one in everything else. */
function absent(other: ReviewedPlan | undefined): ReviewedPlan {
  const gateway = other?.gateway ?? { namespace: '', name: '' };
  return {
    gateway,
    scheme: 'internal',
    ipAddressType: 'ipv4',
    attributes: [],
    listeners: [],
    targetGroups: [],
    securityGroups: { kind: 'managed', ingress: [], ids: [], names: [] },
  };
}

function countRules({ listeners }: ReviewedPlan): number {
  return listeners.reduce((count, { rules }) => count + rules.length, 0);
}

/** How many rules of the new side decide requests that were decided otherwise. */
function decidingAnew(classes: readonly RequestClass[]): number {
  return new Set(classes.flatMap((it) => it.new.rules.map(({ port, id, priority }) => `${port} ${id} ${priority}`))).size;
}

interface Findings {
  readonly classes: readonly RequestClass[];
  readonly shadowed: readonly ShadowedRule[];
  readonly unshadowed: readonly RuleRef[];
  readonly gaps: readonly string[];
}

function comparePorts(old: Version, latest: Version, options: CompareOptions): Findings {
  const clients = clientsOf(old.plan, latest.plan);
  const conditions = new ConditionBook(options.stateLimit ?? 200_000);
  const books: Books = { conditions, outcomes: new OutcomeBook(), residuals: new Residuals(conditions) };
  const limits: WalkLimits = { nodes: options.nodeLimit ?? 500_000 };
  const parts = clients.map((client, index) => {
    options.onProgress?.(index, clients.length, `${client.scheme} on port ${client.port}`);
    const sides = [old, latest].map((version) => ({ ...version, ...listenerSide(version.plan, client, books) }));
    return compareClient({ client, books, old: sides[0], latest: sides[1] }, limits);
  });
  return {
    classes: parts.flatMap(({ classes }) => classes),
    shadowed: parts.flatMap(({ shadowed }) => shadowed),
    unshadowed: parts.flatMap(({ unshadowed }) => unshadowed),
    gaps: [...new Set(parts.flatMap(({ gaps }) => gaps))],
  };
}

function compareClient(confrontation: Confrontation, limits: WalkLimits): Findings {
  const { books, client, old, latest } = confrontation;
  const { meetings, gaps } = new Walk(books.conditions, books.residuals, limits).compare(old.list, latest.list);
  const classes = classesOf(meetings, confrontation);
  const unconfirmed = classes.filter(({ witness }) => witness && !witness.confirmed).length;
  const verifies = [old, latest].some(({ listener }) => listener?.mutualAuthentication?.mode === 'verify');
  const isUsual = latest.asksRules && (client.clientCertificate === 'valid' || !verifies);
  return {
    classes,
    ...(isUsual ? shadowsOf(confrontation, limits) : { shadowed: [], unshadowed: [] }),
    gaps: [...gaps.map((gap) => gapText(gap, client)), ...(unconfirmed > 0 ? [`${unconfirmed} examples on port ${client.port} are not confirmed by the simulator`] : [])],
  };
}

function gapText(gap: WalkGap, { port, scheme }: Client): string {
  const where = `${scheme} on port ${port}`;
  if (gap.kind === 'given-up') return `${where}: too many combinations, not all of them were compared`;
  return `${where}: the conditions on ${gap.dimension} are too many to tell which can hold together, so some changes may be of requests that do not exist`;
}

const kinds = ['lost', 'new', 'moved', 'changed'] as const;

/** What is lost and what is open to strangers first, answers that were errors before and after last. */
function byRisk(one: RequestClass, other: RequestClass): number {
  return (
    Number(other.served) - Number(one.served) ||
    riskOf(one) - riskOf(other) ||
    one.port - other.port ||
    (one.new.rules[0]?.priority ?? 0) - (other.new.rules[0]?.priority ?? 0)
  );
}

function riskOf(it: RequestClass): number {
  return it.public && it.kind === 'new' ? 0.5 : kinds.indexOf(it.kind);
}
