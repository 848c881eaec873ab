/** The element with an id that the page certainly has. */
export function elementById<E extends HTMLElement>(id: string): E {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element as E;
}

type Child = Node | string | undefined;

/** A new element. Texts are always texts: nothing here reads HTML. */
export function element(name: string, attributes: Readonly<Record<string, string>>, ...children: readonly Child[]): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** The element with a `data-` value. The values are names of others, so they are compared and not put into a selector. */
export function withData(inside: ParentNode, selector: string, key: string, value: string): HTMLElement | undefined {
  return [...inside.querySelectorAll<HTMLElement>(selector)].find(({ dataset }) => dataset[key] === value);
}
