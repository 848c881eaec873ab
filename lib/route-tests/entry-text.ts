import { describeOrigin } from '../explain/render-explanation';
import type { Request } from '../explain/request';
import { defaultSourceIp } from '../explain/request-text';
import type { ListenerRulePlan } from '../plan/ir';
import { withoutDefaultPort } from './compare';
import type { Observation } from './observation';

/** An entry of a table as YAML lines: the request, and what happens to it. A comment names the rule. */
export function entryLines({ origin }: ListenerRulePlan, request: Request, observed: Observation, gateway: string | undefined): readonly string[] {
  const [first, ...others] = [
    ...(gateway === undefined ? [] : [`gateway: ${scalar(gateway)}`]),
    ...requestLines(request),
    ...expectLines(request, observed),
  ];
  const place = origin.span ? ` (${origin.span.file})` : '';
  return [`# ${describeOrigin(origin)}${place}`, `- ${first}`, ...others.map((line) => `  ${line}`)];
}

function requestLines(request: Request): readonly string[] {
  const { method, scheme, host, path, headers, sourceIp, clientCertificate } = request;
  const url = `${scheme}://${host}${path}`;
  const more = [
    ...headerLines(headers),
    ...(sourceIp === defaultSourceIp ? [] : [`  sourceIp: ${scalar(sourceIp)}`]),
    ...(clientCertificate === undefined ? [] : [`  clientCertificate: ${clientCertificate}`]),
  ];
  if (more.length === 0) return [`request: ${scalar(`${method} ${url}`)}`];
  return ['request:', ...(method === 'GET' ? [] : [`  method: ${method}`]), `  url: ${scalar(url)}`, ...more];
}

function headerLines(headers: Request['headers']): readonly string[] {
  if (headers.length === 0) return [];
  return ['  headers:', ...headers.map(([name, value]) => `    ${scalar(name)}: ${scalar(value)}`)];
}

function expectLines(request: Request, observed: Observation): readonly string[] {
  const { backends, location, status, rewritten, authentication } = observed;
  const isRewritten = rewritten !== undefined && (rewritten.host !== request.host || rewritten.path !== request.path);
  if (authentication === 'none' && !isRewritten && location === undefined) {
    if (status !== undefined && backends.length === 0) return [`expect: ${status}`];
    if (status === undefined && backends.length === 1) return [`expect: ${scalar(backends[0].backend)}`];
  }
  return ['expect:', ...[
    ...(authentication === 'none' ? [] : [`authentication: ${authentication}`]),
    ...backendLines(backends),
    ...(location === undefined ? [] : ['redirect:', `  location: ${scalar(withoutDefaultPort(location))}`, `  status: ${status}`]),
    ...(location === undefined && status !== undefined ? [`status: ${status}`] : []),
    ...(isRewritten ? ['rewrite:', `  host: ${scalar(rewritten.host)}`, `  path: ${scalar(rewritten.path)}`] : []),
  ].map((line) => `  ${line}`)];
}

function backendLines(backends: Observation['backends']): readonly string[] {
  if (backends.length === 0) return [];
  if (backends.length === 1) return [`backend: ${scalar(backends[0].backend)}`];
  return ['backend:', ...backends.map(({ backend, percent }) => `  ${scalar(backend)}: ${writtenPercent(percent)}`)];
}

/** In a table 0 and 100 mean exactly that, so a share is never rounded to one of them. */
function writtenPercent(percent: number): number {
  const decimals = [2, 4, 6].find((digits) => {
    const rounded = Number(percent.toFixed(digits));
    return (rounded > 0 && rounded < 100) || rounded === percent;
  });
  return Number(percent.toFixed(decimals ?? 6));
}

/** A text as YAML: plain where nothing in it means anything, else in double quotes. */
function scalar(text: string): string {
  const isPlain = /^[A-Za-z/][\w /:.~+=?$()@^;%-]*$/.test(text) && !/: |[: ]$| -/.test(text);
  return isPlain && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text) ? text : JSON.stringify(text);
}
