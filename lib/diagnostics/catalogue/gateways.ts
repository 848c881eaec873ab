/** GW20xx: GatewayClasses, Gateways and their parameters; GW24xx: ListenerSets. */
import type { ConditionVerdict } from '../diagnostic';
import { error, note } from '../diagnostic';

const invalidParameters: ConditionVerdict = { type: 'Accepted', status: 'False', reason: 'InvalidParameters' };

export const GATEWAY_CLASS_NOT_FOUND = error<{ subject: string; className: string; known: readonly string[] }>(
  'GW2001',
  'attach/gateway-class-not-found',
  {
    message: ({ subject, className }) => `${subject}: GatewayClass "${className}" is not in the manifests`,
    fix: ({ className, known }) =>
      known.length > 0
        ? `name one of the classes that are there (${known.join(', ')}), or add GatewayClass ${className} to the manifests`
        : `add a GatewayClass object named ${className} with controllerName: gateway.k8s.aws/alb to the manifests`,
    advice: 'name a class that is there, or add a GatewayClass with controllerName: gateway.k8s.aws/alb to the manifests',
    cause: 'The class of a Gateway is not in the files, so nobody can say which controller it belongs to.',
  },
);

export const GATEWAY_OF_OTHER_CONTROLLER = note<{ subject: string; className: string; controller: string }>(
  'GW2002',
  'attach/gateway-of-other-controller',
  {
    message: ({ subject, className, controller }) =>
      `${subject} is left alone: its class ${className} belongs to the controller ${controller}`,
    fix: 'nothing to do, unless it should become an Application Load Balancer: then name a class of gateway.k8s.aws/alb',
    cause: 'A Gateway belongs to a class of another controller, for example to Network Load Balancers (gateway.k8s.aws/nlb).',
  },
);

export const PARAMETERS_KIND = error<{ subject: string; kind: string }>('GW2003', 'attach/parameters-kind', {
  message: ({ subject, kind }) => `${subject}: parametersRef names a ${kind}; only LoadBalancerConfiguration of gateway.k8s.aws is understood`,
  fix: 'refer to a LoadBalancerConfiguration (group gateway.k8s.aws), or remove parametersRef',
  cause: 'The parametersRef of a GatewayClass or Gateway names another kind than LoadBalancerConfiguration.',
  condition: invalidParameters,
  runtime: false,
});

export const PARAMETERS_WITHOUT_NAMESPACE = error<{ subject: string; name: string }>('GW2004', 'attach/parameters-without-namespace', {
  message: ({ subject, name }) => `${subject}: parametersRef names LoadBalancerConfiguration ${name} without its namespace`,
  fix: 'add the namespace of the LoadBalancerConfiguration to parametersRef; a GatewayClass has none of its own',
  cause: 'The parametersRef of a GatewayClass has no namespace, although a LoadBalancerConfiguration is a namespaced object.',
  condition: invalidParameters,
  runtime: false,
});

export const PARAMETERS_NOT_FOUND = error<{ subject: string; target: string }>('GW2005', 'attach/parameters-not-found', {
  message: ({ subject, target }) => `${subject}: ${target} is not in the manifests`,
  fix: 'add the LoadBalancerConfiguration to the manifests, or correct the name in parametersRef',
  cause: 'The LoadBalancerConfiguration that a GatewayClass or Gateway refers to is not in the files.',
  condition: invalidParameters,
  runtime: false,
});

export const DEFAULT_TARGET_GROUP_NOT_FOUND = error<{ subject: string; target: string }>(
  'GW2006',
  'attach/default-target-group-configuration-not-found',
  {
    message: ({ subject, target }) => `${subject}: the default ${target} is not in the manifests`,
    fix: 'add the TargetGroupConfiguration in the namespace of the LoadBalancerConfiguration, or correct the name',
    cause: 'defaultTargetGroupConfiguration of a LoadBalancerConfiguration names an object that is not in its namespace.',
    condition: invalidParameters,
    runtime: false,
  },
);

export const DEFAULT_TARGET_GROUP_HAS_TARGET = error<{ subject: string; target: string }>(
  'GW2007',
  'attach/default-target-group-configuration-has-target',
  {
    message: ({ subject, target }) => `${subject}: ${target} cannot be a default, because it has a targetReference`,
    fix: 'name a TargetGroupConfiguration without targetReference',
    cause: 'defaultTargetGroupConfiguration names a TargetGroupConfiguration that is meant for one Service.',
    condition: invalidParameters,
    runtime: false,
  },
);

