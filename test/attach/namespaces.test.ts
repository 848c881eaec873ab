import type { NamespaceChoice } from '../../lib/attach/namespaces';
import { labelNamespaces, selects, takesNamespace } from '../../lib/attach/namespaces';
import { attached, namespace } from './attached';

const labels = { team: 'shop', tier: 'gold' };

describe('a selector', () => {
  test.each([
    ['that is empty takes everything', {}],
    ['with equal labels', { matchLabels: { team: 'shop' } }],
    ['with all of several labels', { matchLabels: { team: 'shop', tier: 'gold' } }],
    ['In', { matchExpressions: [{ key: 'team', operator: 'In', values: ['shop', 'bank'] }] }],
    ['NotIn other values', { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['bank'] }] }],
    ['NotIn for a label that is not there', { matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] }],
    ['Exists', { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }],
    ['DoesNotExist', { matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] }],
  ] as const)('%s matches', (_, selector) => {
    expect(selects(selector, labels)).toBe(true);
  });

  test.each([
    ['another value', { matchLabels: { team: 'bank' } }],
    ['one of several labels missing', { matchLabels: { team: 'shop', zone: 'a' } }],
    ['In without the value', { matchExpressions: [{ key: 'team', operator: 'In', values: ['bank'] }] }],
    ['In for a label that is not there', { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }],
    ['NotIn with the value', { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['shop'] }] }],
    ['Exists for a label that is not there', { matchExpressions: [{ key: 'zone', operator: 'Exists' }] }],
    ['Exists for a name that every JavaScript object has', { matchExpressions: [{ key: 'toString', operator: 'Exists' }] }],
    ['DoesNotExist for a label that is there', { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] }],
    ['labels that match and an expression that does not', { matchLabels: { team: 'shop' }, matchExpressions: [{ key: 'zone', operator: 'Exists' }] }],
  ] as const)('fails for %s', (_, selector) => {
    expect(selects(selector, labels)).toBe(false);
  });
});

describe('a choice of namespaces made in infra', () => {
  const { resources } = attached(namespace('shop', 'team: shop'));
  const namespaces = labelNamespaces(resources.namespaces);
  test.each([
    ['All takes any', { from: 'All' }, 'bank', true],
    ['None takes not even its own', { from: 'None' }, 'infra', false],
    ['Same takes its own', { from: 'Same' }, 'infra', true],
    ['Same takes no other', { from: 'Same' }, 'shop', false],
    ['Selector takes by label', { from: 'Selector', selector: { matchLabels: { team: 'shop' } } }, 'shop', true],
    ['Selector knows the name of every namespace', { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'bank' } } }, 'bank', true],
    ['Selector knows no labels of a namespace that is not in the files', { from: 'Selector', selector: { matchLabels: { team: 'shop' } } }, 'bank', false],
    ['Selector without a selector takes nothing', { from: 'Selector' }, 'shop', false],
  ] as const)('%s', (_, choice: NamespaceChoice, name, expected) => {
    expect(takesNamespace(choice, 'infra', name, namespaces)).toBe(expected);
  });
});
