import type { AttachedGateway } from '../attach/topology';
import type { PortGroup, RouteOnListener } from './context';

/**
 * The valid listeners of a Gateway by port, ascending, with the routes attached to them. One load balancer listener
 * is made of each. A port whose clients have to be validated against CA certificates that are not there is left out:
 * it must not become an open listener.
 */
export function groupByPort(gateway: AttachedGateway): readonly PortGroup[] {
  const closed = new Set(gateway.frontendValidations.filter(({ certificates }) => certificates.length === 0).map(({ port }) => port));
  const listeners = gateway.listeners.filter(({ valid, listener }) => valid && !(listener.protocol === 'HTTPS' && closed.has(listener.port)));
  const attachments: readonly RouteOnListener[] = gateway.routes.flatMap((route) =>
    route.attachments.map((attachment) => ({ route, attachment })));
  const ports = [...new Set(listeners.map(({ listener }) => listener.port))].sort((left, right) => left - right);
  return ports.map((port) => {
    const onPort = listeners.filter(({ listener }) => listener.port === port);
    return {
      port,
      protocol: onPort[0].listener.protocol === 'HTTPS' ? 'HTTPS' : 'HTTP',
      listeners: onPort,
      attachments: attachments.filter(({ attachment }) => onPort.includes(attachment.listener)),
    };
  });
}
