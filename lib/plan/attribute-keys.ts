/**
 * The attributes of Application Load Balancers, their listeners and their target groups.
 * Source: API reference of Elastic Load Balancing v2 (LoadBalancerAttribute, ListenerAttribute, TargetGroupAttribute).
 */
export interface AttributeDefinition {
  readonly key: string;
  /** What it takes, in words. */
  readonly allowed: string;
  readonly accepts: (value: string) => boolean;
  /**
   * Written out where nothing is configured: CloudFormation leaves an attribute as it was when its key goes away.
   * Attributes that not every Region knows have none.
   */
  readonly byDefault?: string;
}

type Form = Pick<AttributeDefinition, 'allowed' | 'accepts'>;

const switched: Form = { allowed: '"true" or "false"', accepts: (value) => value === 'true' || value === 'false' };
const always: Form = { allowed: '"true"', accepts: (value) => value === 'true' };
const anyText: Form = { allowed: '1 to 1024 characters', accepts: (value) => value.length >= 1 && value.length <= 1024 };
const anyPrefix: Form = { allowed: 'at most 1024 characters', accepts: (value) => value.length <= 1024 };

function oneOf(...values: readonly string[]): Form {
  return { allowed: values.map((value) => `"${value}"`).join(' or '), accepts: (value) => values.includes(value) };
}

function number(minimum: number, maximum: number, ...words: readonly string[]): Form {
  const range = `a whole number from ${minimum} to ${maximum}`;
  return {
    allowed: [...words.map((word) => `"${word}"`), range].join(' or '),
    accepts: (value) => words.includes(value) || (/^\d{1,9}$/.test(value) && Number(value) >= minimum && Number(value) <= maximum),
  };
}

function define(key: string, form: Form, byDefault?: string): AttributeDefinition {
  return { key, ...form, ...(byDefault !== undefined && { byDefault }) };
}

export const PRESERVE_HOST_HEADER = 'routing.http.preserve_host_header.enabled';

export const loadBalancerAttributes: readonly AttributeDefinition[] = [
  define('access_logs.s3.enabled', switched, 'false'),
  define('access_logs.s3.bucket', anyText),
  define('access_logs.s3.prefix', anyPrefix),
  define('connection_logs.s3.enabled', switched, 'false'),
  define('connection_logs.s3.bucket', anyText),
  define('connection_logs.s3.prefix', anyPrefix),
  define('health_check_logs.s3.enabled', switched),
  define('health_check_logs.s3.bucket', anyText),
  define('health_check_logs.s3.prefix', anyPrefix),
  define('client_keep_alive.seconds', number(60, 604_800), '3600'),
  define('deletion_protection.enabled', switched, 'false'),
  define('idle_timeout.timeout_seconds', number(1, 4000), '60'),
  define('ipv6.deny_all_igw_traffic', switched),
  define('load_balancing.cross_zone.enabled', always),
  define('routing.http.desync_mitigation_mode', oneOf('monitor', 'defensive', 'strictest'), 'defensive'),
  define('routing.http.drop_invalid_header_fields.enabled', switched, 'false'),
  define(PRESERVE_HOST_HEADER, switched, 'false'),
  define('routing.http.x_amzn_tls_version_and_cipher_suite.enabled', switched, 'false'),
  define('routing.http.xff_client_port.enabled', switched, 'false'),
  define('routing.http.xff_header_processing.mode', oneOf('append', 'preserve', 'remove'), 'append'),
  define('routing.http2.enabled', switched, 'true'),
  define('waf.fail_open.enabled', switched, 'false'),
  define('zonal_shift.config.enabled', switched),
];

const headerName: Form = { allowed: 'a header name', accepts: (value) => /^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}$/.test(value) };
const headerValue: Form = {
  allowed: 'at most 1024 letters, digits and _ :;.,\\/\'?!(){}[]@<>=-+*#&`|~^%',
  accepts: (value) => /^[A-Za-z0-9_ :;.,\\/'?!(){}[\]@<>=\-+*#&`|~^%]{0,1024}$/.test(value),
};

/** Request headers that an HTTPS listener adds and whose names can be changed. */
export const tlsHeaderAttributes: readonly AttributeDefinition[] = [
  'x_amzn_mtls_clientcert_serial_number',
  'x_amzn_mtls_clientcert_issuer',
  'x_amzn_mtls_clientcert_subject',
  'x_amzn_mtls_clientcert_validity',
  'x_amzn_mtls_clientcert_leaf',
  'x_amzn_mtls_clientcert',
  'x_amzn_tls_version',
  'x_amzn_tls_cipher_suite',
].map((header) => define(`routing.http.request.${header}.header_name`, headerName));

export const listenerAttributes: readonly AttributeDefinition[] = [
  ...tlsHeaderAttributes,
  define('routing.http.response.server.enabled', switched, 'true'),
  ...[
    'strict_transport_security',
    'access_control_allow_origin',
    'access_control_allow_methods',
    'access_control_allow_headers',
    'access_control_allow_credentials',
    'access_control_expose_headers',
    'access_control_max_age',
    'content_security_policy',
    'x_content_type_options',
    'x_frame_options',
  ].map((header) => define(`routing.http.response.${header}.header_value`, headerValue)),
];

const cookieName: Form = {
  allowed: 'the name of an application cookie, which does not begin with AWSALB',
  accepts: (value) => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}$/.test(value) && !value.startsWith('AWSALB'),
};

export const targetGroupAttributes: readonly AttributeDefinition[] = [
  define('deregistration_delay.timeout_seconds', number(0, 3600), '300'),
  define('load_balancing.algorithm.anomaly_mitigation', oneOf('on', 'off')),
  define('load_balancing.algorithm.type', oneOf('round_robin', 'least_outstanding_requests', 'weighted_random'), 'round_robin'),
  define('load_balancing.cross_zone.enabled', oneOf('true', 'false', 'use_load_balancer_configuration'), 'use_load_balancer_configuration'),
  define('slow_start.duration_seconds', number(30, 900, '0'), '0'),
  define('stickiness.app_cookie.cookie_name', cookieName),
  define('stickiness.app_cookie.duration_seconds', number(1, 604_800)),
  define('stickiness.enabled', switched, 'false'),
  define('stickiness.lb_cookie.duration_seconds', number(1, 604_800)),
  define('stickiness.type', oneOf('lb_cookie', 'app_cookie')),
  define('target_group_health.dns_failover.minimum_healthy_targets.count', number(1, 999_999, 'off'), '1'),
  define('target_group_health.dns_failover.minimum_healthy_targets.percentage', number(1, 100, 'off'), 'off'),
  define('target_group_health.unhealthy_state_routing.minimum_healthy_targets.count', number(1, 999_999), '1'),
  define('target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage', number(1, 100, 'off'), 'off'),
  define('waf.http2.traffic_inspection_behavior', anyText),
];
