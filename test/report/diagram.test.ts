import { compile, reportOf } from '../../lib/index';
import { box, diagramOf } from '../../lib/report/diagram';
import { fleet } from '../page/fleet';

function diagram(text: string) {
  return diagramOf(reportOf(compile([{ path: 'fleet.yaml', text }], { defaultTargetType: 'ip' })).gateways[0]);
}

const hundred = diagram(fleet(100));

test('the rules of a route are one box, so a hundred rules are ten boxes', () => {
  expect(hundred.nodes.filter(({ key }) => key.startsWith('route '))).toHaveLength(10);
});

test('no box lies on another', () => {
  const places = hundred.nodes.map(({ x, y }) => ({ x, y })).sort((left, right) => left.x - right.x || left.y - right.y);
  places.slice(1).forEach((place, index) => {
    if (place.x === places[index].x) expect(place.y - places[index].y).toBeGreaterThanOrEqual(box.height + box.gap);
  });
});

test('all boxes lie inside', () => {
  for (const { x, y } of hundred.nodes) {
    expect(x + box.width).toBeLessThanOrEqual(hundred.width);
    expect(y + box.height).toBeLessThanOrEqual(hundred.height);
  }
});

test('every box but the Gateway is led to', () => {
  const reached = new Set(hundred.edges.map(({ to }) => to.key));
  expect(hundred.nodes.map(({ key }) => key).filter((key) => !reached.has(key))).toEqual(['gateway']);
});

test('a Gateway without rules has a diagram too', () => {
  const { nodes, edges } = diagram(fleet(0));
  expect(nodes.map(({ key }) => key)).toEqual(['gateway', 'listener 80']);
  expect(edges).toHaveLength(1);
});
