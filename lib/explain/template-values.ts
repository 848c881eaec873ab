/** A value of a CloudFormation template and where it stands, for messages. */
export interface TemplateValue {
  readonly value: unknown;
  /** Such as `Rule1.Properties.Conditions[0]`. */
  readonly at: string;
}

/** Something in a template that the model of the load balancer does not know, so that it could only guess. */
export class TemplateError extends Error {
  public constructor(at: string, problem: string) {
    super(`${at}: ${problem}`);
    this.name = 'TemplateError';
  }
}

export function isAbsent(value: TemplateValue): boolean {
  return value.value === undefined || value.value === null;
}

/** The value of a key; absent where the object or the key is. */
export function member(parent: TemplateValue, key: string): TemplateValue {
  const at = `${parent.at}.${key}`;
  if (isAbsent(parent)) return { value: undefined, at };
  const object = objectOf(parent);
  return { value: Object.hasOwn(object, key) ? object[key] : undefined, at };
}

/** The elements of a list; none where it is absent. */
export function items(list: TemplateValue): readonly TemplateValue[] {
  if (isAbsent(list)) return [];
  if (!Array.isArray(list.value)) throw new TemplateError(list.at, 'expected a list');
  return (list.value as readonly unknown[]).map((value, index) => ({ value, at: `${list.at}[${index}]` }));
}

/** A text as written. Intrinsic functions are refused: what they give is not known here. */
export function text(value: TemplateValue): string {
  if (typeof value.value === 'number' || typeof value.value === 'boolean') return String(value.value);
  if (typeof value.value === 'string') return value.value;
  throw new TemplateError(value.at, isAbsent(value) ? 'missing' : `expected a text, found ${JSON.stringify(value.value)}`);
}

export function optionalText(value: TemplateValue): string | undefined {
  return isAbsent(value) ? undefined : text(value);
}

export function texts(list: TemplateValue): readonly string[] | undefined {
  return isAbsent(list) ? undefined : items(list).map(text);
}

/** One of a closed set of words. */
export function oneOf<const Word extends string>(value: TemplateValue, words: readonly Word[]): Word {
  const found = words.find((word) => word === text(value));
  if (found === undefined) throw new TemplateError(value.at, `expected one of ${words.join(', ')}, found ${text(value)}`);
  return found;
}

/** A whole number, also where it is written as a text. */
export function integer(value: TemplateValue): number {
  const number = Number(text(value));
  if (!Number.isInteger(number)) throw new TemplateError(value.at, `expected a whole number, found ${text(value)}`);
  return number;
}

/** What a value points at: the logical id of a `Ref` or `Fn::GetAtt`, a text as written, another intrinsic as JSON. */
export function reference(value: TemplateValue): string {
  if (isAbsent(value) || typeof value.value === 'string') return text(value);
  const object = objectOf(value);
  if (typeof object['Ref'] === 'string') return object['Ref'];
  const attribute = object['Fn::GetAtt'];
  if (Array.isArray(attribute) && typeof attribute[0] === 'string') return attribute[0];
  if (typeof attribute === 'string') return attribute.split('.', 1)[0];
  return JSON.stringify(object);
}

/** Refuses an object with other keys than these, so that nothing is passed over. */
export function expectKeys(value: TemplateValue, keys: readonly string[]): void {
  const unknown = isAbsent(value) ? undefined : Object.keys(objectOf(value)).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new TemplateError(`${value.at}.${unknown}`, 'not known to the model of the load balancer');
}

function objectOf(value: TemplateValue): Readonly<Record<string, unknown>> {
  const isObject = typeof value.value === 'object' && value.value !== null && !Array.isArray(value.value);
  if (!isObject) throw new TemplateError(value.at, 'expected an object');
  return value.value as Readonly<Record<string, unknown>>;
}
