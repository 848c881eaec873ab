import { isDeepStrictEqual } from 'node:util';
import { DiagnosticSink } from '../../../lib/diagnostics/diagnostic';
import { compact, emptyLedger, readLedger, writeLedger } from '../../../lib/plan/ledger';
import type { PriorityLedger } from '../../../lib/plan/priorities';
import type { Announcement } from './announced';
import { Claims } from './claims';
import type { Edit } from './edits';
import { edited, editKinds, firstFleet } from './edits';
import type { Fleet } from './fleet';
import type { Mistake } from './mistakes';
import { randomFrom } from './random';
import type { Environment, Violation } from './transition';
import { deploy, newEnvironment } from './transition';
import type { Version } from './versions';
import { isVersion, versionOf } from './versions';

/** A project over time: how it got to its first deployment, the edits after it, and a seed for everything else. */
export interface History {
  readonly beginnings: readonly Edit[];
  readonly edits: readonly Edit[];
  readonly seed: number;
}

export interface Figures {
  histories: number;
  edits: number;
  /** Edits whose manifests are not valid, so that there is nothing to deploy. */
  rejected: number;
  versions: number;
  /** Versions whose template is not that of the version before. */
  changes: number;
  /** Pairs of versions of which either may follow the other, and that claim nothing twice. */
  pairs: number;
  deployments: number;
  /** Deployments of a version that is older than the deployed one. */
  backwards: number;
  rollbacks: number;
  /** Rollbacks that were refused something, as had been announced. The environment is given up. */
  stuck: number;
  /** Branches that were made at once and merged. */
  merges: number;
  /** Ledgers that were compacted. */
  compactions: number;
  operations: number;
  /** Requests sent, counted once per operation after which they are sent. */
  requests: number;
  /** Deployments in which something was seen that had been announced. */
  announced: Record<Announcement, number>;
}

export function noFigures(): Figures {
  const made = { histories: 0, edits: 0, rejected: 0, versions: 0, changes: 0, pairs: 0 };
  const deployed = { deployments: 0, backwards: 0, rollbacks: 0, stuck: 0 };
  const announced = { 'replaced load balancer': 0, 'changed Service port': 0, 'changed protocol': 0, 'refused protocol': 0 };
  return { ...made, ...deployed, merges: 0, compactions: 0, operations: 0, requests: 0, announced };
}

/** A violation and the update in which it was met. */
export interface Finding extends Violation {
  /** Numbers of the versions, 0 for the first. */
  readonly from: number | undefined;
  readonly to: number;
  readonly versions: readonly Version[];
}

const environments = 3;
/** How often an environment takes a version, how often it goes back to an earlier one, and jumps at the end. */
const takes = 0.4;
const goesBack = 0.1;
const jumps = 3;

/** What happens to the manifests and the ledger besides edits. */
export const otherEvents = ['revert', 'merge', 'compact'] as const;

/** How many edits a history begins with before anything is deployed, and how many follow. */
const lengths = { beginnings: 4, edits: 10 };

/** The history of a seed. */
export function historyOf(seed: number): History {
  const random = randomFrom(seed);
  const choice = (): number => random.below(1000);
  const choices = (): Omit<Edit, 'kind'> => ({ route: choice(), rule: choice(), value: choice(), other: choice() });
  const edit = (): Edit => ({ kind: random.chance(0.1) ? random.pick(otherEvents) : random.pick(editKinds), ...choices() });
  return {
    beginnings: Array.from({ length: lengths.beginnings }, () => ({ kind: random.pick(editKinds), ...choices() })),
    edits: Array.from({ length: lengths.edits }, edit),
    seed: random.below(2 ** 31),
  };
}

interface Place {
  environment: Environment;
  /** Number of the deployed version. */
  at?: number;
}

/**
 * Lives through a history with one ledger: after each edit the manifests are synthesised; each of several environments
 * deploys some versions and now and then goes back to an earlier one; at the end there are jumps between any two.
 *
 * Events besides edits: `revert` takes the manifests of an earlier version with today's ledger; `merge` makes two branches
 * with an edit each, of which the first is deployable, and merges them with a conflict in the ledger; `compact` deploys the
 * latest version everywhere, forgets what it does not use, and nothing goes back before it any more.
 *
 * With a mistake, all versions are what a compiler that makes it would give.
 */
export function live(history: History, figures: Figures, mistake: Mistake = {}): readonly Finding[] {
  return new Project(history, figures, mistake).live();
}

/** All versions of a history, without deploying any. */
export function versionsOf(history: History): readonly Version[] {
  const project = new Project(history, noFigures(), {});
  for (const edit of history.edits) project.happen(edit);
  return project.versions;
}

class Project {
  public readonly versions: Version[];
  private readonly random;
  private readonly findings: Finding[] = [];
  private readonly places: readonly Place[] = Array.from({ length: environments }, () => ({ environment: newEnvironment() }));
  private ledger: PriorityLedger;
  /** Number of the first version that may still be deployed, and what those since then claim. */
  private floor = 0;
  private claims = new Claims();

