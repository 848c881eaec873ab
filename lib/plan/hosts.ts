import { compareText } from '../attach/age';
import { isWildcard } from '../attach/hostnames';
import { limits } from './limits';
import { packed } from './packing';
import { escapeRegex } from './regex';

/**
 * Hostname -> host-header condition.
 *
 * The Gateway API ignores the case and the port of the Host header. An ALB compares `values` with the raw header, port
 * included (observed by the AWS Load Balancer Controller), and AWS says nothing about the case of `regexValues`. So a
 * hostname becomes an anchored regex that allows a port and spells out both cases of each letter. That takes about four
 * characters a letter; where 128 do not suffice, a form is taken that is exact for almost all clients, and it is said so.
 */
export type HostForm =
  /** As in the Gateway API. */
  | 'exact'
  /** `values`: not for requests whose Host header names a port. */
  | 'without-port'
  /** Not for requests with capital letters in the Host header, in case the ALB minds the case of a regex. */
  | 'lower-case';

/** Where a host condition is for: the listener's port, and whether gRPC clients call, which send a port (`host:443`). */
export interface HostUse {
  readonly port: number;
  readonly grpc: boolean;
}

/** Values of a host condition. */
export interface HostValues {
  readonly values?: readonly string[];
  readonly regexValues?: readonly string[];
}

const port = '(:[0-9]+)?';
const bodyLength = limits.valueLength - `^${port}$`.length;

/** Ports that clients leave out of the Host header. */
export const standardPorts: readonly number[] = [80, 443];


/** What the ALB accepts: letters, digits, `-` and `.`, at least one dot, only letters after the last. */
const plainHost = /^(\*\.)?([a-z0-9-]+\.)+[a-z]+$/;

const bothCases: ReadonlyMap<string, string> = new Map([...'abcdefghijklmnopqrstuvwxyz'].map((letter) => [letter, `[${letter.toUpperCase()}${letter}]`]));

/** The best form for a hostname; undefined where it is too long for all. */
export function hostForm(hostname: string, use: HostUse): HostForm | undefined {
  if (lengthInBothCases(hostname) <= bodyLength) return 'exact';
  const plain = plainHost.test(hostname) && hostname.length <= limits.valueLength;
  if (plain && standardPorts.includes(use.port) && !use.grpc) return 'without-port';
  return bodyOf([hostname], escapeRegex).length <= bodyLength ? 'lower-case' : undefined;
}

/** Length of the body that ignores case: `[Aa]` for a letter, `\\.` for a dot, `.+` for the label `*`. */
function lengthInBothCases(hostname: string): number {
  let length = 0;
  for (const character of hostname) length += bothCases.has(character) ? 4 : /[.*]/.test(character) ? 2 : 1;
  return length;
}

/** Ways to write a condition for the hostnames, the most readable first. None where one condition cannot hold them. */
export function* hostValues(hostnames: readonly string[], use: HostUse): Generator<HostValues> {
  const forms = new Map<HostForm | undefined, string[]>();
  for (const hostname of inCanonicalOrder(hostnames)) {
    const form = hostForm(hostname, use);
    const known = forms.get(form);
    if (known) known.push(hostname);
    else forms.set(form, [hostname]);
  }
  const plain = forms.get('without-port');
  if (forms.has(undefined) || (plain && forms.size > 1)) return;
  if (plain) yield { values: plain };
  if (plain) return;
  const write = (length: number) => [
    ...packed(forms.get('exact') ?? [], (group) => bodyOf(group, eitherCase), length),
    ...packed(forms.get('lower-case') ?? [], (group) => bodyOf(group, escapeRegex), length),
  ].map((body) => `^${body}${port}$`);
  yield { regexValues: write(0) };
  if (hostnames.length > 1) yield { regexValues: write(bodyLength) };
}

/** Regex for hostnames: `(a|b)\.example\.com`, with the labels they end in drawn together. */
function bodyOf(hostnames: readonly string[], write: (text: string) => string): string {
  const labels = hostnames.map((hostname) => hostname.split('.'));
  const shared = labels.length === 1 ? 0 : sharedLabels(labels);
  const end = labels[0].slice(labels[0].length - shared);
  const starts = labels.map((parts) => labelsOf(parts.slice(0, parts.length - shared), write));
  return shared === 0 && starts.length === 1 ? starts[0] : `(${starts.join('|')})${end.map((label) => `\\.${write(label)}`).join('')}`;
}

/** How many labels all names end in; each keeps at least one of its own. */
function sharedLabels(names: readonly (readonly string[])[]): number {
  const most = Math.min(...names.map((labels) => labels.length)) - 1;
  let shared = 0;
  while (shared < most && names.every((labels) => labels.at(-1 - shared) === names[0].at(-1 - shared))) shared += 1;
  return shared;
}

/** The label `*` of a wildcard stands for one or more labels. */
function labelsOf(labels: readonly string[], write: (text: string) => string): string {
  return labels.map((label) => (label === '*' ? '.+' : write(label))).join('\\.');
}

function eitherCase(label: string): string {
  let written = '';
  for (const character of label) written += bothCases.get(character) ?? escapeRegex(character);
  return written;
}

/** By the labels from the right, so that names with the same end are neighbours. */
function inCanonicalOrder(hostnames: readonly string[]): readonly string[] {
  if (hostnames.length < 2) return hostnames;
  const keyed = hostnames.map((hostname) => ({ hostname, key: hostname.split('.').reverse().join('.') }));
  return keyed.sort((left, right) => compareText(left.key, right.key)).map(({ hostname }) => hostname);
}

/** Hostnames that contain this one, itself first, then ever shorter wildcards, last the empty one (any host). */
export function enclosingHosts(hostname: string): readonly string[] {
  const enclosing = hostname === '' ? [] : [hostname];
  for (let dot = hostname.indexOf('.', isWildcard(hostname) ? 2 : 0); dot >= 0; dot = hostname.indexOf('.', dot + 1)) {
    enclosing.push(`*${hostname.slice(dot)}`);
  }
  return [...enclosing, ''];
}

/** The union of hostnames without those that another one contains, in canonical order. */
export function unionOfHosts(hostnames: readonly string[]): readonly string[] {
  const all = new Set(hostnames);
  const kept = [...all].filter((hostname) => !enclosingHosts(hostname).some((other) => other !== hostname && all.has(other)));
  return inCanonicalOrder(kept);
}
