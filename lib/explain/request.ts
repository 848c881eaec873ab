/** One request as a client sends it to the load balancer. */
export interface Request {
  /** `https` where the client speaks TLS. */
  readonly scheme: 'http' | 'https';
  /** Port the client connects to. */
  readonly port: number;
  /** The Host header (`:authority` in HTTP/2) as sent, with its port where the client sends one. */
  readonly host: string;
  readonly method: string;
  /** Request target as sent: path and, where there is one, `?` and the query. */
  readonly path: string;
  /** Header lines in order, without Host. Names in any case, repetitions allowed. */
  readonly headers: readonly HeaderLine[];
  /** Address of the TCP peer. */
  readonly sourceIp: string;
  /** Default `none`. */
  readonly clientCertificate?: 'none' | 'valid' | 'invalid';
  /** Default `1.1`, and `2` for gRPC. */
  readonly httpVersion?: '1.1' | '2';
  /** Default: whether the content type is `application/grpc`. */
  readonly grpc?: boolean;
}

/** Name and value. */
export type HeaderLine = readonly [name: string, value: string];

/** Whether a request is a gRPC call. */
export function isGrpc(request: Request): boolean {
  const contentType = request.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  return request.grpc ?? /^application\/grpc\b/i.test(contentType);
}

/** The HTTP version a request is sent with. */
export function httpVersionOf(request: Request): '1.1' | '2' {
  return request.httpVersion ?? (isGrpc(request) ? '2' : '1.1');
}
