import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';

export function addInit(program: Command): void {
  program.command('init')
    .description('write a starting CDK app: manifests, the app, a table of requests; never over a file that exists')
    .argument('[folder]', 'where', '.')
    .addHelpText('after', '\nExample:\n  $ gateway-alb init web && cd web && npm install && npx cdk synth')
    .action((folder: string, _options: unknown, command: Command) => {
      const problem = init(folder);
      if (problem !== undefined) command.error(`error: ${problem}`);
      process.stdout.write(`${Object.keys(startingApp()).map((file) => `${join(folder, file)}\n`).join('')}`);
      process.stdout.write(`\nNext: ${folder === '.' ? '' : `cd ${folder} && `}npm install && npx cdk synth\n`);
    });
}

/** Writes the files of a starting app. Where one of them exists, nothing is written and the sentence says which. */
function init(folder: string): string | undefined {
  const files = Object.entries(startingApp()).map(([file, text]) => [join(folder, file), text] as const);
  const existing = files.map(([file]) => file).filter((file) => existsSync(file));
  if (existing.length > 0) return `${existing.join(', ')} exists already; nothing was written`;
  for (const [file, text] of files) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return undefined;
}

/** Texts by file name. The versions are those that this package is built and tested with. */
function startingApp(): Readonly<Record<string, string>> {
  return {
    'package.json': packageJson(),
    'cdk.json': `${JSON.stringify({ app: 'npx tsx app.ts' }, undefined, 2)}\n`,
    'app.ts': app,
    'k8s/gateway.yaml': gateway,
    'k8s/catalog.yaml': catalog,
    'routes.test.yaml': routeTests,
    '.gitignore': 'node_modules/\ncdk.out/\n',
  };
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function packageJson(): string {
  const { name, version, peerDependencies, devDependencies = {} } = ownPackage();
  const scripts = { test: 'gateway-alb test k8s --requests routes.test.yaml', diff: 'gateway-alb diff git:HEAD:k8s k8s' };
  const dependencies = { ...peerDependencies, [name]: `^${version}` };
  const tools = { 'aws-cdk': devDependencies['aws-cdk'] ?? '^2.1148.1', 'tsx': devDependencies.tsx ?? '^4.23.15' };
  return `${JSON.stringify({ private: true, scripts, dependencies, devDependencies: tools }, undefined, 2)}\n`;
}

/** Of this package: beside `bin` in a clone, one folder up in the published one. */
export function ownPackage(): PackageJson {
  const found = ['../../package.json', '../../../package.json'].map((path) => join(__dirname, path)).find((path) => existsSync(path));
  if (found === undefined) throw new Error('package.json of cdk-gateway-alb is missing; install it again');
  return JSON.parse(readFileSync(found, 'utf8')) as PackageJson;
}

const app = `import { App, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { GatewayAlb, GatewayManifests, RouteTests } from 'cdk-gateway-alb';

const app = new App();
const stack = new Stack(app, 'Web');

new GatewayAlb(stack, 'Alb', {
  vpc: new ec2.Vpc(stack, 'Vpc'),
  manifests: GatewayManifests.fromDirectory('k8s'),
  routeTests: RouteTests.fromFile('routes.test.yaml'),
  // bindings: TargetBindings.cluster(cluster),
});
`;

const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata:
  name: aws-alb
spec:
  controllerName: gateway.k8s.aws/alb
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: web
  namespace: shop
spec:
  gatewayClassName: aws-alb
  listeners:
    - name: http
      protocol: HTTP
      port: 80
`;

const catalog = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: catalog
  namespace: shop
spec:
  parentRefs:
    - name: web
  hostnames:
    - shop.example.com
  rules:
    - matches:
        - path:
            type: PathPrefix
            value: /catalog
      backendRefs:
        - name: catalog
          port: 80
---
apiVersion: v1
kind: Service
metadata:
  name: catalog
  namespace: shop
spec:
  selector:
    app: catalog
  ports:
    - port: 80
      targetPort: 8080
---
# The load balancer sends to the pods, not to ports of the nodes.
apiVersion: gateway.k8s.aws/v1
kind: TargetGroupConfiguration
metadata:
  name: catalog
  namespace: shop
spec:
  targetReference:
    name: catalog
  defaultConfiguration:
    targetType: ip
`;

const routeTests = `base: http://shop.example.com

tests:
  - request: GET /catalog/1
    expect: shop/catalog:80

  - request: GET /
    expect: 404
`;
