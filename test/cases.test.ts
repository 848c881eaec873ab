import { answered, caseNames, compileCase, golden, orphans, renderMessages, renderPlans, requestRows } from './support/cases';

const names = caseNames();

test('there are cases, and every golden has its input', () => {
  expect(names.length).toBeGreaterThan(0);
  expect(orphans()).toEqual([]);
});

describe.each(names)('%s', (name) => {
  const compilation = compileCase(name);

  test('says what it should', () => {
    const messages = renderMessages(compilation);
    expect(messages).toEqual(golden(name, '.diagnostics.txt', messages));
  });

  test('plans what it should', () => {
    const plans = compilation.hasErrors ? '' : renderPlans(compilation);
    expect(plans).toEqual(golden(name, '.plan.yaml', plans));
  });

  const rows = requestRows(name);
  if (rows.length > 0) {
    test.each(rows)('%s', (row) => {
      const plan = compilation.gateways[0]?.plan;
      expect(plan).toBeDefined();
      if (plan) expect(answered(row, plan)).toEqual(row);
    });
  }
});
