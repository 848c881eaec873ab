import type { Resource, Template } from './template';

/**
 * A template and its nested stacks as one: what is in a nested stack waits for all that the nested stack waits for, and what
 * waits for the nested stack waits for all that is in it. A resource that moves between stacks is another resource.
 *
 * Deletions of a nested stack that stays are ordered as if they were the parent's. CloudFormation promises that order within
 * a stack only, and tries again what is refused while it is in use.
 *
 * @param nested templates by the logical ids of the nested stacks
 */
export function flattened(parent: Template, nested: ReadonlyMap<string, Template>): Template {
  if (nested.size === 0) return parent;
  const contents = new Map([...nested].map(([stack, { Resources }]) => [stack, Object.keys(Resources).map((id) => `${stack}.${id}`)]));
  const expanded = (dependencies: Resource['DependsOn'] = []): readonly string[] =>
    [dependencies].flat().flatMap((id) => contents.get(id) ?? [id]);
  const own = Object.entries(parent.Resources).filter(([id]) => !nested.has(id))
    .map(([id, resource]) => [id, { ...resource, DependsOn: expanded(resource.DependsOn) }] as const);
  const others = [...nested].flatMap(([stack, { Resources }]) => {
    const { DependsOn: dependencies, Properties: properties = {} } = parent.Resources[stack];
    const parameters = (properties.Parameters ?? {}) as Readonly<Record<string, unknown>>;
    const outside = [...expanded(dependencies), ...Object.values(parameters).flatMap(refsOf)];
    return Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata').map(([id, resource]): [string, Resource] => {
      const inside = [resource.DependsOn ?? []].flat().map((other) => `${stack}.${other}`);
      const given = bound(resource.Properties, parameters) as Resource['Properties'];
      return [`${stack}.${id}`, { ...resource, Properties: given, DependsOn: [...inside, ...outside] }];
    });
  });
  return { Resources: Object.fromEntries([...own, ...others]) };
}

/** With the values of the parameters. */
function bound(value: unknown, parameters: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(value)) return value.map((element) => bound(element, parameters));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: ref } = value as { readonly Ref?: string };
  if (ref !== undefined && ref in parameters) return parameters[ref];
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, bound(child, parameters)]));
}

function refsOf(value: unknown): readonly string[] {
  const { Ref: ref, 'Fn::GetAtt': attribute } = value as { readonly Ref?: string; readonly 'Fn::GetAtt'?: readonly string[] };
  return ref !== undefined ? [ref] : attribute ? [attribute[0]] : [];
}
