import { posix, relative } from 'node:path';
import type { MarkdownOptions, MarkdownRenderer } from 'vitepress';
import { destinationOf, root } from './pages.mjs';

/** Anchors as GitHub makes them, so that one link is right in both places. */
export function anchorOf(heading: string): string {
  return heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
}

export const markdown: MarkdownOptions = {
  attrs: { disable: true }, // braces behind a heading of API.md are a type
  theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  anchor: { slugify: anchorOf },
  headers: { slugify: anchorOf, level: [2, 3] },
  toc: { slugify: anchorOf },
  config: (md) => {
    leadLinks(md);
    keepBraces(md);
    findImages(md);
    breakNames(md);
  },
};

/** Links are written for GitHub; here they lead to pages of the site, or back to the repository. */
function leadLinks(md: MarkdownRenderer): void {
  md.core.ruler.push('lead-links', ({ tokens, env }) => {
    const { path, realPath = path } = env as { readonly path?: string; readonly realPath?: string };
    if (realPath === undefined) return; // a title, not a page
    const from = relative(root, realPath).replaceAll('\\', posix.sep);
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null;
      if (href === null || /^([a-z]+:|#|\/)/.test(href)) continue;
      const destination = destinationOf(href, from);
      if (destination === undefined) throw new Error(`${from}: the link ${href} leads nowhere`);
      token.attrSet('href', destination);
    }
  });
}

/** `{{ }}` in a text is a text, although pages become templates of Vue. In code it is already. */
function keepBraces(md: MarkdownRenderer): void {
  const { text } = md.renderer.rules;
  md.renderer.rules.text = (tokens, index, options, env, self) =>
    (text?.(tokens, index, options, env, self) ?? '').replaceAll('{{', '&#123;&#123;');
}

/** An image in HTML is beside the page, not a package. Markdown's own images are known to be. */
function findImages(md: MarkdownRenderer): void {
  for (const kind of ['html_block', 'html_inline'] as const) {
    const render = md.renderer.rules[kind];
    md.renderer.rules[kind] = (tokens, index, options, env, self) =>
      (render?.(tokens, index, options, env, self) ?? '').replace(/(<img src=")(?=\w+\/)/g, '$1./');
  }
}

/** Long names may break between their words: `spec.listeners[].tlsMode` as at `spec.|listeners[].|tls|Mode`. */
function breakNames(md: MarkdownRenderer): void {
  const render = md.renderer.rules.code_inline;
  md.renderer.rules.code_inline = (tokens, index, options, env, self) => {
    const code = render?.(tokens, index, options, env, self) ?? '';
    return /^\S{16,}$/.test(tokens[index].content) ? code.replace(/(?<=[a-z\]][./]|[a-z](?=[A-Z]))(?![^<]*>)/g, '<wbr>') : code;
  };
}
