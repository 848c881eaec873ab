import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, compilePaths, parseRequest, simulate } from '../../lib/index';
import { exampleFor, requestFor } from '../../page/example';
import { fleet } from './fleet';

const examples = join(__dirname, '..', '..', 'examples');
const shop = readFileSync(join(__dirname, '..', 'report', 'shop.yaml'), 'utf8');

test.each([
  ['the shop', compile([{ path: 'shop.yaml', text: shop }], { defaultTargetType: 'ip' })],
  ['the fleet', compile([{ path: 'fleet.yaml', text: fleet(20) }], { defaultTargetType: 'ip' })],
  ['getting-started', compilePaths([join(examples, 'getting-started', 'k8s')])],
  ['shared-gateway', compilePaths([join(examples, 'shared-gateway', 'k8s')])],
])('the box of %s begins with a request that a rule forwards', (_, { gateways: [{ plan }] }) => {
  const { method, url } = exampleFor(plan);
  const request = parseRequest(method, url, [], '198.51.100.1');
  expect(typeof request === 'string' ? request : simulate(plan, request).outcome.type).toBe('forward');
});

test.each([
  ['the shop', shop, ['httproute-shop-catalog-old-links']],
  ['the fleet', fleet(40), []],
])('a rule of %s has a request that it takes, unless another takes them all', (_, text, without) => {
  const { gateways: [{ plan }] } = compile([{ path: 'k8s.yaml', text }], { defaultTargetType: 'ip' });
  const missed = plan.listeners.flatMap((listener) => listener.rules.filter(({ id }) => {
    const typed = requestFor(plan, listener.id, id);
    const request = typed && parseRequest(typed.method, typed.url, typed.headers.split('\n').filter((line) => line !== ''), typed.source);
    return typeof request !== 'object' || simulate(plan, { ...request, clientCertificate: typed?.certificate }).rule?.id !== id;
  }));
  expect(missed.map(({ id }) => id.replace(/-[0-9a-f]+$/, ''))).toEqual(without);
});

test('without rules it begins with the listener', () => {
  const { gateways: [{ plan }] } = compile([{ path: 'fleet.yaml', text: fleet(0) }]);
  expect(exampleFor(plan)).toMatchObject({ method: 'GET', url: 'http://www.example.com/', headers: '', certificate: 'none' });
});
