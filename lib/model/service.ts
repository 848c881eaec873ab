import { z } from 'zod';
import { checkUnique } from './entries';
import { coreObjectMeta } from './metadata';
import type { Mistake } from './mistakes';
import type { Decoded, Immutable } from './object';
import { portNumber } from './scalars';

export const servicePort = z.object({
  name: z.string().optional(),
  protocol: z.enum(['TCP', 'UDP', 'SCTP']).default('TCP'),
  appProtocol: z.string().optional(),
  port: portNumber,
  targetPort: z.union([portNumber, z.string().min(1)]).optional(),
  nodePort: z.int().min(0).max(65535).optional(),
}).transform((port) => ({ ...port, targetPort: port.targetPort ?? port.port }));

/** A port of a Service. `targetPort` is a number or the name of a container port, by default `port`. */
export type ServicePort = Immutable<z.infer<typeof servicePort>>;

/** What is read of a core Service; everything else stays in `object.value`. */
export const serviceSpec = z.object({
  type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']).default('ClusterIP'),
  clusterIP: z.string().optional(),
  externalName: z.string().optional(),
  externalTrafficPolicy: z.string().optional(),
  ipFamilies: z.array(z.enum(['IPv4', 'IPv6'])).optional(),
  ipFamilyPolicy: z.string().optional(),
  selector: z.record(z.string(), z.string()).optional(),
  ports: z.array(servicePort).default([]),
});

/** A core Service. */
export const service = z.object({ metadata: coreObjectMeta, spec: serviceSpec.prefault({}) });

export type ServiceSpec = Immutable<z.infer<typeof serviceSpec>>;
export type Service = Decoded<ServiceSpec>;

/** Names of ports, and ports of one protocol, are unique in a Service. */
export function checkService(spec: ServiceSpec, mistakes: Mistake[]): void {
  checkUnique(spec.ports, (port) => port.name, 'name', ['spec', 'ports'], mistakes);
  for (const protocol of ['TCP', 'UDP', 'SCTP']) {
    checkUnique(spec.ports, (port) => (port.protocol === protocol ? port.port : undefined), 'port', ['spec', 'ports'], mistakes);
  }
}
