import type { HTTPCORSFilter } from '../model/http-filters';

/** 1 KB of these characters. Source: "HTTP header modification for your Application Load Balancer" (ELB user guide). */
const settableValue = /^[A-Za-z0-9_ :;.,\\/'?!(){}[\]@<>=\-+*#&`|~^%]{1,1024}$/;

/** Whether an ALB takes the text as the value of a response header. */
export function isSettable(value: string): boolean {
  return settableValue.test(value);
}

/** A field of a CORS filter that fixed headers cannot express. */
export interface CorsProblem {
  readonly field: keyof HTTPCORSFilter;
  readonly problem: string;
}

/**
 * Why a CORS filter is more than fixed headers; empty where it is no more. Fixed headers are enough for one origin, or
 * for any origin without credentials. Several origins need the origin of the request repeated, which an ALB cannot do.
 */
export function corsProblems(cors: HTTPCORSFilter): readonly CorsProblem[] {
  const origins = cors.allowOrigins ?? [];
  const several = origins.length > 1 || origins.some((origin) => origin.includes('*') && origin !== '*');
  return [
    ...(several ? [{ field: 'allowOrigins', problem: 'each of several origins gets itself as the answer' } as const] : []),
    ...corsLists.flatMap(([field, header]) => {
      const values: readonly string[] = cors[field] ?? [];
      if (cors.allowCredentials && values.includes('*')) return [{ field, problem: 'with credentials "*" is answered with what the request names' }];
      const fits = values.length === 0 || isSettable(values.join(','));
      return fits ? [] : [{ field, problem: `${header} would have more than 1 KB or characters that an ALB does not take` }];
    }),
  ];
}

const corsLists = [
  ['allowOrigins', 'Access-Control-Allow-Origin'],
  ['allowMethods', 'Access-Control-Allow-Methods'],
  ['allowHeaders', 'Access-Control-Allow-Headers'],
  ['exposeHeaders', 'Access-Control-Expose-Headers'],
] as const;

/** The headers that a CORS filter comes to. */
export function corsHeaders(cors: HTTPCORSFilter): readonly (readonly [string, string])[] {
  return [
    ...corsLists.flatMap(([field, header]) => (cors[field]?.length ? [[header, cors[field].join(',')] as const] : [])),
    ...(cors.allowCredentials ? [['Access-Control-Allow-Credentials', 'true'] as const] : []),
    ['Access-Control-Max-Age', String(cors.maxAge)],
  ];
}
