/** A CloudFormation template as far as an update looks at it. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly DependsOn?: string | readonly string[];
}

export type Properties = Readonly<Record<string, unknown>>;

export const emptyTemplate: Template = { Resources: {} };

type Dependencies = ReadonlyMap<string, ReadonlySet<string>>;

const knownDependencies = new WeakMap<Template, Dependencies>();

/** Logical ids that each resource waits for: what it refers to, and `DependsOn`. */
export function dependenciesOf(template: Template): Dependencies {
  const known = knownDependencies.get(template) ?? readDependencies(template);
  knownDependencies.set(template, known);
  return known;
}

function readDependencies(template: Template): Dependencies {
  return new Map(Object.entries(template.Resources).map(([id, { DependsOn = [], Properties }]) => {
    const found = new Set(typeof DependsOn === 'string' ? [DependsOn] : DependsOn);
    collectReferences(Properties, found);
    return [id, new Set([...found].filter((other) => other in template.Resources))];
  }));
}

function collectReferences(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const element of value) collectReferences(element, found);
    return;
  }
  const { Ref: ref, 'Fn::GetAtt': attribute } = value as { Ref?: unknown; 'Fn::GetAtt'?: unknown };
  if (typeof ref === 'string') found.add(ref);
  if (Array.isArray(attribute) && typeof attribute[0] === 'string') found.add(attribute[0]);
  for (const child of Object.values(value)) collectReferences(child, found);
}

/** The properties with every intrinsic function replaced by its value. `physicalId` answers for a logical id; every attribute is its text. */
export function resolve(value: unknown, physicalId: (logicalId: string, attribute?: string) => string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => resolve(element, physicalId));
  const object = value as Readonly<Record<string, unknown>>;
  if (typeof object.Ref === 'string') return physicalId(object.Ref);
  const attribute = object['Fn::GetAtt'];
  if (Array.isArray(attribute)) return physicalId(String(attribute[0]), String(attribute[1]));
  const join = object['Fn::Join'];
  if (Array.isArray(join)) return (resolve(join[1], physicalId) as string[]).join(String(join[0]));
  const intrinsic = Object.keys(object).find((key) => key.startsWith('Fn::'));
  if (intrinsic !== undefined) throw new Error(`the update simulator does not know ${intrinsic}`);
  return Object.fromEntries(Object.entries(object).map(([key, child]) => [key, resolve(child, physicalId)]));
}
