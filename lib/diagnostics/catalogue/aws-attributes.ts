/** GW53xx: attributes and tags of load balancers, listeners and target groups; GW55xx: quotas of a load balancer. */
import { error, note, warning } from '../diagnostic';

export const ATTRIBUTE_UNKNOWN = error<{ subject: string; key: string; of: string }>('GW5301', 'plan/attribute-unknown', {
  message: ({ subject, key, of }) => `${subject}: ${of} has no attribute "${key}"`,
  fix: 'correct the key or remove the attribute',
  cause: 'An attribute key is none that an Application Load Balancer, its listeners or its target groups have.',
});

export const ATTRIBUTE_VALUE_INVALID = error<{ subject: string; key: string; value: string; allowed: string }>(
  'GW5302',
  'plan/attribute-value-invalid',
  {
    message: ({ subject, key, value, allowed }) => `${subject}: ${key} cannot be "${value}"; it takes ${allowed}`,
    fix: ({ allowed }) => `write ${allowed}`,
    advice: 'write a value that the attribute takes; the message names them',
    cause: 'The value of an attribute is outside what AWS accepts.',
  },
);

export const ATTRIBUTE_REPEATED = warning<{ subject: string; key: string; value: string }>('GW5303', 'plan/attribute-repeated', {
  message: ({ subject, key, value }) => `${subject}: ${key} is given more than once; "${value}" is used`,
  fix: 'give each attribute once',
  cause: 'One list of attributes has the same key twice.',
});

export const ATTRIBUTE_REQUIRES = error<{ subject: string; key: string; value: string; needs: string }>('GW5304', 'plan/attribute-requires', {
  message: ({ subject, key, value, needs }) => `${subject}: ${key}=${value} needs ${needs}`,
  fix: ({ needs }) => `set ${needs} as well`,
  advice: 'set the attribute that the message names as well',
  cause: 'An attribute is set without another one that it needs, for example access_logs.s3.enabled without the bucket.',
});

export const ATTRIBUTE_EXCLUDES = error<{ subject: string; key: string; value: string; other: string }>('GW5305', 'plan/attribute-excludes', {
  message: ({ subject, key, value, other }) => `${subject}: ${key}=${value} cannot be combined with ${other}`,
  fix: 'choose one of the two',
  cause: 'Two attributes exclude each other.',
});

export const HOST_HEADER_PRESERVED = note<{ subject: string; ports: readonly number[] }>('GW5306', 'plan/host-header-preserved', {
  message: ({ subject, ports }) =>
    `${subject}: routing.http.preserve_host_header.enabled is set, so that targets behind port ${ports.join(', ')} see the Host header of the client`,
  fix: 'set the attribute to false in a LoadBalancerConfiguration if targets must see the ALB\'s own form of the header',
  cause:
    'A listener is on another port than 80 and 443. There an ALB adds the port to the Host header of forwarded requests, so an attribute ' +
    'keeps the header as the client sent it; the AWS controller does not set it.',
});

export const HOST_REWRITE_WITH_PRESERVED_HOST = warning<{ subject: string; rule: string }>(
  'GW5307',
  'plan/host-rewrite-with-preserved-host',
  {
    message: ({ subject, rule }) =>
      `${subject} rewrites the host in ${rule}, and the load balancer preserves Host headers; AWS does not say which of the two wins`,
    fix: 'serve the rewrite from a Gateway on ports 80 and 443 only, or set routing.http.preserve_host_header.enabled yourself and try it',
    cause: 'A hostname rewrite and the attribute routing.http.preserve_host_header.enabled meet on one load balancer.',
  },
);

export const LISTENER_ATTRIBUTE_NEEDS_HTTPS = error<{ subject: string; key: string; port: number }>(
  'GW5308',
  'plan/listener-attribute-needs-https',
  {
    message: ({ subject, key, port }) => `${subject}: ${key} is for HTTPS listeners, port ${port} speaks HTTP`,
    fix: 'move the attribute to the configuration of an HTTPS listener',
    cause: 'Names of the TLS request headers are set on an HTTP listener.',
  },
);

export const TAG_INVALID = error<{ subject: string; key: string; problem: TagProblem }>('GW5310', 'plan/tag-invalid', {
  message: ({ subject, key, problem }) => `${subject}: AWS refuses the tag "${key}": ${TAG_PROBLEMS[problem]}`,
  fix: 'change the tag or remove it',
  cause: 'A tag breaks the rules of AWS for keys and values.',
});

export const TAG_OF_THE_CONTROLLER = error<{ subject: string; key: string }>('GW5311', 'plan/tag-of-the-controller', {
  message: ({ subject, key }) => `${subject}: "${key}" marks what the AWS Load Balancer Controller owns; it would delete what carries it`,
  fix: 'remove the key; what this library makes belongs to its stack',
  cause: 'A tag or label has a key by which the AWS Load Balancer Controller recognises its own resources.',
});

