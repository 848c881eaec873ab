import { compileCondition } from '../explain/matching';
import type { Request } from '../explain/request';
import { defaultSourceIp } from '../explain/request-text';
import { factsOf } from '../explain/request-facts';
import { defaultAlbSettings } from '../explain/settings';
import type { ConditionBook, Dimension } from './dimensions';
import type { Client } from './listener-side';
import type { Choice } from './walk';

/** The plainest request of a client. */
export function plainRequest({ port, scheme, clientCertificate }: Client): Request {
  return {
    scheme,
    port,
    host: 'www.example.com',
    method: 'GET',
    path: '/',
    headers: [],
    sourceIp: defaultSourceIp,
    ...(clientCertificate === 'valid' && { clientCertificate }),
  };
}

/** A request for what a walk has chosen; undefined where it only assumed something, and no text was found for it. */
export function requestOf(choice: Choice | undefined, client: Client, book: ConditionBook): Request | undefined {
  let request: Request | undefined = plainRequest(client);
  let query = '';
  for (let at = choice; at && request; at = at.before) {
    if (at.kind === 'values' && at.dimension === 'query') query = `?${at.values.join('&')}`;
    else request = withChoice(request, at, book);
  }
  return request && withProtocol({ ...request, path: `${request.path}${query}` });
}

function withChoice(request: Request, choice: Choice, book: ConditionBook): Request | undefined {
  if (choice.kind === 'value') return { ...request, ...valueIn(choice.dimension, choice.value) };
  if (choice.kind === 'values') {
    const name = choice.dimension.slice('header '.length);
    return { ...request, headers: [...request.headers, ...choice.values.map((value) => [name, value] as const)] };
  }
  return assumed(request, choice, book);
}

function valueIn(dimension: Dimension, value: string): Partial<Request> {
  switch (dimension) {
    case 'host':
      return { host: value };
    case 'path':
      return { path: value };
    case 'method':
      return { method: value };
    default:
      return { sourceIp: value };
  }
}

/** A gRPC content type would make it a gRPC call, and that needs HTTP/2. */
function withProtocol(request: Request): Request {
  const isCall = request.headers.some(([name, value]) => name === 'content-type' && /^application\/grpc\b/i.test(value));
  return isCall && request.scheme === 'http' ? { ...request, grpc: false, httpVersion: '1.1' } : request;
}

/** Tries the shortest texts of each condition by itself. */
function assumed(request: Request, { dimension, holding, failing }: Choice & { kind: 'assumed' }, book: ConditionBook): Request | undefined {
  const texts = [...holding, ...failing].flatMap((condition) => book.atoms(dimension, [condition])?.map(({ value }) => value) ?? []);
  return texts.map((text) => withText(request, dimension, text)).find((candidate) => {
    const facts = factsOf(candidate, defaultAlbSettings);
    const holds = (condition: number) => compileCondition(book.condition(condition), defaultAlbSettings)(facts);
    return holding.every(holds) && !failing.some(holds);
  });
}

function withText(request: Request, dimension: Dimension, text: string): Request {
  if (dimension === 'query') return { ...request, path: `${request.path}?${text}` };
  if (dimension.startsWith('header ')) return { ...request, headers: [...request.headers, [dimension.slice('header '.length), text]] };
  return { ...request, ...valueIn(dimension, text) };
}
