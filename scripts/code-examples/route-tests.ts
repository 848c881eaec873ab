/** GW6xxx: tables of route tests that cannot be read, or that do not hold. */
import {
  checkCoverage, compile, coverageOf, decidedRequests, DiagnosticSink, extendRouteTests, proposeRouteTests, readRouteTests, runRouteTests, type TestedGateway,
} from '../../lib/index';
import { coffeeRoute, coffeeService, documents, gatewayClass, httpGateway } from '../../test/support/manifests';
import { demonstrate, type Demonstration, type Demonstrations } from './demonstration';

const teaRoute = coffeeRoute.replace('name: cafe,', 'name: tea,').replace('/coffee', '/tea');
const secondGateway = httpGateway.replace('name: web,', 'name: admin,');
const oneGateway = documents(gatewayClass, httpGateway, coffeeRoute, teaRoute, coffeeService);

const path = 'routes.test.yaml';

/** A table, tried on a Gateway infra/web with two routes: /coffee and /tea to shop/coffee:80. */
function table(text: string, manifests = oneGateway): () => Demonstration {
  return tried(text, manifests, `gateway-alb test k8s --requests ${path}`, () => undefined);
}

type Then = (results: ReturnType<typeof decidedRequests>, gateways: readonly TestedGateway[], sink: DiagnosticSink, table: string) => void;

function tried(text: string, manifests: string, command: string, then: Then): () => Demonstration {
  return () => {
    const files = [{ path, text: text.trimStart() }, { path: 'k8s/routes.yaml', text: manifests }];
    const sink = new DiagnosticSink();
    const { gateways } = compile(files.slice(1), { defaultTargetType: 'ip' });
    const results = runRouteTests(readRouteTests(files.slice(0, 1), sink), gateways, gateways.map(({ name }) => name), sink);
    then(decidedRequests(results), gateways, sink, files[0].text);
    return demonstrate(files, sink.diagnostics, command, [{ file: path, first: 1, last: 1 }]);
  };
}

const extend: Then = (decided, gateways, sink, text) => void extendRouteTests(text, proposeRouteTests(decided, gateways, false, sink), path, sink);

const coffee = 'GET http://cafe.example.com/coffee';
const passing = `
tests:
  - request: ${coffee}
    expect: shop/coffee:80
`;
const neverReached = teaRoute.replace('name: tea,', 'name: tea-again,');

export const routeTestExamples: Demonstrations = {
  GW6001: table(`
- request: ${coffee}
  expect: shop/coffee:80
`),
  GW6002: table(`
tests:
  - request: ${coffee}
    expected: shop/coffee:80
`),
  GW6003: table(`
tests:
  - request: ${coffee}
    expect: { status: ok }
`),
  GW6004: table(`
tests:
  - expect: shop/coffee:80
`),
  GW6005: table(`
tests:
  - request: GET cafe.example.com/coffee
    expect: shop/coffee:80
`),
  GW6006: table(`
tests:
  - request: ${coffee}
    expect: {}
`),
  GW6007: table(`
tests:
  - request: ${coffee}
    expect: shop/coffee:80
`, documents(oneGateway, secondGateway)),
  GW6008: table(`
gateway: infra/wbe
tests:
  - request: ${coffee}
    expect: shop/coffee:80
`),
  GW6101: table(`
tests:
  - request: ${coffee}
    expect: shop/tea:80
`),
  GW6102: tried(passing, oneGateway, `gateway-alb test k8s --requests ${path} --fail-under 80`, (decided, gateways, sink) => {
    checkCoverage(coverageOf(decided, gateways), 80, sink);
  }),
  GW6103: tried(passing, documents(oneGateway, neverReached), `gateway-alb test k8s --write ${path}`, extend),
  GW6104: tried(`
tests: [{ request: ${coffee}, expect: shop/coffee:80 }]
`, oneGateway, `gateway-alb test k8s --write ${path}`, extend),
};
