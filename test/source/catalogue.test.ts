import * as range from '../../lib/diagnostics/catalogue/yaml';
import { reading } from './reading';

const examples = Object.values(range).flatMap(({ code, example }) => (example === undefined ? [] : [[code, example] as const]));

test.each(examples)('the example of %s has that mistake', (code, example) => {
  expect(reading({ 'a.yaml': example }).codes).toContain(code);
});

test('every code of a YAML text has an example', () => {
  const without = Object.values(range).filter(({ example }) => example === undefined).map(({ code }) => code).sort();
  // Files, sizes and depths cannot be shown in a few lines.
  expect(without).toEqual(['GW0001', 'GW0002', 'GW0003', 'GW0004', 'GW0005', 'GW0006', 'GW0007', 'GW0106', 'GW0107', 'GW0111', 'GW0206']);
});
