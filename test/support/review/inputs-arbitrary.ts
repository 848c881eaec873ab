import * as fc from 'fast-check';
import { inputArbitrary, type GeneratedInput, type Manifest } from '../arbitraries';

/** Manifests before and after somebody worked on them. */
export interface InputPair {
  readonly old: GeneratedInput;
  readonly latest: GeneratedInput;
}

const edits = ['drop', 'add', 'backend', 'weight', 'hostnames', 'match', 'order', 'listener', 'rule'] as const;

const editArbitrary = fc.record({ kind: fc.constantFrom(...edits), at: fc.nat(99), with: fc.nat(99) });

type Edit = typeof editArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** The second input lends the parts that are put in. */
export const inputPairArbitrary: fc.Arbitrary<InputPair> = fc
  .record({ old: inputArbitrary, lender: inputArbitrary, steps: fc.array(editArbitrary, { minLength: 1, maxLength: 3 }) })
  .map(({ old, lender, steps }) => ({ old, latest: steps.reduce((input, step) => edited(input, lender, step), old) }));

interface RouteSpec {
  readonly parentRefs: readonly { readonly name: string; readonly namespace?: string; readonly kind?: string }[];
  readonly hostnames?: readonly string[];
  readonly rules: readonly RouteRule[];
}

interface RouteRule {
  readonly matches?: readonly object[];
  readonly backendRefs?: readonly { readonly name: string }[];
}

function specOf(route: Manifest): RouteSpec {
  return route.spec as RouteSpec;
}

function edited(input: GeneratedInput, lender: GeneratedInput, { kind, at, with: choice }: Edit): GeneratedInput {
  const { routes } = input;
  const lent = lender.routes[choice % lender.routes.length];
  const position = at % routes.length;
  const replaced = (change: (spec: RouteSpec) => RouteSpec): GeneratedInput => {
    const route = routes[position];
    return { ...input, routes: routes.with(position, { ...route, spec: change(specOf(route)) }) };
  };
  switch (kind) {
    case 'drop':
      return routes.length > 1 ? { ...input, routes: routes.toSpliced(position, 1) } : input;
    case 'add':
      return { ...input, routes: [...routes, renamed(lent, `lent-${routes.length}`, input)] };
    case 'order':
      return { ...input, routes: routes.with(position, renamed(routes[position], `a-${position}-${choice}`, input)) };
    case 'hostnames':
      return replaced((spec) => ({ ...spec, hostnames: specOf(lent).hostnames ?? ['a.example.com'] }));
    case 'rule':
      return replaced((spec) => ({ ...spec, rules: spec.rules.length > 1 ? spec.rules.slice(1) : [...spec.rules, ...spec.rules] }));
    case 'listener':
      return { ...input, gateway: { ...input.gateway, spec: { ...(input.gateway.spec as object), listeners: (lender.gateway.spec as { listeners: unknown }).listeners } } };
    default:
      return replaced((spec) => ({ ...spec, rules: spec.rules.map((rule, index) => (index === 0 ? ruleEdited(rule, kind, choice) : rule)) }));
  }
}

function ruleEdited(rule: RouteRule, kind: Edit['kind'], choice: number): RouteRule {
  if (kind === 'match') return rule.matches ? { ...rule, matches: rule.matches.slice(0, 1 + (choice % 2)) } : { ...rule, matches: [{}] };
  if (!rule.backendRefs) return rule;
  return {
    ...rule,
    backendRefs: rule.backendRefs.map((ref, index) => {
      if (index > 0) return ref;
      return kind === 'weight' ? { ...ref, weight: choice % 4 } : { ...ref, name: ref.name === 'blue' ? 'green' : 'blue' };
    }),
  };
}

function renamed(route: Manifest, name: string, { gateway }: GeneratedInput): Manifest {
  const parents = specOf(route).parentRefs.map(({ name: parent, namespace, kind }) => (kind === 'ListenerSet' ? { name: 'web', namespace: 'infra' } : { name: parent, namespace }));
  const parentRefs = parents.slice(0, 1).map((ref) => ({ ...ref, name: gateway.metadata.name }));
  return { ...route, metadata: { ...route.metadata, name }, spec: { ...specOf(route), parentRefs } };
}
