import { MIXED_ROUTE_KINDS } from '../diagnostics/catalogue/attachment';
import { subjectOf } from '../diagnostics/subject';
import { widerHostnames } from './hostnames';
import { subjectOfListener } from './listener-entry';
import { append } from './object-index';
import type { AttachScope } from './scope';
import type { AttachedRoute, GatewayListener, Route } from './topology';

/**
 * Notes HTTPRoutes and GRPCRoutes that share hosts on a listener, once per listener. The specification accepts only one of
 * the two; the AWS Load Balancer Controller serves both, and so do we.
 */
export function reportMixedKinds(routes: readonly AttachedRoute[], { sink }: AttachScope): void {
  const byListener = new Map<GatewayListener, { route: Route; hostname: string }[]>();
  for (const { route, attachments } of routes) {
    for (const { listener, hostnames } of attachments) {
      (hostnames.length === 0 ? [''] : hostnames).forEach((hostname) => append(byListener, listener, { route, hostname }));
    }
  }
  for (const [listener, served] of byListener) {
    const http = new Map(served.filter(({ route }) => route.ref.kind === 'HTTPRoute').map(({ route, hostname }) => [hostname, route]));
    const grpc = new Map(served.filter(({ route }) => route.ref.kind === 'GRPCRoute').map(({ route, hostname }) => [hostname, route]));
    const shared = firstShared(grpc, http) ?? firstShared(http, grpc);
    if (shared !== undefined) {
      const { route, other, hostname } = shared;
      const args = { subject: subjectOf(route.ref), other: subjectOf(other.ref), listener: subjectOfListener(listener), hostname };
      const notes = [{ text: subjectOf(other.ref), span: other.object.at('metadata', 'name') }];
      sink.report(MIXED_ROUTE_KINDS, args, { at: route.object.at('metadata', 'name'), subject: route.ref, notes });
    }
  }
}

/** The first hostname of `routes` that is, or lies within, one of `others`. */
function firstShared(routes: ReadonlyMap<string, Route>, others: ReadonlyMap<string, Route>) {
  for (const [hostname, route] of routes) {
    for (const wider of [hostname, ...widerHostnames(hostname)]) {
      const other = others.get(wider);
      if (other !== undefined) {
        return { route, other, hostname };
      }
    }
  }
  return undefined;
}
