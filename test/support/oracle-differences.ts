/**
 * Where an Application Load Balancer, or this library on purpose, does not do what the Gateway API asks for. The oracle
 * reads the specification; each difference must be switched on by name. Nothing else about the oracle knows the ALB.
 */
export interface NamedDifferences {
  /** GW4151: header values are compared without regard to case, in Exact and in regular expressions. */
  readonly headerValuesIgnoreCase: boolean;
  /** GW4152: names and values of query parameters are compared without regard to case. */
  readonly queryIgnoresCase: boolean;
  /** GW4153: in an Exact header value a comma parts alternatives and a backslash escapes, as in the AWS Load Balancer Controller. */
  readonly commaMeansOr: boolean;
  /** The specification recommends the first of repeated query parameters; an ALB takes any. */
  readonly anyRepeatedQueryParameter: boolean;
  /** The specification leaves repeated header lines open; an ALB takes any line. Without it lines are joined by commas. */
  readonly anyHeaderLine: boolean;
  /** GW4105: an ALB answers TRACE with 405 itself. */
  readonly traceIsRefused: boolean;
  /** A gRPC call is an HTTP/2 request, and a rule of a GRPCRoute takes any request for its path. */
  readonly grpcRulesTakeAnyRequest: boolean;
  /** 503 where the specification says UNAVAILABLE: that is what a gRPC client makes of it. */
  readonly grpcUnavailableIs503: boolean;
  /** An ALB speaks HTTP/2, hence gRPC, on HTTPS listeners only. */
  readonly grpcNeedsHttps: boolean;
  /** A request may be served by any listener of its port that stands for its host (`listenerIsolation: false`). */
  readonly sharedListeners: boolean;
}

export const asSpecified: NamedDifferences = {
  headerValuesIgnoreCase: false,
  queryIgnoresCase: false,
  commaMeansOr: false,
  anyRepeatedQueryParameter: false,
  anyHeaderLine: false,
  traceIsRefused: false,
  grpcRulesTakeAnyRequest: false,
  grpcUnavailableIs503: false,
  grpcNeedsHttps: false,
  sharedListeners: false,
};

export const asOnAnAlb: NamedDifferences = {
  headerValuesIgnoreCase: true,
  queryIgnoresCase: true,
  commaMeansOr: true,
  anyRepeatedQueryParameter: true,
  anyHeaderLine: true,
  traceIsRefused: true,
  grpcRulesTakeAnyRequest: true,
  grpcUnavailableIs503: true,
  grpcNeedsHttps: true,
  sharedListeners: false,
};