  public constructor(
    private readonly history: History,
    private readonly figures: Figures,
    private readonly mistake: Mistake,
  ) {
    this.random = randomFrom(history.seed);
    this.versions = [];
    this.ledger = emptyLedger;
    this.add(this.spoilt(firstVersion(history.beginnings)));
  }

  public live(): readonly Finding[] {
    this.deploySomewhere();
    for (const edit of this.history.edits) {
      this.figures.edits += 1;
      this.happen(edit);
      this.deploySomewhere();
    }
    for (let jump = 0; jump < jumps; jump += 1) this.deploy(this.random.pick(this.places), this.anyVersion());
    this.figures.histories += 1;
    this.figures.versions += this.versions.length;
    return this.findings;
  }

  private get latest(): Version {
    return this.versions[this.versions.length - 1];
  }

  public happen(edit: Edit): void {
    switch (edit.kind) {
      case 'revert':
        this.commit(this.versions[edit.value % this.versions.length].fleet);
        break;
      case 'merge':
        this.merge(edit);
        break;
      case 'compact':
        this.compact();
        break;
      default:
        this.commit(edited(this.latest.fleet, edit));
    }
  }

  private spoilt(version: Version): Version {
    const { ledger = (known) => known, template = (right) => right } = this.mistake;
    return { ...version, template: template(version.template), ledger: ledger(version.ledger) };
  }

  private commit(fleet: Fleet): boolean {
    const result = versionOf(fleet, this.ledger);
    if (!isVersion(result)) {
      this.figures.rejected += 1;
      return false;
    }
    const version = this.spoilt(result);
    if (!isDeepStrictEqual(version.template, this.latest.template)) this.figures.changes += 1;
    this.add(version);
    return true;
  }

  /** With every version that can still be deployed it makes a pair. */
  private add(version: Version): void {
    const to = this.versions.push(version) - 1;
    this.ledger = version.ledger;
    this.figures.pairs += to - this.floor;
    this.note(this.claims.add(version.template), this.floor, to);
  }

  private note(violations: readonly Violation[], from: number | undefined, to: number): void {
    this.findings.push(...violations.map((violation) => ({ ...violation, from, to, versions: [...this.versions] })));
  }

  /** Two edits of one version on two branches; the second branch is never deployed by itself. */
  private merge(edit: Edit): void {
    const { value, other } = edit;
    const second: Edit = { ...edit, kind: editKinds[(value * 7 + other) % editKinds.length], route: other, value: edit.rule };
    const mine = edited(this.latest.fleet, { ...edit, kind: editKinds[(other * 5 + value) % editKinds.length] });
    const theirs = edited(this.latest.fleet, second);
    const before = this.ledger;
    const their = versionOf(theirs, before);
    if (!isVersion(their) || !this.commit(mine)) return;
    const conflict = `<<<<<<< mine\n${writeLedger(this.ledger)}=======\n${writeLedger(their.ledger)}>>>>>>> theirs\n`;
    this.ledger = readLedger(conflict, 'gateway-alb.priorities.json', new DiagnosticSink());
    this.commit(edited(mine, second));
    this.figures.merges += 1;
  }

  private compact(): void {
    const latest = this.versions.length - 1;
    for (const place of this.places) {
      // A deployment that fails is repeated.
      for (let attempt = 0; attempt < 5 && place.at !== latest; attempt += 1) this.deploy(place, latest);
    }
    if (this.places.some(({ at }) => at !== latest)) return;
    this.ledger = compact(this.ledger, [this.latest.plan]);
    this.floor = latest;
    this.claims = new Claims();
    this.claims.add(this.latest.template);
    this.figures.compactions += 1;
  }

  private deploySomewhere(): void {
    for (const place of this.places) {
      if (this.random.chance(takes)) this.deploy(place, this.versions.length - 1);
      else if (place.at !== undefined && this.random.chance(goesBack)) this.deploy(place, this.anyVersion());
    }
  }

  private anyVersion(): number {
    return this.floor + this.random.below(this.versions.length - this.floor);
  }

  private deploy(place: Place, to: number): void {
    const { at: from, environment } = place;
    if (from === to) return;
    const result = deploy(environment, this.versions[to], this.random, from === undefined ? 0.05 : 0.15);
    this.note(result.violations, from, to);
    this.figures.deployments += 1;
    if (from !== undefined && to < from) this.figures.backwards += 1;
    if (result.outcome === 'rolled back') this.figures.rollbacks += 1;
    this.figures.operations += result.steps;
    this.figures.requests += result.steps * result.probes;
    for (const announcement of result.announcements) this.figures.announced[announcement] += 1;
    place.environment = result.environment;
    if (result.outcome === 'updated') place.at = to;
    if (result.outcome !== 'stuck') return;
    this.figures.stuck += 1;
    place.environment = newEnvironment();
    place.at = undefined;
  }
}

function firstVersion(beginnings: readonly Edit[]): Version {
  let fleet = firstFleet;
  for (const edit of beginnings) {
    const next = edited(fleet, edit);
    if (isVersion(versionOf(next))) fleet = next;
  }
  const version = versionOf(fleet, emptyLedger);
  if (!isVersion(version)) throw new Error(`the first fleet is not valid: ${version.errors.join('; ')}`);
  return version;
}
