import { parseAllDocuments } from 'yaml';
import { compileDecoded, DiagnosticSink, decodeFiles, readManifests } from '../lib/index';
import type { Fleet } from './fleet';
import { fleetOf } from './fleet';
import { inTurn, peakMemory } from './measure';

/** Parsing against everything that comes after it, for one fleet. Milliseconds. */
export interface CompilingCosts {
  /** `parseAllDocuments` and `toJS` of the library that reads our manifests. */
  readonly parsing: number;
  /** Ours: parsing with the same library, and places, sizes and syntax mistakes with it. */
  readonly reading: number;
  /** Reading, decode, attach and plan. */
  readonly compiling: number;
}

/** Every round compiles anew: a plan that was kept would cost nothing. */
export function compilingCosts(fleet: Fleet, samples: number): CompilingCosts {
  const { parsing, reading, compiling } = inTurn({
    parsing: () => fleet.files.map(({ text }) => parseAllDocuments(text).map((document): unknown => document.toJS() as unknown)),
    reading: () => readManifests(fleet.files, new DiagnosticSink()),
    compiling: () => compileDecoded(decodeFiles(fleet.files)),
  }, samples);
  return { parsing: parsing.milliseconds, reading: reading.milliseconds, compiling: compiling.milliseconds };
}

/** Of one compilation in a fresh process: bytes above what the process had before. */
export function compilingMemory(fleet: Fleet): number {
  const before = process.memoryUsage().rss;
  compileDecoded(decodeFiles(fleet.files));
  return peakMemory() - before;
}

/** `compilingCosts` or `compilingMemory` of a fleet, printed as JSON for the parent process. */
if (require.main === module) {
  const [what, rules, samples] = process.argv.slice(2);
  const fleet = fleetOf(Number(rules));
  console.log(JSON.stringify(what === 'costs' ? compilingCosts(fleet, Number(samples)) : compilingMemory(fleet)));
}