export const UNSUPPORTED_ADDRESS = error<{ subject: string; type: string; value: string }>('GW2008', 'attach/unsupported-address', {
  message: ({ subject, type, value }) =>
    `${subject}: an ALB cannot be given the address ${value === '' ? `of type ${type}` : `"${value}" (${type})`}`,
  fix: 'remove spec.addresses: AWS gives the load balancer a DNS name; point DNS records at that',
  cause: 'A Gateway asks for an address. An ALB has only the DNS name that AWS generates for it.',
  condition: { type: 'Accepted', status: 'False', reason: 'UnsupportedAddress' },
  runtime: false,
});

export const BACKEND_CLIENT_CERTIFICATE = error<{ subject: string; secret: string }>('GW2009', 'attach/backend-client-certificate', {
  message: ({ subject, secret }) => `${subject}: an ALB presents no client certificate to backends, so ${secret} cannot be used`,
  fix: 'remove spec.tls.backend, or let the backends authenticate the load balancer by its security group',
  cause: 'A Gateway asks for a client certificate towards its backends (spec.tls.backend.clientCertificateRef).',
  runtime: true,
});

export const CLIENT_CERTIFICATE_REF = error<{ subject: string; target: string; problem: string }>(
  'GW2010',
  'attach/client-certificate-ref',
  {
    message: ({ subject, target, problem }) => `${subject}: the client certificate ${target} ${problem}`,
    fix: 'refer to a Secret of type kubernetes.io/tls that exists',
    cause: 'spec.tls.backend.clientCertificateRef of a Gateway names a Secret that is missing or holds no certificate, or an object of another kind.',
    condition: { type: 'ResolvedRefs', status: 'False', reason: 'InvalidClientCertificateRef' },
  },
);

export const CLIENT_CERTIFICATE_NOT_PERMITTED = error<{ subject: string; target: string; namespace: string }>(
  'GW2011',
  'attach/client-certificate-not-permitted',
  {
    message: ({ subject, target }) => `${subject}: no ReferenceGrant allows its client certificate ${target}`,
    fix: ({ namespace }) => `add a ReferenceGrant to namespace ${namespace} (from: Gateway, to: Secret), or move the Secret`,
    advice: 'add a ReferenceGrant to the namespace of the Secret (from: Gateway, to: Secret), or move the Secret',
    cause: 'spec.tls.backend.clientCertificateRef names a Secret of another namespace without a ReferenceGrant there.',
    condition: { type: 'ResolvedRefs', status: 'False', reason: 'RefNotPermitted' },
  },
);

export const DEFAULT_GATEWAYS = error<{ subject: string; field: string }>('GW2012', 'attach/default-gateways', {
  message: ({ subject, field }) => `${subject}: ${field} (default Gateways) is experimental and not supported`,
  fix: ({ field }) => `remove ${field} and name the Gateway in the parentRefs of each route`,
  advice: 'remove the field and name the Gateway in the parentRefs of each route',
  cause: 'A Gateway has defaultScope: All, or a route useDefaultGateways: All (experimental channel, GEP-3793).',
  runtime: true,
});

export const LISTENER_SET_PARENT_KIND = error<{ subject: string; kind: string }>('GW2401', 'attach/listener-set-parent-kind', {
  message: ({ subject, kind }) => `${subject}: parentRef names a ${kind}; a ListenerSet adds listeners to a Gateway only`,
  fix: 'leave out kind and group in parentRef, or name a Gateway of gateway.networking.k8s.io',
  cause: 'The parentRef of a ListenerSet has another kind than Gateway.',
  runtime: true,
});

export const LISTENER_SET_PARENT_NOT_FOUND = error<{ subject: string; parent: string }>('GW2402', 'attach/listener-set-parent-not-found', {
  message: ({ subject, parent }) => `${subject}: ${parent} is not in the manifests, so its listeners are on no load balancer`,
  fix: 'add the Gateway to the manifests, or correct name and namespace in parentRef',
  cause: 'The parentRef of a ListenerSet names a Gateway that is not in the files. In a cluster it would be ignored silently.',
  runtime: true,
});

export const LISTENER_SET_NOT_ALLOWED = error<{ subject: string; parent: string; why: string }>('GW2403', 'attach/listener-set-not-allowed', {
  message: ({ subject, parent, why }) => `${subject}: ${parent} does not take its listeners: ${why}`,
  fix: 'set spec.allowedListeners.namespaces of the Gateway (from: Same, Selector or All), or move the ListenerSet',
  cause: 'allowedListeners of the Gateway does not select the namespace of the ListenerSet; by default it selects none.',
  condition: { type: 'Accepted', status: 'False', reason: 'NotAllowed' },
});
