/** GW54xx: target groups and their health checks. */
import { error, note, warning } from '../diagnostic';

export const NODE_PORT_MISSING = error<{ subject: string; port: number; type: string }>('GW5401', 'plan/node-port-missing', {
  message: ({ subject, port, type }) =>
    type === 'ClusterIP'
      ? `${subject}: instance targets need a node port, and port ${port} of a ClusterIP Service has none`
      : `${subject}: instance targets need a node port, and port ${port} does not say which (nodePort)`,
  fix: ({ type }) =>
    type === 'ClusterIP'
      ? 'set targetType: ip in a TargetGroupConfiguration (or defaultTargetType), or make the Service type NodePort with a nodePort'
      : 'write the nodePort that the Service has in the cluster, or set targetType: ip in a TargetGroupConfiguration',
  advice: 'set targetType: ip in a TargetGroupConfiguration (or defaultTargetType), or write the nodePort of a Service of type NodePort',
  cause: 'A backend with target type instance (the default) is a Service port without a nodePort in the manifests.',
  runtime: true,
});

export const BACKEND_PROTOCOL_INVALID = error<{ subject: string; protocol: string }>('GW5402', 'plan/backend-protocol-invalid', {
  message: ({ subject, protocol }) => `${subject}: target groups of an ALB speak HTTP or HTTPS, not ${protocol}`,
  fix: 'set protocol to HTTP or HTTPS, or leave it out',
  cause: 'A TargetGroupConfiguration has a protocol of Network Load Balancers.',
  runtime: true,
});

export const PROTOCOL_VERSION_NEEDS_HTTPS = warning<{ subject: string; version: string; because: VersionOrigin }>(
  'GW5403',
  'plan/protocol-version-needs-https',
  {
    message: ({ subject, version, because }) =>
      `${subject}: ${VERSION_ORIGINS[because]} asks for ${version}, which an ALB speaks behind HTTPS listeners only; ` +
      'behind HTTP listeners targets get HTTP/1.1',
    fix: 'attach the route to an HTTPS listener, or use HTTP/1.1 in the application',
    cause: 'A route on an HTTP listener has a backend that is to be reached with HTTP/2 or gRPC.',
  },
);

/** Who asked for a protocol version. */
const VERSION_ORIGINS = {
  'configuration': 'protocolVersion',
  'app-protocol': 'appProtocol kubernetes.io/h2c',
} as const;
type VersionOrigin = keyof typeof VERSION_ORIGINS;

export const APP_PROTOCOL_IGNORED = warning<{ subject: string; appProtocol: string }>('GW5404', 'plan/app-protocol-ignored', {
  message: ({ subject, appProtocol }) => `${subject}: appProtocol "${appProtocol}" does not change how the ALB speaks to the targets`,
  fix:
    'set protocol and protocolVersion in a TargetGroupConfiguration; of appProtocol only http, ws, kubernetes.io/ws and ' +
    'kubernetes.io/h2c are understood, and grpc for a GRPCRoute',
  cause: 'A Service port has an appProtocol that has no meaning for a target group, as in the AWS controller.',
});

export const IPV6_NEEDS_DUALSTACK = error<{ subject: string }>('GW5405', 'plan/ipv6-needs-dualstack', {
  message: ({ subject }) => `${subject}: IPv6 targets need a dualstack load balancer`,
  fix: 'set ipAddressType: dualstack in a LoadBalancerConfiguration, or ipAddressType: ipv4 in a TargetGroupConfiguration',
  cause: 'A Service has the IP family IPv6 (or its TargetGroupConfiguration says ipv6) and the load balancer has IPv4 addresses only.',
  runtime: true,
});

export const IP_ADDRESS_TYPE_HONOURED = note<{ subject: string; used: string; inferred: string }>('GW5406', 'plan/ip-address-type-honoured', {
  message: ({ subject, used, inferred }) =>
    `${subject}: ipAddressType ${used} is used; the AWS controller ignores the field and would infer ${inferred} from the Service`,
  fix: 'remove ipAddressType if the IP families of the Service are to decide',
  cause: 'A TargetGroupConfiguration has an ipAddressType that differs from the IP families of the Service.',
});

export const CONTROL_PORT_INVALID = error<{ subject: string; port: number }>('GW5407', 'plan/control-port-invalid', {
  message: ({ subject, port }) => `${subject}: targetControlPort ${port} is not a port`,
  fix: 'write a number from 1 to 65535',
  cause: 'targetControlPort is outside the range of ports.',
  runtime: true,
});

