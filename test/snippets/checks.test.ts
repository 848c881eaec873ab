import { problemsOf } from './checks';
import { snippetsIn } from './snippet';

/** Problems of a page that holds these lines. */
function problemsOn(...lines: readonly string[]): readonly string[] {
  return snippetsIn(lines.join('\n'), 'page.md').flatMap(problemsOf);
}

function block(language: string, ...lines: readonly string[]): readonly string[] {
  return [`\`\`\`${language}`, ...lines, '```'];
}

function named(name: string): readonly string[] {
  return ['apiVersion: gateway.networking.k8s.io/v1', 'kind: HTTPRoute', `metadata: { name: ${name} }`, 'spec:'];
}

const route = named('cafe');

const python = ['from cdk_gateway_alb import (', '    GatewayAlb,', '    RouteTests,', ')'];

describe('a page without problems', () => {
  test.each<[string, readonly string[]]>([
    ['a command with its options', block('sh', "gateway-alb explain k8s/ GET https://a.example.com/ -H 'x-tester: 1'   # who takes it")],
    ['a command behind others', block('sh', '(cd ../before && npm ci) && npx gateway-alb diff ../before/cdk.out cdk.out --fail-on lost,public > review.md')],
    ['input for a command', block('sh', 'cat > k8s/a.yaml <<EOF', 'npx gateway-alb nonsense', 'EOF')],
    ['what a console shows', block('console', '$ npx gateway-alb check k8s', 'gateway-alb nonsense is what it prints')],
    ['a command that is only named', ['`gateway-alb diff` compares']],
    ['a manifest', block('yaml', ...route, '  hostnames: [a.example.com]')],
    ['a mistake that is announced', block('yaml GW1001', ...route, '  hostname: a.example.com')],
    ['a synopsis', block('sh', 'gateway-alb diff [options] <old> <new>', 'gateway-alb priorities [options] [command]')],
    ['a pipe', block('sh', 'cdk synth --json | gateway-alb explain - GET https://a.example.com/ --format json > answer.json')],
    ['a script of this package, and one of a starting app', block('sh', 'npm run lint', 'npm run diff')],
    ['a part of a manifest', block('yaml', 'listeners:', '  - { name: http, port: 80, protocol: HTTP }')],
    ['route tests', block('yaml', 'tests:', '  - request: GET https://a.example.com/', '    expect: 404')],
    ['what is printed', block('', 'k8s/a.yaml:1:1 - error GW1001: HTTPRoute a: unknown field "b" [model/unknown-field]')],
    ['Python', block('python', ...python, 'GatewayAlb(stack, "Web", vpc=vpc, route_tests=RouteTests.from_file("a.yaml", minimum_coverage=dict(any=1)))')],
    ['a block in a list', ['1. First', '   ```json', '   { "a": 1 }', '   ```']],
  ])('%s', (_, lines) => {
    expect(problemsOn(...lines)).toEqual([]);
  });
});

describe('a page fails', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['on a language that nobody checks', block('toml', 'a = 1'), /^page\.md:2: nobody checks "toml"; known are bash, console/],
    ['on a verb that does not exist', block('sh', 'gateway-alb lint k8s'), /unknown command 'lint'/],
    ['on an option that does not exist', block('sh', 'npx gateway-alb check k8s --strict'), /unknown option '--strict'/],
    ['on a choice that does not exist', block('bash', 'gateway-alb check k8s --format xml'), /'xml' is invalid/],
    ['on a gate that does not exist', block('sh', 'gateway-alb diff a b --fail-on lost,gone'), /"gone" is none of/],
    ['on an argument that is missing', block('sh', 'npx tsx bin/gateway-alb.ts diff k8s'), /missing required argument 'new'/],
    ['on an argument that is missing inside a verb', block('sh', 'gateway-alb priorities check'), /missing required argument/],
    ['on a synopsis of a verb that does not exist', block('sh', 'gateway-alb lint [options] <path...>'), /unknown command 'lint'/],
    ['on a request that is none', block('sh', 'gateway-alb explain k8s GET shop.example.com'), /gateway-alb explain k8s GET shop\.example\.com: /],
    ['on a request without a method', block('sh', 'gateway-alb explain k8s https://shop.example.com/'), /give PATH/],
    ['on a wrong command behind a right one', block('sh', 'npm ci && (cd web; npx gateway-alb tests k8s)'), /unknown command 'tests'/],
    ['on a wrong command at a prompt', block('console', '$ gateway-alb tests k8s'), /unknown command 'tests'/],
    ['on a wrong command in running text', ['Use `gateway-alb check --notess`.'], /unknown option '--notess'/],
    ['on a script that does not exist', block('sh', 'npm run tset'), /neither this package nor a starting app/],
    ['on a tool that does not exist', block('sh', 'npx gateway-elb check k8s'), /no such tool/],
    ['on a file that does not exist', block('sh', 'npx jest test/nothing/here'), /test\/nothing\/here: there is no such file/],
    ['on an app that does not exist', block('sh', "npx cdk synth --app 'npx tsx examples/none/app.ts'"), /examples\/none\/app\.ts: there is no such file/],
    ['on a manifest with a mistake', block('yaml', ...route, '  hostname: a.example.com'), /GW1001/],
    ['on a mistake in a later document', block('yaml', ...route, '  hostnames: []', '---', ...named('tea'), '  hostname: a.example.com'), /line 11: GW1001/],
    ['on a mistake other than the announced one', block('yaml GW1002', ...route, '  hostname: a.example.com'), /does not bring up GW1002, but GW1001/],
    ['on text that is not YAML', block('yaml', 'a: [1'), /Flow sequence/],
    ['on a part of no manifest', block('yaml', 'listeners:', '  - { name: http, prot: 80 }'), /no kind has these fields/],
    ['on route tests with a mistake', block('yaml', 'tests:', '  - request: GET https://a.example.com/', '    expect: { status: ok }'), /line 3: GW60/],
    ['on a wrong command in a job', block('yaml', 'jobs:', '  a:', '    steps:', '      - run: |', '          npx gateway-alb diff a b --fail-on nothing'), /"nothing" is none of/],
    ['on a wrong command in a script', block('yaml', 'routing:', '  script:', '    - npx gateway-alb diff a'), /missing required argument 'new'/],
    ['on a code that does not exist', block('', 'a.yaml:1:1 - error GW1999: what [model/what]'), /GW1999 is not in the catalogue/],
    ['on a code of another severity', block('', 'a.yaml:1:1 - warning GW1001: what'), /GW1001 is not a warning, it is a error/],
    ['on a code of another name', block('text', 'a.yaml:1:1 - error GW1001: what [model/what]'), /GW1001 is not \[model\/what\], it is \[model\/unknown-field\]/],
    ['on a command in plain text', block('', 'CI=1 npx gateway-alb check k8s'), /is a command: give the block the language sh/],
    ['on a class that Python does not have', block('python', 'from cdk_gateway_alb import GatewayElb'), /has no GatewayElb/],
    ['on a method that Python does not have', block('python', ...python, 'RouteTests.fromFile("a.yaml")'), /has no RouteTests\.fromFile/],
    ['on a keyword that Python does not have', block('python', ...python, 'GatewayAlb(stack, "Web (1)",', '    vpc=vpc(a=1),', '    routeTests=None)'), /has no routeTests=/],
    ['on text that is not JSON', block('json', '{ a: 1 }'), /JSON/],
  ])('%s', (_, lines, problem) => {
    expect(problemsOn(...lines)).toEqual([expect.stringMatching(problem)]);
  });
});
