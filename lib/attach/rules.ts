import { EXTENSION_KIND, EXTENSION_NOT_FOUND, EXTENSION_SEVERAL } from '../diagnostics/catalogue/attachment';
import { kindOfGroup, ruleSubject } from '../diagnostics/catalogue/attachment-words';
import { subjectOf } from '../diagnostics/subject';
import { resolveBackends } from './backends';
import { nearbyNames } from './references';
import { ruleNumber } from './rule-number';
import type { AttachScope } from './scope';
import type { ServiceSettings } from './service-settings';
import type { ResolvedExtension, ResolvedRule, Route } from './topology';

const GROUP = 'gateway.k8s.aws';

/** Follows all references of a route's rules: backends and ExtensionRef filters. Reports those that lead nowhere. */
export function resolveRules(route: Route, settings: ServiceSettings, scope: AttachScope): readonly ResolvedRule[] {
  return route.spec.rules.map((rule, index) => ({
    index,
    rule,
    backends: resolveBackends(route, index, settings, scope),
    extension: resolveExtension(route, index, scope),
  }));
}

/** Indexes of the ExtensionRef filters of a rule. */
function extensionsOf(route: Route, rule: number): readonly number[] {
  return (route.spec.rules[rule].filters ?? []).flatMap((filter, index) => (filter.type === 'ExtensionRef' ? [index] : []));
}

function resolveExtension(route: Route, rule: number, scope: AttachScope): ResolvedExtension {
  const [first, second] = extensionsOf(route, rule);
  if (first === undefined) {
    return { kind: 'none' };
  }
  if (second === undefined) {
    return followExtension(route, rule, first, scope);
  }
  const span = route.object.at('spec', 'rules', rule, 'filters', second);
  const args = { subject: ruleSubject(route.ref, ruleNumber(route, rule)) };
  scope.sink.report(EXTENSION_SEVERAL, args, { at: span, subject: route.ref, about: { object: route.ref } });
  return { kind: 'unresolved', span };
}

function followExtension(route: Route, rule: number, index: number, { references, sink }: AttachScope): ResolvedExtension {
  const filter = (route.spec.rules[rule].filters ?? [])[index];
  const path = ['spec', 'rules', rule, 'filters', index, 'extensionRef'];
  const span = route.object.at(...path);
  if (filter.type !== 'ExtensionRef') {
    return { kind: 'none' };
  }
  const { group, kind, name } = filter.extensionRef;
  const target = { group, kind, namespace: route.ref.namespace, name };
  const subject = ruleSubject(route.ref, ruleNumber(route, rule));
  const where = { subject: route.ref, about: { object: route.ref } };
  if (group !== GROUP || kind !== 'ListenerRuleConfiguration') {
    const at = route.object.at(...path, kind === 'ListenerRuleConfiguration' ? 'group' : 'kind');
    sink.report(EXTENSION_KIND, { subject, kind: kindOfGroup(target) }, { at, ...where });
    return { kind: 'unresolved', span };
  }
  const resolution = references.lookUp(target, references.listenerRuleConfigurations);
  if (resolution.verdict === 'found') {
    return { kind: 'listener-rule-configuration', configuration: resolution.object, span };
  }
  if (resolution.verdict === 'missing') {
    const nearby = nearbyNames(target, references.listenerRuleConfigurations);
    sink.report(EXTENSION_NOT_FOUND, { subject, target: subjectOf(target) }, { at: route.object.at(...path, 'name'), ...where, ...nearby });
  }
  return { kind: 'unresolved', span };
}
