import type { GatewayConfigurations } from '../attach/topology';
import {
  ATTRIBUTE_REPEATED,
  CAPACITY_KEPT,
  LISTENER_CONFIGURATION_REPEATED,
  NLB_ONLY_SETTING,
  SETTING_WITHOUT_EFFECT,
} from '../diagnostics/catalogue/aws';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import { subjectOf } from '../diagnostics/subject';
import type {
  Attribute,
  ListenerConfiguration,
  LoadBalancerConfiguration,
  LoadBalancerConfigurationSpec,
} from '../model/loadbalancerconfiguration';
import type { Sourced } from './sourced';
import { elements, entries, part, repeated, subjectFor, unique, where, whereKey } from './sourced';

/**
 * The LoadBalancerConfigurations of class and Gateway, merged as the AWS controller does it: one value for a field
 * comes whole from the preferred object that has it; tags, attributes and listenerConfigurations are united by their
 * keys. `mergingMode` of the class decides who is preferred (default: the class). Every value remembers its place.
 * Unlike there, minimumLoadBalancerCapacity survives the merge.
 */
export interface Settings {
  /** The merged values alone. */
  readonly spec: LoadBalancerConfigurationSpec;
  /** The preferred object first. */
  readonly layers: readonly LoadBalancerConfiguration[];
  readonly attributes: readonly Sourced<Attribute>[];
  readonly tags: readonly Sourced<Attribute>[];
  readonly listenerConfigurations: readonly Sourced<ListenerConfiguration>[];
}

/** Merges the configurations of a Gateway. Reports what is given twice, what has no effect on an ALB, and differences. */
export function mergeSettings(configurations: GatewayConfigurations, sink: DiagnosticSink): Settings {
  const { ofClass, ofGateway } = configurations;
  const inOrder = ofClass?.spec.mergingMode === 'prefer-gateway' ? [ofGateway, ofClass] : [ofClass, ofGateway];
  const layers = inOrder.filter((layer) => layer !== undefined);
  const attributes = union(layers, 'loadBalancerAttributes', ({ key }) => key);
  const listenerConfigurations = union(layers, 'listenerConfigurations', ({ protocolPort }) => protocolPort.toLowerCase());
  const tags = unique(layers.flatMap((layer) => entries(field(layer, 'tags'))), ({ key }) => key);
  reportRepetitions(layers, sink);
  reportUseless(layers, ofGateway, sink);
  if (layers.length > 1) reportCapacity(layers, sink);
  const [preferred, other] = layers.map((layer) => layer.spec);
  const spec: LoadBalancerConfigurationSpec = {
    ...other,
    ...preferred,
    ...(attributes.length > 0 && { loadBalancerAttributes: attributes.map(({ value }) => value) }),
    ...(listenerConfigurations.length > 0 && { listenerConfigurations: listenerConfigurations.map(({ value }) => value) }),
    ...(tags.length > 0 && { tags: Object.fromEntries(tags.map(({ value }) => [value.key, value.value])) }),
  };
  return { spec, layers, attributes, tags, listenerConfigurations };
}

/** The value of a field that is taken whole, from the preferred object that has it. */
export function setting<K extends keyof LoadBalancerConfigurationSpec>(
  settings: Settings,
  key: K,
): Sourced<NonNullable<LoadBalancerConfigurationSpec[K]>> | undefined {
  return settings.layers.map((layer) => field(layer, key)).find((value) => value !== undefined);
}

function field<K extends keyof LoadBalancerConfigurationSpec>(
  layer: LoadBalancerConfiguration,
  key: K,
): Sourced<NonNullable<LoadBalancerConfigurationSpec[K]>> | undefined {
  return part({ value: layer.spec, decoded: layer, path: ['spec'] }, key);
}

type ListField = 'loadBalancerAttributes' | 'listenerConfigurations';
type ElementOf<K extends ListField> = NonNullable<LoadBalancerConfigurationSpec[K]>[number];

/** Elements of both objects, the preferred one's winning. Of repeated keys the preferred object's last and the other's first count. */
function union<K extends ListField>(
  layers: readonly LoadBalancerConfiguration[],
  key: K,
  keyOf: (value: ElementOf<K>) => string,
): readonly Sourced<ElementOf<K>>[] {
  const lists = layers.map((layer) => elements(field(layer, key) as Sourced<readonly ElementOf<K>[]> | undefined));
  const merged = unique([...unique(lists[0] ?? [], keyOf, 'last'), ...(lists[1] ?? [])], keyOf);
  return merged.toSorted((left, right) => (keyOf(left.value) < keyOf(right.value) ? -1 : 1));
}

function reportRepetitions(layers: readonly LoadBalancerConfiguration[], sink: DiagnosticSink): void {
  for (const [index, layer] of layers.entries()) {
    const subject = subjectOf(layer.ref);
    const attributes = elements(field(layer, 'loadBalancerAttributes'));
    for (const attribute of repeated(attributes, ({ key }) => key)) {
      const used = index === 0 ? attribute : attributes.find(({ value }) => value.key === attribute.value.key);
      sink.report(ATTRIBUTE_REPEATED, { subject, key: attribute.value.key, value: (used ?? attribute).value.value }, where(attribute));
    }
    for (const entry of repeated(elements(field(layer, 'listenerConfigurations')), ({ protocolPort }) => protocolPort.toLowerCase())) {
      sink.report(LISTENER_CONFIGURATION_REPEATED, { subject, key: entry.value.protocolPort }, where(entry));
    }
  }
}

function reportUseless(
  layers: readonly LoadBalancerConfiguration[],
  ofGateway: LoadBalancerConfiguration | undefined,
  sink: DiagnosticSink,
): void {
  for (const layer of layers) {
    const subject = subjectOf(layer.ref);
    for (const key of ['enforceSecurityGroupInboundRulesOnPrivateLinkTraffic', 'disableSecurityGroup'] as const) {
      const useless = field(layer, key);
      if (useless !== undefined && useless.value !== false) sink.report(NLB_ONLY_SETTING, { subject, field: key }, whereKey(useless));
    }
  }
  const mode = ofGateway && field(ofGateway, 'mergingMode');
  if (mode !== undefined) {
    sink.report(SETTING_WITHOUT_EFFECT, { subject: subjectFor(mode), field: 'mergingMode', because: 'class-decides' }, whereKey(mode));
  }
}

function reportCapacity(layers: readonly LoadBalancerConfiguration[], sink: DiagnosticSink): void {
  const capacity = layers.map((layer) => field(layer, 'minimumLoadBalancerCapacity')).find((value) => value !== undefined);
  if (capacity !== undefined) sink.report(CAPACITY_KEPT, { subject: subjectFor(capacity) }, whereKey(capacity));
}
