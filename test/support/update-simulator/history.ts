import { emptyLedger } from '../../../lib/plan/ledger';
import type { Edit } from './edits';
import { edited, firstFleet } from './edits';
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
  deployments: number;
  /** Deployments of a version that is older than the deployed one. */
  backwards: number;
  rollbacks: number;
  operations: number;
  /** Requests sent, counted once per operation after which they are sent. */
  requests: number;
}

export function noFigures(): Figures {
  return { histories: 0, edits: 0, rejected: 0, versions: 0, deployments: 0, backwards: 0, rollbacks: 0, operations: 0, requests: 0 };
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

/**
 * Lives through a history with one ledger: after each edit the manifests are synthesised; each of several environments
 * deploys some versions and now and then goes back to an earlier one; at the end there are jumps between any two.
 */
export function live({ beginnings, edits, seed }: History, figures: Figures): readonly Finding[] {
  const random = randomFrom(seed);
  const findings: Finding[] = [];
  const versions = [firstVersion(beginnings)];
  const places: { environment: Environment; at?: number }[] = Array.from({ length: environments }, () => ({ environment: newEnvironment() }));
  const visit = (place: (typeof places)[number], to: number): void => {
    if (place.at === to) return;
    const result = deploy(place.environment, versions[to], random, place.at === undefined ? 0.05 : 0.15);
    findings.push(...result.violations.map((violation) => ({ ...violation, from: place.at, to, versions: [...versions] })));
    figures.deployments += 1;
    if (place.at !== undefined && to < place.at) figures.backwards += 1;
    if (result.outcome === 'rolled back') figures.rollbacks += 1;
    figures.operations += result.steps;
    figures.requests += result.steps * result.probes;
    place.environment = result.environment;
    if (result.outcome === 'updated') place.at = to;
  };
  const deployments = (): void => {
    for (const place of places) {
      if (random.chance(takes)) visit(place, versions.length - 1);
      else if (place.at !== undefined && random.chance(goesBack)) visit(place, random.below(versions.length));
    }
  };
  deployments();
  for (const edit of edits) {
    figures.edits += 1;
    const next = commit(versions, edit);
    if (next) versions.push(next);
    else figures.rejected += 1;
    deployments();
  }
  for (let jump = 0; jump < jumps; jump += 1) visit(random.pick(places), random.below(versions.length));
  figures.histories += 1;
  figures.versions += versions.length;
  return findings;
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

/** The next version; an edit of kind `revert` takes the manifests of an earlier one with today's ledger. */
function commit(versions: readonly Version[], edit: Edit): Version | undefined {
  const latest = versions[versions.length - 1];
  const fleet = edit.kind === 'revert' ? versions[edit.value % versions.length].fleet : edited(latest.fleet, edit);
  const version = versionOf(fleet, latest.ledger);
  return isVersion(version) ? version : undefined;
}
