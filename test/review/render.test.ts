import { compareRouting } from '../../lib/review/compare';
import { renderReviewHtml } from '../../lib/review/render-html';
import { renderReviewMarkdown } from '../../lib/review/render-markdown';
import { renderReviewText } from '../../lib/review/render-text';
import type { Review } from '../../lib/review/review';
import { listenerOf, planOfListeners, ruleOf, targetGroupOf, type RuleSketch } from '../explain/hand-made-plan';

const to = (id: string) => ({ type: 'forward', targetGroups: [{ targetGroup: { kind: 'planned', id }, weight: 1 }] }) as const;

function reviewOf(old: readonly RuleSketch[], latest: readonly RuleSketch[], times = 1): Review {
  const diff = compareRouting(planOfListeners([listenerOf(443, old)]), planOfListeners([listenerOf(443, latest)]));
  return { version: 1, old: 'git:main:k8s', new: 'k8s', gateways: Array.from({ length: times }, () => diff) };
}

const hostile = [
  '`` ` ```', '</code><script>alert(1)</script>', '| a | b |', '](javascript:alert(1))', '@everybody', '<!-- -->', '</details>', '&lt;b&gt;', '"onload="x', "'><img src=x>", '\u202Egnp', 'a\u0000b', '\r\n# Title', '$(id)',
];

function hostileReview(text: string): Review {
  const rule: RuleSketch = {
    id: text,
    conditions: [{ field: 'http-header', name: 'x-a', values: [text.replaceAll('*', '')] }, { field: 'path-pattern', values: ['/a'] }],
    action: { type: 'fixed-response', statusCode: 200, messageBody: text },
    origin: { ...ruleOf({}, 1).origin, ruleName: text, object: { group: '', kind: 'HTTPRoute', namespace: text, name: text } },
  };
  const targetGroups = [targetGroupOf('web', { binding: { ...targetGroupOf('web').binding!, service: { namespace: text, name: text } } })];
  const old = planOfListeners([listenerOf(443, [{ conditions: [{ field: 'path-pattern', values: ['/*'] }] }])], { targetGroups, gateway: { namespace: text, name: text } });
  const latest = planOfListeners([listenerOf(443, [rule], { sslPolicy: text })], { targetGroups });
  return { version: 1, old: text, new: text, gateways: [compareRouting(old, latest)] };
}

describe.each(hostile)('a text such as %j', (text) => {
  const review = hostileReview(text);

  test('does not break out of HTML', () => {
    const page = renderReviewHtml(review);
    const tags = new Set([...page.matchAll(/<\/?([a-zA-Z!][^\s>]*)/g)].map(([, name]) => name.toLowerCase()));
    expect([...tags].filter((name) => !['!doctype', 'html', 'head', 'meta', 'title', 'style', 'body', 'main', 'h1', 'h2', 'h3', 'p', 'code', 'section', 'article', 'span', 'dl', 'dt', 'dd', 'ul', 'li'].includes(name))).toEqual([]);
    expect(page.replace(/<style>[^]*<\/style>/, '')).not.toMatch(/<[^>]*\s(on\w+|src)=/);
  });

  test('stays in code spans of Markdown', () => {
    const outside = renderReviewMarkdown(review).split('\n').map((line) => line.replace(/(?<!`)(`+)(?!`)(?:[^]*?[^`])\1(?!`)/g, 'CODE'));
    expect(outside.filter((line) => /[`@]|javascript|<(?!\/?(details|summary)>|br>)/.test(line))).toEqual([]);
    expect(outside.filter((line) => /^(<\/details>|# )/.test(line))).toEqual(['</details>']);
    const cells = outside.filter((line) => line.startsWith('| ')).map((line) => line.split(/(?<!\\)\|/).length);
    expect(new Set(cells)).toEqual(new Set([6]));
  });

  test('does not move the cursor of a terminal', () => {
    expect(renderReviewText(review)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});

const many = (count: number, group: string): readonly RuleSketch[] => Array.from({ length: count }, (_, index) => ({
  id: `r${index}`,
  conditions: [{ field: 'path-pattern', values: [`/service-${index}`] }],
  action: to(group),
}));

test.each([[1, 10], [1, 100], [1, 600], [4, 60], [30, 60]])('a comment about %i load balancers with %i changes has 60 lines to see, and fits', (gateways, changes) => {
  const comment = renderReviewMarkdown(reviewOf(many(changes, 'web'), many(changes, 'blue'), gateways));
  const [visible] = comment.split('<details>');
  expect(visible.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  expect(comment.length).toBeLessThanOrEqual(65_000);
  expect(comment.trimEnd().endsWith('</details>')).toBe(true);
});

test('what does not fit is counted', () => {
  const review = reviewOf(many(600, 'web'), many(600, 'blue'));
  expect(renderReviewMarkdown(review)).toMatch(/and \d+ more, folded below/);
  expect(renderReviewText(review)).toMatch(/and 560 more/);
});

test('the risk comes first', () => {
  const old = [...many(3, 'web'), { id: 'gone', conditions: [{ field: 'path-pattern', values: ['/gone'] }], action: to('web') }] as const;
  const kinds = reviewOf(old, many(3, 'blue')).gateways[0].classes.map(({ kind }) => kind);
  expect(kinds).toEqual(['lost', 'moved', 'moved', 'moved']);
});

test('colours are for terminals', () => {
  const review = reviewOf(many(1, 'web'), many(1, 'blue'));
  expect(renderReviewText(review)).not.toContain('\u001b');
  expect(renderReviewText(review, { color: true })).toContain('\u001b');
});

test('a review is a plain JSON value', () => {
  const review = reviewOf(many(2, 'web'), []);
  expect(JSON.parse(JSON.stringify(review))).toEqual(review);
});

test('without load balancers there is nothing to say', () => {
  const review: Review = { version: 1, old: 'a', new: 'b', gateways: [] };
  expect([renderReviewText(review), renderReviewMarkdown(review)].every((text) => /no load balancer/i.test(text))).toBe(true);
  expect(renderReviewHtml(review)).toMatch(/No load balancer/);
});