export const TOO_MANY_TAGS = error<{ subject: string; count: number; allowed: number }>('GW5312', 'plan/too-many-tags', {
  message: ({ subject, count, allowed }) => `${subject}: ${count} tags come together on one resource, AWS allows ${allowed}`,
  fix: 'remove some of the tags of the configuration or of the Gateway\'s infrastructure labels and annotations',
  cause: 'Configured tags and the Gateway\'s infrastructure together exceed the number of tags of a resource.',
});

export const INFRASTRUCTURE_NO_TAG = warning<{ subject: string; key: string; problem: TagProblem }>('GW5313', 'plan/infrastructure-no-tag', {
  message: ({ subject, key, problem }) =>
    `${subject}: infrastructure "${key}" cannot become a tag of AWS resources: ${TAG_PROBLEMS[problem]}; it is on the Kubernetes objects only`,
  fix: 'shorten or change it if AWS resources must carry it',
  cause: 'A label or annotation of the Gateway\'s infrastructure breaks the rules of AWS for tags.',
});

export const INFRASTRUCTURE_TAGGED = note<{ subject: string }>('GW5314', 'plan/infrastructure-tagged', {
  message: ({ subject }) =>
    `${subject}: infrastructure labels and annotations become tags of AWS resources; the AWS controller puts them on TargetGroupBindings only`,
  fix: 'use the tags of a LoadBalancerConfiguration for tags of the load balancer alone',
  cause: 'The Gateway has infrastructure labels or annotations, which by specification belong on everything made for it.',
});

/** Rules of AWS for tags, as words. */
const TAG_PROBLEMS = {
  'key-length': 'a key has 1 to 128 characters',
  'value-length': 'a value has at most 256 characters',
  'characters': 'only letters, digits, spaces and + - = . _ : / @ are allowed',
  'reserved': 'keys that begin with "aws:" are reserved',
} as const;
type TagProblem = keyof typeof TAG_PROBLEMS;

export const TOO_MANY_RULES = error<{ subject: string; rules: number; allowed: number; route: string }>('GW5501', 'plan/too-many-rules', {
  message: ({ subject, rules, allowed, route }) =>
    `${subject}: the load balancer gets ${rules} listener rules, its quota is ${allowed}; ${route} has the first rule that does not fit`,
  fix:
    'ask AWS to raise "Rules per Application Load Balancer" and set maximumRules to the new number, move routes to another Gateway, ' +
    'or use fewer matches and hostnames (one prefix instead of many paths)',
  cause: 'All listeners of a load balancer together have more rules than its quota, default rules not counted.',
});

export const LOAD_BALANCER_TARGET_GROUPS = error<{ subject: string; groups: number; allowed: number; route: string }>(
  'GW5502',
  'plan/load-balancer-target-groups',
  {
    message: ({ subject, groups, allowed, route }) =>
      `${subject}: ${groups} target groups are needed, a load balancer takes ${allowed}; ${route} asks for the first that does not fit`,
    fix:
      'move routes to another Gateway, let routes share target groups (same Service port, same settings), or leave the weights of clusters out; ' +
      'AWS does not raise this limit',
    cause: 'Routes of one Gateway use more Service ports (times protocol, settings and clusters with weights) than a load balancer has target groups.',
  },
);

export const TOO_MANY_CERTIFICATES = error<{ subject: string; certificates: number; allowed: number; port: number }>(
  'GW5503',
  'plan/too-many-certificates',
  {
    message: ({ subject, certificates, allowed, port }) =>
      `${subject}: ${certificates} certificates besides the default ones, the quota is ${allowed}; it is exceeded on port ${port}`,
    fix:
      'use certificates with several names or wildcards, serve some of the hostnames from another Gateway, or ask AWS to raise ' +
      '"Certificates per Application Load Balancer" and set maximumCertificates to the new number',
    cause: 'The HTTPS listeners of a load balancer together have more certificates than its quota, default certificates not counted.',
  },
);

export const TOO_MANY_LISTENERS = error<{ subject: string; listeners: number; allowed: number; port: number }>(
  'GW5504',
  'plan/too-many-listeners',
  {
    message: ({ subject, listeners, allowed, port }) =>
      `${subject}: ${listeners} ports, a load balancer takes ${allowed} listeners; port ${port} is the first that does not fit`,
    fix:
      'use fewer ports and tell hosts apart by hostname, serve some of the ports from another Gateway, or ask AWS to raise ' +
      '"Listeners per Application Load Balancer" and set maximumListeners to the new number',
    cause: 'The listeners of a Gateway and its ListenerSets use more ports than a load balancer has listeners.',
  },
);
