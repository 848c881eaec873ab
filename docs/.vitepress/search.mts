import type { DefaultTheme } from 'vitepress';

/** The functions of `searchOptions` run in the browser, so they know nothing of this file. */
export const search: DefaultTheme.LocalSearchOptions = {
  translations: { button: { buttonAriaLabel: '' } }, // then the button is called what stands on it
  // "Optional" behind a name of API.md is a word of its own.
  _render: (text, env, md) => md.render(text, env).replaceAll('<sup>', ' <sup>'),
  miniSearch: {
    searchOptions: {
      prefix: true,
      // One code is not almost another.
      fuzzy: (term) => (/\d/.test(term) ? false : 0.2),
      boost: { title: 4, text: 2, titles: 1 },
      boostDocument: (id: string) => (/\/(props|support)#/.test(id) ? 2 : 1),
    },
  },
};
