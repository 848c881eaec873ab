import { isGeneratedExcerpt } from './checks';
import { examplesIn, examplesOf, sources } from './docstrings';
import { pages, snippetsIn, snippetsOf, type Snippet } from './snippet';
import { isApp, templatesOf } from './synthesis';
import { typeProblems } from './type-check';

/** Generated from the sources: signatures, not calls. */
const signatures = 'docs/props.md';

const snippets = [...pages.flatMap(snippetsOf), ...sources.flatMap(examplesOf)]
  .filter(({ language }) => /^(inline )?ts$/.test(language))
  .filter((snippet) => !isGeneratedExcerpt(snippet) && (snippet.language === 'ts' || snippet.page !== signatures));

/** Each on a page of its own; what is wrong stands in its third line. */
const wrong: readonly (readonly [what: string, text: string, problem: RegExp])[] = [
  ['a property that does not exist', "```ts\nnew GatewayAlb(stack, 'Web', { vpc, manifests,\n  mainfests: 1 });\n```", /'mainfests' does not exist/],
  ['a property that is missing', "```ts\n\nnew GatewayAlb(stack, 'Web', { vpc });\n```", /'manifests' is missing/],
  ['a method that does not exist', "```ts\nconst all = GatewayManifests;\nall.fromFolder('k8s');\n```", /'fromFolder' does not exist/],
  ['a part that is cut out', "```ts\n\nnew GatewayAlb(this, 'Web', { ... });\n```", /Expression expected/],
  ['a property alone', '```ts\n\nbindings: TargetBindings.cluster(cluster);\n```', /Unused label/],
  ['a name that nobody knows', "```ts\n\nconst gateway = 'shop/web', name = gatway;\n```", /Cannot find name 'gatway'/],
  ['imports that leave something out', "```ts\nimport { GatewayAlb } from 'cdk-gateway-alb';\nGatewayAlb.name; TargetBindings.none();\n```", /Cannot find name 'TargetBindings'/],
  ['an import that does not exist', "```ts\n\nimport { compileAll } from 'cdk-gateway-alb/compiler';\n```", /no exported member named 'compileAll'/],
  ['a type that nobody knows', '```ts\n{\n  report: Repport\n}[]\n```', /Cannot find name 'Repport'/],
  ['a call in running text', 'One\ntwo\nand `TargetBindings.cluster()`.', /Expected 1-2 arguments/],
  ['a property in running text', 'One\ntwo\nand `routeTests: true`.', /'boolean' is not assignable to type 'RouteTests'/],
];

describe('the type checker', () => {
  let problems: readonly string[] = [];

  beforeAll(() => {
    const broken = wrong.flatMap(([, text], index) => snippetsIn(text, `wrong-${index}`));
    problems = typeProblems([...snippets, ...broken, ...examplesIn(docstring, 'wrong-docstring')]);
  }, 120_000);

  const docstring = '\n/**\n * What it does.\n *\n * @example\n *\n * Priorities.sorted();\n *\n * @internal\n */\n';

  test('has nothing to say about the snippets', () => {
    expect(problems.filter((problem) => !problem.startsWith('wrong-'))).toEqual([]);
  });

  test.each(wrong.map(([what, , problem], index) => [what, index, problem] as const))('fails on %s, with its line', (_, index, problem) => {
    expect(problems.filter((line) => line.startsWith(`wrong-${index}:`))).toEqual([expect.stringMatching(problem)]);
    expect(problems.find((line) => line.startsWith(`wrong-${index}:`))).toMatch(/^wrong-\d+:3: /);
  });

  test('fails on an example in a docstring, with its line', () => {
    expect(problems.filter((line) => line.startsWith('wrong-docstring'))).toEqual([expect.stringMatching(/^wrong-docstring:7: .*'sorted' does not exist/)]);
  });
});

describe('whole apps', () => {
  const apps = snippets.filter(isApp).map((snippet): [string, Snippet] => [`${snippet.page}:${snippet.line}`, snippet]);

  test.each(apps)('%s synthesises', (_, snippet) => {
    expect(templatesOf(snippet).join()).toContain('AWS::ElasticLoadBalancingV2::ListenerRule');
  });

  const [, readme] = apps.find(([place]) => place.startsWith('README.md')) ?? [];
  const text = readme?.text ?? '';

  test.each<[string, string, RegExp]>([
    ['that reads a folder which is not there', text.replace("'k8s'", "'kubernetes'"), /GW0001/],
    ['that names no app', text.replace('const app =', 'let app; app ='), /the app has no name/],
    ['that throws', `${text}\nweb.listener(99);`, /no listener on port 99/],
  ])('fails on one %s', (_, changed, problem) => {
    expect(() => templatesOf({ text: changed })).toThrow(problem);
  });
});
