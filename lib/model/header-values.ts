import { BAD_FORMAT } from '../diagnostics/catalogue/shape';
import type { GRPCRouteFilter } from './grpcroute';
import type { HTTPHeader, HTTPHeaderFilter, HTTPRouteFilter } from './http-filters';
import type { Mistake } from './mistakes';
import { mistake, shown } from './mistakes';
import type { Path } from './paths';
import { isOfFormat } from './scalars';

type Filters = readonly (HTTPRouteFilter | GRPCRouteFilter)[] | undefined;

interface RuleWithHeaders {
  readonly matches?: readonly { readonly headers?: readonly HTTPHeader[] }[];
  readonly filters?: Filters;
  readonly backendRefs?: readonly { readonly filters?: Filters }[];
}

/**
 * The pattern that only the experimental channel has for values of headers. In the standard channel the schema
 * refuses control characters alone.
 */
export function checkHeaderValues(rules: readonly RuleWithHeaders[], mistakes: Mistake[]): void {
  rules.forEach((rule, index) => {
    const path = ['spec', 'rules', index];
    rule.matches?.forEach((match, at) => checkValues(match.headers, [...path, 'matches', at, 'headers'], mistakes));
    checkFilterValues(rule.filters, [...path, 'filters'], mistakes);
    rule.backendRefs?.forEach((ref, at) => checkFilterValues(ref.filters, [...path, 'backendRefs', at, 'filters'], mistakes));
  });
}

function checkFilterValues(filters: Filters, path: Path, mistakes: Mistake[]): void {
  filters?.forEach((filter, index) => {
    const modifiers = filter as Partial<Record<'requestHeaderModifier' | 'responseHeaderModifier', HTTPHeaderFilter>>;
    for (const member of ['requestHeaderModifier', 'responseHeaderModifier'] as const) {
      checkValues(modifiers[member]?.set, [...path, index, member, 'set'], mistakes);
      checkValues(modifiers[member]?.add, [...path, index, member, 'add'], mistakes);
    }
  });
}

function checkValues(headers: readonly HTTPHeader[] | undefined, path: Path, mistakes: Mistake[]): void {
  headers?.forEach(({ value }, index) => {
    if (!isOfFormat('headerText', value)) {
      mistakes.push(mistake(BAD_FORMAT, { value: shown(value), form: 'headerText' }, { path: [...path, index, 'value'] }));
    }
  });
}
