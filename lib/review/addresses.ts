import ipaddr from 'ipaddr.js';
import { defaultSourceIp } from '../explain/request-text';

/** A block of addresses: the first and the last as numbers. */
export interface AddressRange {
  readonly family: 'ipv4' | 'ipv6';
  readonly first: bigint;
  readonly last: bigint;
}

/** Addresses of one region, with the blocks that hold them. */
export interface AddressAtom {
  readonly address: string;
  /** Indexes of the blocks. */
  readonly within: ReadonlySet<number>;
}

/** Reads a CIDR block or a single address. Throws where it cannot be read, as the simulator does. */
export function rangeOf(cidr: string): AddressRange {
  const address = ipaddr.parse(cidr.split('/')[0]);
  const family = address.kind();
  const bits = family === 'ipv4' ? 32 : 128;
  const length = cidr.includes('/') ? ipaddr.parseCIDR(cidr)[1] : bits;
  const size = 1n << BigInt(bits - length);
  const first = (numberOf(address.toByteArray()) / size) * size;
  return { family, first, last: first + size - 1n };
}

/** Whether the second block lies in the first. */
export function contains(outer: AddressRange, inner: AddressRange): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** An atom for every combination of blocks that some address lies in; the plainest address there is for each. */
export function addressAtoms(ranges: readonly AddressRange[]): readonly AddressAtom[] {
  const atoms = new Map<string, AddressAtom>();
  for (const { family, value } of [...preferred, ...edgesOf(ranges)]) {
    const within = new Set(ranges.flatMap((range, index) => (range.family === family && range.first <= value && value <= range.last ? [index] : [])));
    const key = [...within].join(' ');
    if (!atoms.has(key)) atoms.set(key, { address: textOf(family, value), within });
  }
  return [...atoms.values()];
}

interface Address {
  readonly family: 'ipv4' | 'ipv6';
  readonly value: bigint;
}

/** Of the documentation blocks, and one that many people use at home. */
const preferred: readonly Address[] = [defaultSourceIp, '203.0.113.1', '192.0.2.1', '10.0.0.1', '192.168.0.1', '2001:db8::1'].map((text) => {
  const address = ipaddr.parse(text);
  return { family: address.kind(), value: numberOf(address.toByteArray()) };
});

/** Where membership can change: the ends of the blocks and their neighbours, and the ends of the address space. */
function edgesOf(ranges: readonly AddressRange[]): readonly Address[] {
  const edges = ranges.flatMap(({ family, first, last }) => [first + 1n, first, last + 2n, last + 1n, first - 1n].map((value) => ({ family, value })));
  const ends = (['ipv4', 'ipv6'] as const).flatMap((family) => [0n, spaceOf(family) - 1n].map((value) => ({ family, value })));
  return [...edges, ...ends].filter(({ family, value }) => value >= 0n && value < spaceOf(family));
}

function spaceOf(family: 'ipv4' | 'ipv6'): bigint {
  return 1n << (family === 'ipv4' ? 32n : 128n);
}

function numberOf(bytes: readonly number[]): bigint {
  return bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
}

function textOf(family: 'ipv4' | 'ipv6', value: bigint): string {
  const length = family === 'ipv4' ? 4 : 16;
  const bytes = Array.from({ length }, (_, index) => Number((value >> BigInt(8 * (length - 1 - index))) & 255n));
  return ipaddr.fromByteArray(bytes).toString();
}
