import type { DifferenceSection } from './differences';

const invisible = 'invisible in routing';
const specified = 'the specification allows nothing else';

/** Actions, target groups and load balancers. */
export const resourceDifferences: readonly DifferenceSection[] = [
  {
    title: 'Filters and actions',
    differences: [
      {
        controller:
          'ReplacePrefixMatch uses the prefix unescaped and untrimmed: `/` to `/new` makes `/newa` of `/a`, and prefixes that ' +
          'end in a slash break.',
        here: 'The prefix is escaped, and the result is that of the specification; the query is kept.',
        why: 'Specification (HTTPPathModifier).',
        codes: [],
        noCode: specified,
      },
      {
        controller: 'A redirect of the path alone is refused by AWS as a loop.',
        here:
          'It works where the prefix changes to another one: the new prefix stands in the redirect, as two listener rules. What ' +
          'really is a loop is an error.',
        why: 'The ALB can do it.',
        codes: ['GW3303', 'GW3304'],
      },
      {
        controller: 'A redirect without scheme and port keeps the port of the request.',
        here: 'It names the port of the listener.',
        why: 'Specification (HTTPRequestRedirectFilter.port).',
        codes: [],
        noCode: specified,
      },
      {
        controller: 'Redirects with 303, 307 and 308 are sent to AWS, which refuses them.',
        here: 'Errors.',
        why: 'An ALB has 301 and 302.',
        codes: ['GW3301'],
      },
      {
        controller:
          'RequestHeaderModifier, ResponseHeaderModifier, CORS, RequestMirror and ExternalAuth stop the whole Gateway, unless a ' +
          'redirect stands before them.',
        here: 'ResponseHeaderModifier and CORS become attributes of the listener where all rules on it agree; the others are errors.',
        why: 'An ALB has response headers for whole listeners.',
        codes: ['GW3201', 'GW3203', 'GW3204', 'GW3206', 'GW3207', 'GW3208'],
      },
      {
        controller: '`sessionPersistence` is ignored.',
        here: 'Of type Cookie it becomes stickiness of target groups; of type Header it is an error.',
        why: 'The ALB can do it, approximately.',
        codes: ['GW3211', 'GW3215', 'GW3216'],
      },
      {
        controller: 'Weights above 999 stop the whole Gateway.',
        here: 'All weights of the rule are scaled; none becomes 0.',
        why: 'Specification: weights go to 1,000,000.',
        codes: ['GW3313'],
      },
      {
        controller: 'Two `backendRefs` that are one target group, or more than five, are sent to AWS, which refuses them.',
        here:
          'Equal ones are added up, those of weight 0 are left out where there are too many, and more than five with requests ' +
          'are an error.',
        why: 'Where it means the same it should work.',
        codes: ['GW3311'],
      },
      {
        controller: 'A GRPCRoute rule without usable backend answers 500.',
        here: 'It answers 503, which gRPC clients read as UNAVAILABLE.',
        why: 'Specification.',
        codes: ['GW3316'],
      },
      {
        controller: 'Authentication on an HTTP listener is dropped, and the rule is open to everybody.',
        here: 'An error.',
        why: 'A rule must never lose its authentication.',
        codes: ['GW3321'],
      },
      {
        controller: 'The client of an OIDC provider is read from a Kubernetes Secret.',
        here: 'It is a Secrets Manager secret, given in the prop `oidcClientSecrets`.',
        why: 'A template must not hold a secret.',
        codes: ['GW3322'],
      },
      {
        controller: 'Several source-ip conditions are several conditions of the rule.',
        here: 'One condition with the addresses that are in all of them; a warning where there are none.',
        why: 'It means the same and needs fewer of the five values.',
        codes: ['GW3327'],
      },
      {
        controller:
          'A redirect action in a ListenerRuleConfiguration without RequestRedirect filter stops the Gateway, or is ignored ' +
          'beside another filter.',
        here: 'An error.',
        why: 'It has nothing to redirect to.',
        codes: ['GW3308'],
      },
      {
        controller: 'Filters beside a fixed response are not looked at.',
        here: 'They are checked, and a warning says which have no effect.',
        why: 'Nothing is ignored silently.',
        codes: ['GW3328'],
      },
      {
        controller: 'A backendRef of kind TargetGroupName is looked up in AWS.',
        here: 'The prop `targetGroups` gives the target group.',
        why: 'CloudFormation cannot look it up.',
        codes: ['GW3314'],
      },
    ],
  },
  {
    title: 'Target groups and bindings',
    differences: [
      {
        controller: 'Each route has target groups of its own.',
        here:
          'Routes of a Gateway share the target group of a Service port; TargetGroupConfigurations for certain routes, and ' +
          'session persistence, make separate ones.',
        why: 'Fewer target groups and health checks.',
        codes: [],
        noCode: invisible,
      },
      {
        controller: 'Target groups are named by cluster, Gateway and route.',
        here: 'By namespace, Service and a hash of everything that CloudFormation cannot change in place.',
        why: 'So that a change makes a new one beside the old one.',
        codes: ['GW5411'],
      },
      {
        controller:
          'The listener with the lowest port decides the protocol version: behind HTTP:80 and HTTPS:443, both speak HTTP/1.1 to ' +
          'the targets.',
        here: 'HTTP and HTTPS listeners have target groups of their own where their protocol versions differ.',
        why: 'HTTP/2 and gRPC must not be lost.',
        codes: ['GW5403'],
      },
      {
        controller: '`ipAddressType` of a TargetGroupConfiguration is ignored.',
        here: 'It is used.',
        why: 'The field says what is wanted.',
        codes: ['GW5406'],
      },
      {
        controller: '`targetControlPort` changes the name of the target group and nothing else.',
        here: 'It is set, and opened.',
        why: 'The field says what is wanted.',
        codes: ['GW5409'],
      },
      {
        controller: '`appProtocol` other than `kubernetes.io/h2c` is ignored.',
        here:
          'Those that decide nothing bring a warning, those that no ALB speaks an error. UDP and SCTP ports and ExternalName ' +
          'Services are errors too.',
        why: 'Specification (UnsupportedProtocol).',
        codes: ['GW2505', 'GW2506', 'GW2507', 'GW5404'],
      },
      {
        controller: 'A Gateway can be a backend, though its target group gets no targets.',
        here: 'An error.',
        why: 'It is for Network Load Balancers in front of an ALB.',
        codes: ['GW2504'],
      },
      {
        controller: 'Attributes that are not given are left as they are, also after they have been removed from a configuration.',
        here: 'Attributes of load balancers, listeners and target groups are written out with their defaults.',
        why: 'What is removed goes back to its default.',
        codes: [],
        noCode: invisible,
      },
      {
        controller: 'Target groups exist also for backends of rules that redirect or answer themselves.',
        here: 'They do not.',
        why: 'Nothing would ever be sent there.',
        codes: [],
        noCode: invisible,
      },
    ],
  },
  {
    title: 'Load balancer',
    differences: [
      {
        controller: '`minimumLoadBalancerCapacity` is lost where class and Gateway both have a configuration.',
        here: 'It is merged like the other fields.',
        why: 'A reservation must not vanish.',
        codes: ['GW5104'],
      },
      {
        controller: '`infrastructure` labels and annotations are on TargetGroupBindings only.',
        here: 'They are tags of all AWS resources as well.',
        why: 'Specification (GatewayInfrastructurePropagation).',
        codes: ['GW5313', 'GW5314'],
      },
      {
        controller: 'Its own tags and labels mark what belongs to it.',
        here: 'They are never written, and refused where a configuration has them.',
        why: 'The controller would delete what carries them.',
        codes: ['GW5311'],
      },
      {
        controller: 'On other ports than 80 and 443 targets see the Host header with the port.',
        here:
          '`routing.http.preserve_host_header.enabled` is set there unless a configuration says otherwise, so targets see what ' +
          'the client sent.',
        why: 'Specification: the Host header is not changed.',
        codes: ['GW5306', 'GW5307'],
      },
      {
        controller: 'Subnets and security groups given by name or tag are looked up; without any, subnets are discovered by their tags.',
        here:
          'Ids are used as they are; for names the construct takes `vpcSubnets`, `subnetIds` and `securityGroups`; without any, ' +
          'the subnets of the VPC that fit the scheme are used.',
        why: 'CloudFormation cannot look them up.',
        codes: ['GW5604', 'GW5605', 'GW5606'],
      },
      {
        controller: 'One security group of the whole cluster is the peer of all targets.',
        here: 'The security group of the load balancer is.',
        why: 'A stack must not depend on a group that the controller owns.',
        codes: ['GW5206', 'GW5601'],
      },
      {
        controller: '`customerOwnedIpv4Pool` is used.',
        here: 'An error.',
        why: 'CloudFormation has no such property.',
        codes: ['GW5107'],
      },
      {
        controller: 'The name is generated from the Gateway and its UID.',
        here: 'CloudFormation generates it.',
        why: 'So that the load balancer can be replaced.',
        codes: ['GW5102'],
      },
      {
        controller: 'The Gateway and its routes live in the cluster and have a status.',
        here: 'They stay in files; `gateway-alb check` and the synthesis say what a status would.',
        why: 'The controller would make a second load balancer from them.',
        codes: [],
        noCode: invisible,
      },
    ],
  },
];
