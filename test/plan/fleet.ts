import type { GatewayListener } from '../../lib/attach/topology';
import type { RouteMatch } from '../../lib/plan/route-match';
import type { PathPattern } from '../../lib/plan/paths';
import { PathClass } from '../../lib/plan/precedence';
import { keysOf, type RequestPattern } from '../../lib/plan/request-pattern';
import type { RuleUnit, UnitOutcome } from '../../lib/plan/units';

export type FleetKind = 'hosts' | 'prefixes' | 'nested prefixes' | 'headers' | 'wildcards' | 'any host' | 'methods' | 'one owner';

/** Units by hand, in order of precedence as far as the kind matters, which count how often they are looked at. */
export function fleet(kind: FleetKind, size: number): { readonly units: readonly RuleUnit[]; looks(): number } {
  let looks = 0;
  const units = Array.from({ length: size }, (_, index): RuleUnit => {
    const owner = kind === 'one owner' ? Math.floor(index / 200) : Math.floor(index / 2);
    const unit = unitOf(patternOf(kind, index), owner, index);
    return {
      get rank() { looks += 1; return unit.rank; },
      get pattern() { looks += 1; return unit.pattern; },
      get keys() { looks += 1; return unit.keys; },
      get outcome() { looks += 1; return unit.outcome; },
      get match() { looks += 1; return unit.match; },
      listener: unit.listener,
    };
  });
  return { units, looks: () => looks };
}

function patternOf(kind: FleetKind, index: number): RequestPattern {
  const any: RequestPattern = { hosts: [''], paths: [{ kind: 'any' }], methods: [], headers: [], queries: [], sourceIps: [] };
  const below = (path: string): readonly PathPattern[] => [{ kind: 'prefix', path }];
  switch (kind) {
    case 'hosts':
      return { ...any, hosts: [`h${index}.io`] };
    case 'prefixes':
      return { ...any, hosts: ['a.io'], paths: below(`/p${index}`) };
    case 'nested prefixes':
      return { ...any, hosts: ['a.io'], paths: below(`/a${'/b'.repeat(index % 20)}/p${index}`) };
    case 'headers':
      return { ...any, headers: [{ name: 'tenant', alternatives: [{ kind: 'literal', text: `t${index}` }] }] };
    case 'wildcards':
      return { ...any, hosts: [index % 2 === 0 ? `h${index}.x.io` : `*.w${index}.io`], paths: below(`/p${index % 7}`) };
    case 'any host':
      return { ...any, hosts: [index % 2 === 0 ? `h${index}.io` : ''], paths: below(`/p${index % 50}`) };
    case 'methods':
      return { ...any, paths: below(`/p${Math.floor(index / 4)}`), methods: [['GET', 'PUT', 'POST', 'DELETE'][index % 4]] };
    case 'one owner':
      return { ...any, hosts: [`h${index % 10}.io`], paths: below(`/p${Math.floor(index / 10)}`) };
  }
}

const outcomes = new Map<number, UnitOutcome>();

function outcomeOf(owner: number): UnitOutcome {
  const who = { subject: `HTTPRoute shop/r${String(owner).padStart(6, '0')}`, rule: 0 };
  const made: UnitOutcome = outcomes.get(owner) ?? {
    rule: { who, rule: { index: 0 } } as UnitOutcome['rule'],
    use: { port: 80, grpc: false },
    whole: { variants: [], tags: [], sourceIp: () => 'none' },
    variant: { path: 'whole', transforms: [], action: { type: 'fixed-response', statusCode: 200 } },
  };
  outcomes.set(owner, made);
  return made;
}

function unitOf(pattern: RequestPattern, owner: number, index: number): RuleUnit {
  const [path] = pattern.paths;
  const name = `r${String(owner).padStart(6, '0')}`;
  const ref = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: owner % 2 === 0 ? 'shop' : 'team', name };
  const at: RouteMatch['at'] = () => ({ file: 'fleet.yaml', start: { line: index, column: 1, offset: 0 }, end: { line: index, column: 2, offset: 1 } });
  return {
    rank: {
      block: 0, hostname: pattern.hosts[0], path: PathClass.Prefix, length: path.kind === 'prefix' ? path.path.length : 0, methodLength: 0,
      hasMethod: pattern.methods.length > 0, headers: pattern.headers.length, queryParams: 0, rule: 0, match: index, part: 0,
      route: { ref, metadata: { name, namespace: ref.namespace, labels: {}, annotations: {} } },
    },
    pattern,
    keys: keysOf(pattern),
    match: { index, match: {}, place: { subject: `HTTPRoute shop/${name}`, rule: 0, match: index }, at, where: () => ({ at: at(), subject: ref }) },
    listener: {} as GatewayListener,
    outcome: outcomeOf(owner),
  };
}
