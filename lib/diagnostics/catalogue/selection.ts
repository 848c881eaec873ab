/** GW29xx: which Gateway a compilation is about. */
import { error } from '../diagnostic';

export const NO_GATEWAY = error<{ classes: readonly string[] }>('GW2901', 'attach/no-gateway', {
  message: () => 'the manifests hold no Gateway of an Application Load Balancer class',
  fix: ({ classes }) =>
    classes.length > 0
      ? `add a Gateway with gatewayClassName: ${classes.join(' or ')}`
      : 'add a GatewayClass with controllerName: gateway.k8s.aws/alb and a Gateway that names it',
  advice: 'add a GatewayClass with controllerName: gateway.k8s.aws/alb and a Gateway that names it',
  cause: 'No Gateway in the files belongs to a GatewayClass whose controllerName is gateway.k8s.aws/alb.',
});

export const GATEWAY_NOT_FOUND = error<{ gateway: string; existing: readonly string[] }>('GW2902', 'attach/gateway-not-found', {
  message: ({ gateway }) => `no Gateway "${gateway}" of an Application Load Balancer class in the manifests`,
  fix: ({ existing }) =>
    existing.length > 0
      ? `name one of the Gateways that are there: ${existing.join(', ')}`
      : 'add the Gateway and its GatewayClass to the manifests',
  advice: 'name one of the Gateways that are there, or add the Gateway and its GatewayClass to the manifests',
  cause: 'The Gateway asked for by name (`namespace/name`) is not in the files, or its class is not an ALB class.',
});

export const SEVERAL_GATEWAYS = error<{ existing: readonly string[] }>('GW2903', 'attach/several-gateways', {
  message: ({ existing }) => `the manifests hold ${existing.length} Gateways and none is named: ${existing.join(', ')}`,
  fix: ({ existing }) => `say which one is meant, for example gateway: '${existing[0] ?? 'namespace/name'}'`,
  advice: 'say which one is meant, for example gateway: \'namespace/name\'',
  cause: 'One load balancer is made from one Gateway; the files hold several and the caller named none.',
});
