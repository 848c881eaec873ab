import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parse, stringify } from 'yaml';
import { compile, renderDiagnostics, simulate } from '../../lib/index';
import type { Compilation, CompileOptions, LoadBalancerPlan, RouteDecision, TargetGroupRef } from '../../lib/index';
import { parseRequest } from '../../lib/explain/request-text';

/**
 * Golden cases: `test/cases/<topic>/<sentence>.in.yaml` with its siblings
 * `.plan.yaml` (what is planned), `.diagnostics.txt` (what is said) and, where the case wants one,
 * `.requests.yaml` (a list of `METHOD URL [name: value]... -> outcome`).
 * Compile options stand in a first line `# options: {...}`. `npm run goldens` rewrites plans and diagnostics.
 */
const root = join(__dirname, '..', 'cases');
const goldenEndings = ['.plan.yaml', '.diagnostics.txt', '.requests.yaml'];
const rewrite = process.env.UPDATE_GOLDENS === '1';

/** Paths of all cases below `test/cases`, without ending, sorted. */
export function caseNames(): string[] {
  return filesBelow(root)
    .filter((file) => file.endsWith('.in.yaml'))
    .map((file) => file.slice(0, -'.in.yaml'.length))
    .sort();
}

/** Goldens whose input is gone. */
export function orphans(): string[] {
  const names = new Set(caseNames());
  return filesBelow(root).filter((file) => {
    const ending = goldenEndings.find((candidate) => file.endsWith(candidate));
    return !file.endsWith('.in.yaml') && (ending === undefined || !names.has(file.slice(0, -ending.length)));
  });
}

export function compileCase(name: string): Compilation {
  const text = readFileSync(join(root, `${name}.in.yaml`), 'utf8');
  const options = /^# options: (.*)$/m.exec(text)?.[1];
  return compile([{ path: `${name}.in.yaml`, text }], options === undefined ? {} : (parse(options) as CompileOptions));
}

/** The golden's text, written anew where that is asked for. */
export function golden(name: string, ending: string, actual: string): string {
  return goldenAt(join(root, name + ending), actual);
}

export function goldenAt(path: string, actual: string): string {
  if (rewrite) writeFileSync(path, actual);
  return existsSync(path) ? readFileSync(path, 'utf8') : `(no golden ${basename(path)}; run npm run goldens)`;
}

export function renderPlans(compilation: Compilation): string {
  return compilation.gateways.map(({ plan }) => `---\n${stringify(readable(plan), { lineWidth: 0, aliasDuplicateObjects: false })}`).join('');
}

/** Fit to be read: attributes as a mapping, an origin as one line, nothing that is empty. */
function readable(value: unknown, key = ''): unknown {
  if (key === 'origin') return originOf(value as LoadBalancerPlan['listeners'][number]['rules'][number]['origin']);
  if (key === 'attributes' || key === 'tags') {
    return Object.fromEntries((value as { key: string; value: string }[]).map((entry) => [entry.key, entry.value]));
  }
  if (Array.isArray(value)) return value.map((item) => readable(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, child]) => !(Array.isArray(child) && child.length === 0));
  return Object.fromEntries(entries.map(([name, child]) => [name, readable(child, name)]));
}

function originOf({ object, rule, matches, hostnames, listener, span }: LoadBalancerPlan['listeners'][number]['rules'][number]['origin']): string {
  const what = rule === undefined ? '' : ` rule ${rule} matches ${matches.join(',')}`;
  return `${object.kind} ${object.namespace}/${object.name}${what} hosts ${hostnames.join(',') || '*'} listener ${listener} line ${span?.start.line ?? '-'}`;
}

export function renderMessages({ diagnostics, sources }: Compilation): string {
  return diagnostics.length === 0 ? '' : `${renderDiagnostics(diagnostics, { sources, format: 'text', color: false, notes: true })}\n`;
}

/** Rows `METHOD URL [name: value]... -> outcome` of a case. */
export function requestRows(name: string): string[] {
  const path = join(root, `${name}.requests.yaml`);
  return existsSync(path) ? (parse(readFileSync(path, 'utf8')) as string[]) : [];
}

/** The row with the outcome that the plan gives its request. */
export function answered(row: string, plan: LoadBalancerPlan): string {
  const [request = ''] = row.split(' -> ');
  const [, method = '', url = '', headers = ''] = /^(\S+) (\S+)(?: (.*))?$/.exec(request) ?? [];
  const parsed = parseRequest(method, url, [...headers.matchAll(/\[([^\]]+)\]/g)].map(([, header]) => header ?? ''), '198.51.100.1');
  if (typeof parsed === 'string') throw new Error(`${row}: ${parsed}`);
  return `${request} -> ${describe(simulate(plan, parsed).outcome, plan)}`;
}

function describe(outcome: RouteDecision['outcome'], plan: LoadBalancerPlan): string {
  switch (outcome.type) {
    case 'refused':
      return `refused (${outcome.reason})`;
    case 'redirect':
      return `${outcome.statusCode} ${outcome.location}`;
    case 'authenticate':
      return `${outcome.authentication.type}, ${describe(outcome.then, plan)}`;
    case 'forward': {
      const shares = outcome.shares.map(({ targetGroup, share }) => backendOf(targetGroup, plan) + (share === 1 ? '' : ` ${Math.round(share * 100)}%`));
      return `${shares.join(', ')} ${outcome.rewritten.host}${outcome.rewritten.path}`;
    }
    default:
      return String(outcome.statusCode);
  }
}

function backendOf(ref: TargetGroupRef, plan: LoadBalancerPlan): string {
  if (ref.kind === 'existing') return ref.name;
  const binding = plan.targetGroups.find((group) => group.id === ref.id)?.binding;
  return binding ? `${binding.service.namespace}/${binding.service.name}:${binding.servicePort}` : 'unresolved';
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}
