import type { RouteDecision } from '../../lib/explain/decision';
import type { HeaderLine, Request } from '../../lib/explain/request';
import { echoStatus, type Backends } from './backends';
import { certificateArn, type Deployment } from './deployment';
import { authorityOf, authorityOfClient, secretIn } from './inventory';
import type { NamespacedName, RequestCase } from './suite';
import { nameOf } from './suite';

/** One of the answers a client can get to a request: with weights there are several. */
export interface Answer {
  /** Part of the requests, above 0. */
  readonly share: number;
  /** `none`: no HTTP response, the connection or the TLS handshake fails. */
  readonly from: 'backend' | 'load balancer' | 'none';
  /** Absent where there is no response. */
  readonly status?: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly location?: string;
  readonly backend?: BackendView;
  /** Why it is so, for messages. */
  readonly because: string;
}

/** Who answered, and what it was asked. */
export interface BackendView {
  readonly service: NamespacedName;
  /** Prefixes of the names of the pods, or `unknown`. */
  readonly pods: readonly string[] | 'unknown';
  readonly protocolVersion: string;
  readonly host: string;
  readonly path: string;
  readonly method: string;
  /** Lower-case names, values of repeated headers joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Host header of requests that name none: the address of a load balancer. */
const ADDRESS = 'internal-conformance-1234567890.eu-central-1.elb.amazonaws.com';

/** Sends the request of a case to a deployed Gateway. */
export function send(testCase: RequestCase, deployment: Deployment, backends: Backends): readonly Answer[] {
  const untrusted = untrustedServer(testCase, deployment);
  if (untrusted !== undefined) return [{ share: 1, from: 'none', headers: {}, because: untrusted }];
  const request = requestOf(testCase, deployment);
  return answersTo(testCase, request, deployment, backends);
}

/** The request as the client of the suite sends it. */
export function requestOf({ request }: RequestCase, deployment: Pick<Deployment, 'trustBundleOn'>): Request {
  const scheme = request.scheme === 'https' || request.scheme === 'wss' ? 'https' : 'http';
  const protocol = request.protocol?.toLowerCase() ?? '';
  const grpc = protocol.startsWith('grpc');
  const upgrade: HeaderLine[] = request.scheme.startsWith('ws') ? [['Connection', 'Upgrade'], ['Upgrade', 'websocket']] : [];
  const content: HeaderLine[] = grpc ? [['content-type', 'application/grpc'], ['te', 'trailers']] : [];
  return {
    scheme,
    port: request.port,
    host: request.host ?? (request.port === 80 || request.port === 443 ? ADDRESS : `${ADDRESS}:${request.port}`),
    method: request.method,
    path: request.path,
    headers: [...upgrade, ...content, ...Object.entries(request.headers ?? {})],
    sourceIp: '203.0.113.7',
    httpVersion: grpc || protocol.startsWith('h2') ? '2' : '1.1',
    grpc,
    clientCertificate: clientCertificate(request.clientCert ?? request.clientCertificate, deployment.trustBundleOn(request.port)),
  };
}

function clientCertificate(written: string | undefined, trustBundle: string | undefined): 'none' | 'valid' | 'invalid' {
  const secret = written === undefined ? undefined : secretIn(written);
  if (secret === undefined) return 'none';
  return trustBundle?.includes(authorityOf(authorityOfClient(secret)).trim()) ? 'valid' : 'invalid';
}

/** The client of the suite trusts one server certificate; the listener must have it. */
function untrustedServer({ request }: RequestCase, deployment: Deployment): string | undefined {
  const secret = request.trustServerCert === undefined ? undefined : secretIn(request.trustServerCert);
  const offered = deployment.certificatesOn(request.port);
  if (secret === undefined || offered.length === 0 || offered.includes(certificateArn(nameOf(secret)))) return undefined;
  return `the listener on ${request.port} does not have the certificate of Secret ${nameOf(secret)}`;
}

function answersTo(testCase: RequestCase, request: Request, deployment: Deployment, backends: Backends): readonly Answer[] {
  const decision = deployment.simulate(request);
  const { outcome } = decision;
  const rule = decision.rule ? `rule ${decision.rule.id}` : 'no rule';
  const own = listenerHeaders(decision);
  switch (outcome.type) {
    case 'refused':
      return [{ share: 1, from: 'none', headers: {}, because: outcome.reason }];
    case 'error':
      return [{ share: 1, from: 'load balancer', status: outcome.statusCode, headers: own, because: outcome.reason }];
    case 'fixed-response':
      return [{ share: 1, from: 'load balancer', status: outcome.statusCode, headers: own, because: rule }];
    case 'redirect':
      return [{ share: 1, from: 'load balancer', status: outcome.statusCode, headers: own, location: outcome.location, because: rule }];
    case 'authenticate':
      return [{ share: 1, from: 'load balancer', status: 302, headers: own, because: `${rule}, which authenticates first` }];
    case 'forward':
      return outcome.shares
        .filter(({ share }) => share > 0)
        .map(({ targetGroup, share, statusCode }): Answer => {
          const service = targetGroup.kind === 'planned' ? deployment.serviceOf(targetGroup.id) : undefined;
          const pods = service && backends.workloadsOf(service);
          const failed = statusCode ?? (service === undefined || pods === undefined || pods.length === 0 ? 503 : undefined);
          if (failed !== undefined || service === undefined || pods === undefined) {
            return { share, from: 'load balancer', status: failed ?? 503, headers: own, because: rule };
          }
          const protocolVersion = targetGroup.kind === 'planned' ? deployment.protocolVersionOf(targetGroup.id) ?? '' : '';
          const { host, path } = outcome.rewritten;
          return {
            share,
            from: 'backend',
            status: echoStatus(path, testCase.request),
            headers: { ...lowerCased(Object.entries(testCase.backendSetResponseHeaders ?? {})), ...own },
            backend: { service, pods, protocolVersion, host, path, method: request.method, headers: lowerCased(request.headers) },
            because: rule,
          };
        });
  }
}

function listenerHeaders({ responseHeaders }: RouteDecision): Readonly<Record<string, string>> {
  return Object.fromEntries(responseHeaders.map(({ name, value }) => [name.toLowerCase(), value]));
}

function lowerCased(headers: readonly HeaderLine[]): Readonly<Record<string, string>> {
  const joined: Record<string, string> = {};
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    joined[key] = key in joined ? `${joined[key]},${value}` : value;
  }
  return joined;
}
