import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { Argument } from 'commander';
import { completedBy } from '../completion/value-source';
import { messageOf, Mistake, writeOutput } from './mistake';
import { formatOption } from './options';
import { ownPackage } from './own-package';
import { printJson } from './terminal';
import { withHelp } from './verb-help';

export function addInit(program: Command): void {
  const verb = program.command('init')
    .description('write a starting CDK app: manifests, the app, a table of requests; never over a file that exists')
    .addArgument(completedBy(new Argument('[folder]', 'where').default('.'), 'folders'))
    .addOption(formatOption(['text', 'json']))
    .action((folder: string, { format }: { format: 'text' | 'json' }) => {
      const files = init(folder);
      const next = `${folder === '.' ? '' : `cd ${folder} && `}npm install && npx cdk synth`;
      if (format === 'json') printJson({ files, next });
      else process.stdout.write(`${files.map((file) => `${file}\n`).join('')}\nNext: ${next}\n`);
    });
  withHelp(verb, {
    exitCodes: { 0: 'written', 1: 'a file exists already, or the folder cannot be written to' },
    examples: ['gateway-alb init web && cd web && npm install && npx cdk synth'],
  });
}

/** Writes the files of a starting app and names them. Where one of them exists, nothing is written. */
function init(folder: string): readonly string[] {
  const files = Object.entries(startingApp()).map(([file, text]) => [join(folder, file), text] as const);
  const existing = files.map(([file]) => file).filter((file) => existsSync(file));
  if (existing.length > 0) throw new Mistake(`${existing.join(', ')} ${existing.length === 1 ? 'exists' : 'exist'} already; nothing was written`);
  for (const [file, text] of files) {
    makeFolder(dirname(file));
    writeOutput(file, text);
  }
  return files.map(([file]) => file);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (fault) {
    throw new Mistake(`the folder ${folder} cannot be made: ${messageOf(fault)}`);
  }
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
    '.gitignore': 'node_modules/\ncdk.out/\n.venv/\n',
  };
}

function packageJson(): string {
  const { name, version, peerDependencies, devDependencies = {} } = ownPackage();
  const scripts = { test: 'gateway-alb test k8s --requests routes.test.yaml', diff: 'gateway-alb diff git:HEAD:k8s k8s' };
  const dependencies = { ...peerDependencies, [name]: `^${version}` };
  const tools = { 'aws-cdk': devDependencies['aws-cdk'] ?? '^2.1148.1', 'tsx': devDependencies.tsx ?? '^4.23.15' };
  return `${JSON.stringify({ private: true, scripts, dependencies, devDependencies: tools }, undefined, 2)}\n`;
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
