import type { AssembledTemplate } from './assembly';
import type { CloudFormationResource } from './template';

type Resources = Readonly<Record<string, CloudFormationResource>>;

const nestedStack = 'AWS::CloudFormation::Stack';
const listenerRule = 'AWS::ElasticLoadBalancingV2::ListenerRule';

/**
 * Puts listener rules that stand in a nested stack beside their listener, as if the stack were not divided: parameters are
 * replaced by what the outer stack gives for them. Other resources of nested stacks stay where they are.
 *
 * `assets`: paths of templates by the hash under which they are uploaded.
 */
export function withNestedRules(templates: readonly AssembledTemplate[], assets: ReadonlyMap<string, string>): readonly AssembledTemplate[] {
  const emptied = new Set<string>();
  const whole = templates.map((outer) => {
    const stacks = Object.entries(resourcesOf(outer)).flatMap(([id, stack]) => {
      const inner = stack.Type === nestedStack ? templates.find(({ path }) => path === templateOf(stack, assets)) : undefined;
      return inner ? [{ id, stack, inner }] : [];
    });
    if (stacks.length === 0) return outer;
    const moved = stacks.map(({ stack, inner }) => rulesFor(stack, inner));
    stacks.forEach(({ inner }, index) => {
      if (Object.keys(moved[index]).length === Object.keys(resourcesOf(inner)).length) emptied.add(inner.path);
    });
    const read = new Set(stacks.map(({ id }) => id));
    const own = Object.entries(resourcesOf(outer)).filter(([id]) => !read.has(id));
    return {
      ...outer,
      template: { ...outer.template, Resources: Object.fromEntries([...own, ...moved.flatMap((rules) => Object.entries(rules))]) },
      origins: new Map([...stacks.flatMap(({ inner }) => [...inner.origins]), ...outer.origins]),
    };
  });
  return whole.filter(({ path }) => !emptied.has(path));
}

/** Whether a nested stack is given this listener, so that rules of it may stand there. */
export function isGivenTo({ Type, Properties = {} }: CloudFormationResource, listener: string): boolean {
  return Type === nestedStack && Object.values(parametersOf(Properties)).some((value) => refOf(value) === listener);
}

function resourcesOf({ template }: AssembledTemplate): Resources {
  return template.Resources ?? {};
}

function templateOf({ Properties = {} }: CloudFormationResource, assets: ReadonlyMap<string, string>): string | undefined {
  const url = JSON.stringify(Properties.TemplateURL ?? '');
  return [...assets].find(([hash]) => url.includes(hash))?.[1];
}

function rulesFor({ Properties = {} }: CloudFormationResource, inner: AssembledTemplate): Resources {
  const parameters = parametersOf(Properties);
  const rules = Object.entries(resourcesOf(inner)).filter(([, { Type, Properties: own = {} }]) => {
    const listener = refOf(own.ListenerArn);
    return Type === listenerRule && listener !== undefined && listener in parameters;
  });
  return Object.fromEntries(rules.map(([id, rule]) => [id, filledIn(rule, parameters) as CloudFormationResource]));
}

function parametersOf({ Parameters }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return typeof Parameters === 'object' && Parameters !== null ? (Parameters as Readonly<Record<string, unknown>>) : {};
}

function refOf(value: unknown): string | undefined {
  const reference = typeof value === 'object' && value !== null ? (value as { readonly Ref?: unknown }).Ref : undefined;
  return typeof reference === 'string' ? reference : undefined;
}

function filledIn(value: unknown, parameters: Readonly<Record<string, unknown>>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => filledIn(element, parameters));
  const reference = refOf(value);
  if (reference !== undefined && Object.hasOwn(parameters, reference)) return parameters[reference];
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, filledIn(child, parameters)]));
}
