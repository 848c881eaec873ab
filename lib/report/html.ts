import { printable } from '../diagnostics/printable';

/** Text that is HTML already. Only `html` makes it, so what is interpolated is always escaped. */
export class Html {
  private constructor(public readonly text: string) {}

  /** For texts that are made here, never for input. */
  public static trusted(text: string): Html {
    return new Html(text);
  }
}

/** What can stand in a template: texts are escaped, lists are put together, nothing is said for what is absent. */
export type HtmlPart = Html | string | number | undefined | false | readonly HtmlPart[];

/** HTML from a template. Interpolate into element content and quoted attribute values only. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return Html.trusted(strings.map((text, index) => text + (index < parts.length ? written(parts[index]) : '')).join(''));
}

function written(part: HtmlPart): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  return typeof part === 'object' ? part.map(written).join('') : escaped(String(part));
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters and marks of writing direction become visible: a page shows other people's input. */
function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character]);
}

/** JSON as the content of a script element: nothing in it can end the element. */
export function jsonScript(value: unknown): Html {
  const text = JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return Html.trusted(text);
}
