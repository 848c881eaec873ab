import { classesIn, publicClasses } from './public-examples';

const classes = publicClasses();

test('there are public classes', () => {
  expect(classes.map(({ name }) => name)).toEqual(expect.arrayContaining(['GatewayAlb', 'GatewayAlbTesting', 'GatewayManifests', 'Priorities', 'RouteTests', 'TargetBindings']));
});

test.each(classes.flatMap(({ examples }) => [...examples]))('%s has an example that shows it', (name, example) => {
  expect(example).toContain(name);
});

test('fails on a class without an example, and on an example of something else', () => {
  const [found] = classesIn('/** Words. */\nexport class Red {\n/**\n * @example\n *\n * Red.of(2);\n */\nstatic from(n: number) {}\nprivate static hidden() {}\n}\nclass Own {}\n');
  expect([...found.examples]).toEqual([['Red', ''], ['Red.from', 'Red.of(2);']]);
});