export const CONTROL_PORT_INSTANCE = error<{ subject: string }>('GW5408', 'plan/control-port-instance', {
  message: ({ subject }) => `${subject}: targetControlPort works with target type ip only`,
  fix: 'set targetType: ip as well, or remove targetControlPort',
  cause: 'A target control port is set for instance targets, where it would be a port of the node.',
  runtime: true,
});

export const CONTROL_PORT_HONOURED = note<{ subject: string; port: number }>('GW5409', 'plan/control-port-honoured', {
  message: ({ subject, port }) =>
    `${subject}: target control port ${port} is set and opened; the AWS controller reads the field but does not apply it`,
  fix: 'remove targetControlPort if no target optimizer agent runs beside the targets',
  cause: 'A TargetGroupConfiguration has a targetControlPort.',
});

export const TARGET_GROUP_NAME_INVALID = error<{ subject: string; name: string }>('GW5410', 'plan/target-group-name-invalid', {
  message: ({ subject, name }) => `${subject}: "${name}" cannot name a target group`,
  fix: 'use 1 to 32 letters, digits and "-", no "-" at either end',
  cause: 'targetGroupName breaks the rules for names of target groups.',
});

export const TARGET_GROUP_NAME_FIXED = warning<{ subject: string; name: string }>('GW5411', 'plan/target-group-name-fixed', {
  message: ({ subject, name }) =>
    `${subject}: the name "${name}" is fixed, so a change that replaces the target group (port, protocol, scheme, ...) fails unless it changes too`,
  fix: 'leave targetGroupName out; generated names change when they have to',
  cause:
    'targetGroupName is set. A change that needs a new target group fails: CloudFormation creates the new one before it deletes the old ' +
    'one, and two cannot have one name.',
});

export const TARGET_GROUP_NAME_TAKEN = error<{ subject: string; name: string; others: readonly string[] }>(
  'GW5412',
  'plan/target-group-name-taken',
  {
    message: ({ subject, name, others }) => `${subject}: two target groups would be named "${name}": ${others.join(' and ')}`,
    fix: 'give each its own name (in routeConfigurations, or one TargetGroupConfiguration for each Service), or leave targetGroupName out',
    cause: 'One targetGroupName is used for several Service ports, protocols, routes or clusters with weights, which need several target groups.',
  },
);

export const HEALTH_CHECK_INVALID = error<{ subject: string; field: string; value: string | number; allowed: string }>(
  'GW5413',
  'plan/health-check-invalid',
  {
    message: ({ subject, field, value, allowed }) => `${subject}: ${field} cannot be ${JSON.stringify(value)}; it takes ${allowed}`,
    fix: ({ allowed }) => `write ${allowed}`,
    advice: 'write a value that an ALB takes; the message names them',
    cause: 'A setting of a health check is outside what an ALB accepts.',
  },
);

export const HEALTH_CHECK_TIMEOUT = error<{ subject: string; timeout: number; interval: number }>('GW5414', 'plan/health-check-timeout', {
  message: ({ subject, timeout, interval }) => `${subject}: a timeout of ${timeout} s is not shorter than the interval of ${interval} s`,
  fix: 'make healthCheckTimeout smaller than healthCheckInterval (defaults: 5 and 15 seconds)',
  cause: 'A health check would time out after the next one has begun.',
});

export const HEALTH_CHECK_PORT_UNKNOWN = error<{ subject: string; port: string; existing: readonly string[] }>(
  'GW5415',
  'plan/health-check-port-unknown',
  {
    message: ({ subject, port, existing }) =>
      `${subject}: healthCheckPort "${port}" is no port of the Service; it has ${existing.join(', ') || 'none with a name'}`,
    fix: 'write the name of a port of the Service, a number, or traffic-port',
    cause: 'healthCheckPort is neither a number nor traffic-port nor the name of a port of the Service.',
    runtime: true,
  },
);

export const HEALTH_CHECK_PORT_NAMED = error<{ subject: string; port: string; targetPort: string }>('GW5416', 'plan/health-check-port-named', {
  message: ({ subject, port, targetPort }) =>
    `${subject}: healthCheckPort "${port}" leads to the container port "${targetPort}", whose number nobody knows here`,
  fix: 'use the number of the container port as healthCheckPort, or as targetPort in the Service',
  cause: 'Health checks of ip targets need a number, and the Service\'s port has the name of a container port as targetPort.',
  runtime: true,
});

export const HEALTH_CHECK_NODE_PORT = error<{ subject: string; port: string }>('GW5417', 'plan/health-check-node-port', {
  message: ({ subject, port }) => `${subject}: healthCheckPort "${port}" is a Service port without nodePort, and the targets are nodes`,
  fix: 'write the nodePort in the Service, use a number, or set targetType: ip',
  cause: 'Health checks of instance targets reach the node, so a named port has to have a nodePort.',
  runtime: true,
});
