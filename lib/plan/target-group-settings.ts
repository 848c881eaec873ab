import { closeness } from '../attach/route-identifiers';
import type { AttachedRoute, GatewayConfigurations } from '../attach/topology';
import { ATTRIBUTE_REPEATED } from '../diagnostics/catalogue/aws';
import type { DiagnosticSink } from '../diagnostics/diagnostic';
import type { Attribute } from '../model/loadbalancerconfiguration';
import type { TargetGroupConfiguration, TargetGroupProps } from '../model/targetgroupconfiguration';
import type { Sourced } from './sourced';
import { elements, entries, part, repeated, subjectFor, unique, where } from './sourced';

/**
 * What TargetGroupConfigurations say of a Service as a backend of one route, resolved as by the AWS controller, the
 * highest first: the Service's own entry for the route, its default, then the same of the Gateway's default
 * configuration. A field comes whole from the first that has it; tags and attributes are united by their keys.
 */
export interface TargetGroupSettings {
  /** Highest first. */
  readonly layers: readonly Sourced<TargetGroupProps>[];
  readonly attributes: readonly Sourced<Attribute>[];
  readonly tags: readonly Sourced<Attribute>[];
  /** The entries for certain routes that were used; routes with other entries have target groups of their own. */
  readonly variant: readonly string[];
}

type Layer = Sourced<TargetGroupProps> & { readonly variant?: string };

export function targetGroupSettings(
  ofService: TargetGroupConfiguration | undefined,
  configurations: GatewayConfigurations,
  route: AttachedRoute,
  sink: DiagnosticSink,
): TargetGroupSettings {
  const [preferred, other] = defaultsInOrder(configurations);
  const layers = [
    ...(ofService ? layersOf(ofService, 'service', route) : []),
    ...(preferred ? layersOf(preferred, 'gateway', route) : []),
    ...(other ? [defaultLayer(other)] : []),
  ];
  const attributes = layers.flatMap((layer) => attributesOf(layer, sink));
  const tags = layers.flatMap((layer) => entries(part(layer, 'tags')));
  return {
    layers,
    attributes: unique(attributes, ({ key }) => key),
    tags: unique(tags, ({ key }) => key),
    variant: layers.flatMap(({ variant }) => variant ?? []),
  };
}

/** The value of a field, from the highest layer that has it. */
export function propertyOf<K extends keyof TargetGroupProps>(
  { layers }: TargetGroupSettings,
  key: K,
): Sourced<NonNullable<TargetGroupProps[K]>> | undefined {
  return layers.map((layer) => part(layer, key)).find((value) => value !== undefined);
}

/** Of the class's and the Gateway's default the preferred one first; only that one's entries for routes count. */
function defaultsInOrder(configurations: GatewayConfigurations): readonly TargetGroupConfiguration[] {
  const { ofClass, defaultTargetGroupOfClass, defaultTargetGroupOfGateway } = configurations;
  const inOrder = ofClass?.spec.mergingMode === 'prefer-gateway'
    ? [defaultTargetGroupOfGateway, defaultTargetGroupOfClass]
    : [defaultTargetGroupOfClass, defaultTargetGroupOfGateway];
  return inOrder.filter((configuration) => configuration !== undefined);
}

function layersOf(configuration: TargetGroupConfiguration, of: 'service' | 'gateway', route: AttachedRoute): readonly Layer[] {
  const list = configuration.spec.routeConfigurations ?? [];
  const ranks = list.map(({ routeIdentifier }) => closeness(routeIdentifier, route.route.ref));
  const best = Math.max(0, ...ranks);
  if (best === 0) return [defaultLayer(configuration)];
  const index = ranks.indexOf(best);
  const { routeIdentifier: { kind, namespace, name }, targetGroupProps } = list[index];
  const path = ['spec', 'routeConfigurations', index, 'targetGroupProps'];
  const variant = `${of} ${[kind, namespace, name].filter(Boolean).join('/')}`;
  return [{ value: targetGroupProps, decoded: configuration, path, variant }, defaultLayer(configuration)];
}

function defaultLayer(configuration: TargetGroupConfiguration): Layer {
  return { value: configuration.spec.defaultConfiguration, decoded: configuration, path: ['spec', 'defaultConfiguration'] };
}

/** Of a repeated key the last one counts, as in the AWS controller. */
function attributesOf(layer: Layer, sink: DiagnosticSink): readonly Sourced<Attribute>[] {
  const list = elements(part(layer, 'targetGroupAttributes'));
  const used = unique(list, ({ key }) => key, 'last');
  for (const attribute of repeated(list, ({ key }) => key)) {
    const { key } = attribute.value;
    const value = used.find((winner) => winner.value.key === key)?.value.value ?? '';
    sink.report(ATTRIBUTE_REPEATED, { subject: subjectFor(attribute), key, value }, where(attribute));
  }
  return used;
}
