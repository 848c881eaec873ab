import type { DifferenceSection } from './differences';

const specified = 'the specification allows nothing else';

/** Mistakes, listeners and matches. */
export const routingDifferences: readonly DifferenceSection[] = [
  {
    title: 'What a mistake does',
    differences: [
      {
        controller:
          'A mistake in one route can stop the whole Gateway (what was deployed stays), or is served around, or is ignored; its ' +
          'status may still say Accepted.',
        here:
          'A mistake fails the synthesis, all mistakes at once, each with file and line, and nothing is deployed. With ' +
          '`onInvalidRoute: InvalidRoutePolicy.RESPOND_500` what cannot be served answers an error and the rest is served.',
        why: 'A bad route should fail in the pull request, not in production.',
        codes: [],
        noCode: 'every mistake has its own',
      },
      {
        controller: 'Backends that cannot be resolved are dropped, and the others share all requests.',
        here: 'An error. With `respond-500` their share goes to a target group without targets, which answers 503.',
        why: 'By specification their share has to fail; an ALB cannot mix fixed responses into weights.',
        codes: ['GW2502', 'GW3312'],
      },
      {
        controller:
          'A rule whose ListenerRuleConfiguration is missing, or that names two, answers 500; a redirect in it survives without ' +
          'its authentication.',
        here: 'An error; with `respond-500` the rule answers 500 in every case.',
        why: 'A rule must never lose its authentication.',
        codes: ['GW2512', 'GW2513'],
      },
      {
        controller: 'An ExtensionRef to another group or kind is skipped.',
        here: 'An error.',
        why: 'The specification forbids skipping it.',
        codes: ['GW2511'],
      },
      {
        controller: 'Groups and kinds in references are not checked (`parametersRef`, `parentRefs`, `backendRefs`, `allowedRoutes.kinds`).',
        here: 'They are.',
        why: 'A reference to something else is a mistake.',
        codes: ['GW2003', 'GW2103', 'GW2203', 'GW2401', 'GW2504'],
      },
      {
        controller: 'A listener that allows one kind of route which cannot be served is dropped altogether.',
        here: 'It is an error; with `respond-500` the listener serves the kinds that it can.',
        why: 'Specification (ListenerStatus.supportedKinds).',
        codes: ['GW2203'],
      },
      {
        controller: 'A route without a parent, or with one that does not exist, is ignored.',
        here: 'An error.',
        why: 'In a set of files it is a mistake; in a cluster another team may still create the Gateway.',
        codes: ['GW2101', 'GW2102'],
      },
      {
        controller: 'Of two listeners in conflict on a port the first one wins; two without hostname on one port are both accepted.',
        here: 'Inside one object all of them lose; a Gateway wins over its ListenerSets, an older ListenerSet over a newer one.',
        why: 'Specification (Listener conflicts).',
        codes: ['GW2204', 'GW2205', 'GW1124'],
      },
      {
        controller: 'Two TargetGroupConfigurations for one Service: either of them is used.',
        here: 'An error.',
        why: 'Nobody can say which one is meant.',
        codes: ['GW2601'],
      },
      {
        controller: '`timeouts` and `retry` of a rule are ignored.',
        here: 'Errors; with `respond-500` warnings, and the rule is served without them.',
        why: 'An ALB has neither, and nothing is ignored silently.',
        codes: ['GW3209', 'GW3210'],
      },
      {
        controller: 'Filters of a backendRef are ignored.',
        here: 'They count for the rule where all its backends have the same; otherwise an error.',
        why: 'An ALB rule has one action for all its target groups.',
        codes: ['GW3212', 'GW3214'],
      },
      {
        controller: '`spec.addresses`, `spec.tls.backend` and the fields of default Gateways are ignored.',
        here: 'Errors.',
        why: 'An ALB cannot do it, or the field is experimental.',
        codes: ['GW2008', 'GW2009', 'GW2012'],
      },
      {
        controller: 'A BackendTLSPolicy is ignored.',
        here: 'An error, unless the prop `acceptUnverifiedBackendTls` accepts HTTPS without verification.',
        why: 'An ALB does not verify its targets, and the specification forbids sending the requests unverified.',
        codes: ['GW2508', 'GW2509', 'GW2603'],
      },
      {
        controller: 'Attributes, ARNs, names, tags and health checks go to AWS as they are; what AWS refuses fails the deployment.',
        here: 'They are checked against the rules of AWS.',
        why: 'Failing early.',
        codes: ['GW5002', 'GW5101', 'GW5105', 'GW5301', 'GW5302', 'GW5310', 'GW5410', 'GW5413'],
      },
      {
        controller:
          'Settings without effect are ignored: settings for Network Load Balancers, configurations of listeners that do not ' +
          'exist, `useExistingClientSecret` and so on.',
        here: 'They are ignored too, and a warning or note says so.',
        why: 'Nothing is ignored silently.',
        codes: ['GW3324', 'GW5008', 'GW5009', 'GW5011', 'GW5012', 'GW5013'],
      },
    ],
  },
  {
    title: 'Listeners and certificates',
    differences: [
      {
        controller: 'A listener gets an ALB listener only if a route is attached; without routes connections are refused.',
        here: 'Every valid listener gets one and answers 404.',
        why: 'Specification (GatewayProgrammed); the port does not come and go with the routes.',
        codes: [],
        noCode: 'no request is routed differently, and the port answers',
      },
      {
        controller: 'Listeners on one port share one table of rules: a rule without hostname serves hosts that belong to another listener.',
        here:
          'A request belongs to the most specific listener of its port and gets 404 if no route of that listener matches. The ' +
          'prop `listenerIsolation: false` switches this off.',
        why: 'Specification (HTTPListenerIsolation).',
        codes: ['GW4103', 'GW4156'],
      },
      {
        controller:
          'A route that is attached to listeners with and without hostname on one port keeps the hostnames of the first kind ' +
          'only.',
        here: 'It has the hostnames of each listener there.',
        why: 'Specification (hostname intersection by listener).',
        codes: [],
        noCode: specified,
      },
      {
        controller: 'HTTPS listeners without `sslPolicy` use ELBSecurityPolicy-2016-08.',
        here: 'They use the policy that AWS recommends.',
        why: 'The old default allows TLS 1.0.',
        codes: ['GW5004'],
      },
      {
        controller: '`certificateRefs` and `tls.options` are never read.',
        here:
          '`certificateRefs` stand for certificates given in the prop `certificates`, `tls.options` names ARNs. A reference for ' +
          'which there is no certificate is left aside where a LoadBalancerConfiguration names the certificates.',
        why: 'Core field of the specification.',
        codes: ['GW2304', 'GW2305', 'GW2306'],
      },
      {
        controller: 'Certificates are looked up in ACM by the hostnames; all that match are attached, the first ARN is the default.',
        here: 'A certificate has to be named, given as `defaultCertificate`, or issued in the stack.',
        why: 'CloudFormation cannot look up certificates, and a template should say which one it uses.',
        codes: ['GW5001'],
      },
      {
        controller: '`spec.tls.frontend` of a Gateway is ignored.',
        here: 'It becomes mutual authentication with a trust store.',
        why: 'The ALB can do it; a client check must not be dropped.',
        codes: ['GW2316', 'GW5005'],
      },
    ],
  },
  {
    title: 'Matches and their order',
    differences: [
      {
        controller: 'Hostnames are compared as they stand: a Host header with a port, or in capital letters, may match nothing.',
        here:
          'Hostnames are anchored regular expressions that ignore the case and an optional port; where these are too long, a ' +
          'warning says what is lost.',
        why: 'Specification; gRPC clients send the port, and every client does on other ports than 80 and 443.',
        codes: ['GW4107', 'GW4108', 'GW4160'],
      },
      {
        controller: '`*` and `?` in Exact paths, headers and query parameters are wildcards; in a PathPrefix they stop the whole Gateway.',
        here: 'They are literal.',
        why: 'Specification.',
        codes: ['GW4159'],
      },
      {
        controller: 'RegularExpression of a query parameter is compared as a text.',
        here: 'The same where it has no metacharacters; otherwise an error.',
        why: 'An ALB has no regular expressions for query parameters.',
        codes: ['GW3107'],
      },
      {
        controller: 'RegularExpression of a gRPC method is a pattern with wildcards.',
        here: 'It is a regular expression for the whole service and the whole method.',
        why: 'Specification.',
        codes: ['GW4158'],
      },
      {
        controller: 'RegularExpression of a GRPCRoute header is compared as a text, split at commas.',
        here: 'It is a regular expression.',
        why: 'Specification.',
        codes: ['GW4157'],
      },
      {
        controller: 'A gRPC match of a service alone matches every path below it, one of a method alone every path that ends in it.',
        here: 'Exactly one segment each: service, then method.',
        why: 'Paths of gRPC have two segments; the routes of gRPC clients are the same.',
        codes: [],
        noCode: 'requests of gRPC clients are routed alike',
      },
      {
        controller: 'Regular expressions are passed on as they are.',
        here:
          'They are anchored at both ends with `.*` where they are not, so they mean a search either way; what an ALB does not ' +
          'document is refused.',
        why: 'AWS does not document whether an ALB anchors them.',
        codes: ['GW3103', 'GW4157'],
      },
      {
        controller: 'Two header matches whose names differ in case only must both hold.',
        here: 'The first one counts.',
        why: 'Specification.',
        codes: ['GW4104'],
      },
      {
        controller: 'A slash at the end of a prefix counts as a character of it, so `/a/` comes before `/a`.',
        here: 'It does not count: both prefixes match the same paths.',
        why: 'Specification.',
        codes: [],
        noCode: 'it decides between equal matches only',
      },
      {
        controller: 'Ties are decided by `creationTimestamp`, then by name.',
        here: 'The same; files as a rule have no `creationTimestamp`, so names decide. A warning says where a tie decides something.',
        why: 'The order must not depend on a cluster.',
        codes: ['GW4102'],
      },
      {
        controller: 'Nothing is said about rules that can never match.',
        here: 'A warning names the rule that wins.',
        why: 'It is never what was meant.',
        codes: ['GW4101', 'GW4105', 'GW4106'],
      },
      {
        controller: 'One listener rule for each match and hostname; more than five values in one are refused by AWS.',
        here:
          'Matches and hostnames of a route rule are merged into as few listener rules as mean the same, and alternatives are ' +
          'divided where they do not fit into one.',
        why: 'An ALB has 100 rules, and bills for evaluating them.',
        codes: ['GW3109', 'GW5501'],
      },
      {
        controller: 'Priorities are 1, 2, 3 and so on; a new rule renumbers those below it.',
        here: 'A committed ledger remembers the number of each rule.',
        why: 'CloudFormation changes rules one by one, and two must never claim one number.',
        codes: ['GW5707'],
      },
    ],
  },
];
