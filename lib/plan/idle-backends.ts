import type { ResolvedBackend } from '../attach/topology';
import { SPLIT_IDLE } from '../diagnostics/catalogue/routing';
import { nameOf } from '../diagnostics/subject';
import type { PlanContext } from './context';
import { routeRule } from './route-rule';

/** Notes rules with several backends of which one gets every request: a rollout that has not begun, or that is done. */
export function tellIdleBackends({ gateway, sink }: PlanContext): void {
  for (const route of gateway.routes) {
    if (route.attachments.length === 0) continue;
    for (const resolved of route.rules) {
      const idle = resolved.backends.filter(({ weight }) => weight === 0);
      const [busy, ...others] = resolved.backends.filter(({ weight }) => weight > 0);
      if (idle.length === 0 || !busy || others.length > 0) continue;
      const rule = routeRule(resolved, route);
      const names = [...new Set(idle.map(backendName))];
      sink.report(SPLIT_IDLE, { ...rule.who, busy: backendName(busy), idle: names }, rule.where('backendRefs', idle[0].index, 'weight'));
    }
  }
}

function backendName(backend: ResolvedBackend): string {
  switch (backend.kind) {
    case 'service':
      return `${nameOf(backend.service.ref)}:${backend.port.port}`;
    case 'target-group-name':
      return backend.name;
    case 'unresolved':
      return nameOf(backend.target);
  }
}
