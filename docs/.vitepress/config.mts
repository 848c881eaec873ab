import { defineConfig } from 'vitepress';
import { markdown } from './markdown.mjs';
import { nav, sidebar } from './navigation.mjs';
import { pageOf, repository } from './pages.mjs';
import { search } from './search.mjs';

const icon = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2463c5"/>' +
  '<path d="M6 16h8m0 0 8-7m-8 7h8m-8 0 8 7" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>';

/** The site: `npm run docs:dev` shows it, `npm run docs:site` writes it to `dist/site`. A link to nowhere fails the build. */
export default defineConfig({
  title: 'cdk-gateway-alb',
  description: 'Kubernetes Gateway API manifests become an Application Load Balancer, with the AWS CDK',
  lang: 'en',
  base: '/cdk-gateway-alb/',
  srcDir: '..',
  srcExclude: ['!(docs|examples|*.md)/**', '!(API|CHANGELOG|CONTRIBUTING|SECURITY).md', 'docs/.*/**', 'examples/*/!(README).md', 'examples/!(README).md', 'examples/*/*/**'],
  rewrites: (file) => pageOf(file) ?? file,
  outDir: '../dist/site',
  cacheDir: '../dist/site-cache',
  cleanUrls: true,
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]],
  markdown,
  themeConfig: {
    nav,
    sidebar,
    outline: [2, 3],
    search: { provider: 'local', options: search },
    editLink: { pattern: `${repository}/edit/main/:path`, text: 'Edit this page' },
    footer: { message: 'Apache-2.0. Not made by, nor connected with, Amazon Web Services.' },
  },
});
