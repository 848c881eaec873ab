import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
const { license, engines, peerDependencies, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly license: string;
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly repository: { readonly url: string };
};

/** Text and address of the pictures above the first sentence of the README. */
const badges = [...readFileSync(join(root, 'README.md'), 'utf8').split('\n\n')[1].matchAll(/!\[([^\]]*)\]\(([^)]*)\)/g)]
  .map(([, text, address]) => ({ text, address: decodeURIComponent(address) }));

/** The two parts of a badge of shields.io. A hyphen in them is written twice. */
function partsOf(address: string): readonly string[] {
  const [, badge] = /^https:\/\/img\.shields\.io\/badge\/(.*)$/.exec(address) ?? [];
  return (badge ?? '').replaceAll('--', '\0').split('-').slice(0, 2).map((part) => part.replaceAll('\0', '-'));
}

const lowest = (range: string): string => (/\d+(?:\.\d+)?/.exec(range) ?? [''])[0];

test('the badges of the README say what package.json says', () => {
  expect(badges.slice(1).map(({ text, address }) => [text, ...partsOf(address)])).toEqual([
    [`Node ${lowest(engines.node)} or later`, 'node', `≥ ${lowest(engines.node)}`],
    [`AWS CDK ${lowest(peerDependencies['aws-cdk-lib'])} or later`, 'aws-cdk-lib', `≥ ${lowest(peerDependencies['aws-cdk-lib'])}`],
    [`Licence: ${license}`, 'licence', license],
  ]);
});

test('the lowest CDK is tried in CI', () => {
  expect(readFileSync(join(root, '.github', 'workflows', 'ci.yml'), 'utf8')).toContain(`cdk: ['${/\d.*/.exec(peerDependencies['aws-cdk-lib'])?.[0]}', latest]`);
});

test('the first badge is that of a workflow that exists', () => {
  const [, repositoryUrl, workflow] = /^(.*)\/actions\/workflows\/([^/]+)\/badge\.svg$/.exec(badges[0].address) ?? [];
  expect(`${repositoryUrl}.git`).toBe(repository.url);
  expect(existsSync(join(root, '.github', 'workflows', workflow))).toBe(true);
});
