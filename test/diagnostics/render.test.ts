import type { Diagnostic } from '../../lib/diagnostics/diagnostic';
import { renderDiagnostics, type RenderOptions } from '../../lib/diagnostics/render';
import type { Span } from '../../lib/diagnostics/subject';

const cafe = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: cafe
spec:
  parentRefs:
    - name: web
      sectionName: htps
`;

/** The span of the first occurrence of `marked` in `text`. */
function spanOf(text: string, marked: string, file = 'cafe.yaml'): Span {
  const offset = text.indexOf(marked);
  const position = (at: number): Span['start'] => {
    const before = text.slice(0, at).split('\n');
    return { line: before.length, column: before[before.length - 1].length + 1, offset: at };
  };
  return { file, start: position(offset), end: position(offset + marked.length) };
}

function diagnostic(more: Partial<Diagnostic> = {}): Diagnostic {
  return { code: 'GW0102', name: 'source/duplicate-key', severity: 'error', message: 'a message', notes: [], ...more };
}

function render(diagnostics: readonly Diagnostic[], text: string = cafe, options: Partial<RenderOptions> = {}): string {
  return renderDiagnostics(diagnostics, { sources: new Map([['cafe.yaml', text]]), format: 'text', ...options });
}

/** The two lines of the excerpt of one diagnostic about `marked`. */
function excerpt(text: string, marked: string, more: Partial<Diagnostic> = {}): string[] {
  return render([diagnostic({ span: spanOf(text, marked), ...more })], text, { summary: false }).split('\n').slice(2);
}

describe('text', () => {
  test('shows header, excerpt, hint, notes, status and fix', () => {
    const shown = render([
      diagnostic({
        code: 'GW2104',
        name: 'attach/no-such-listener',
        message: 'HTTPRoute shop/cafe: Gateway infra/web has no listener "htps"',
        span: spanOf(cafe, 'htps'),
        hint: 'did you mean "https"?',
        notes: [{ text: 'Gateway infra/web has listeners http (80), https (443)', span: spanOf(cafe, 'kind', 'gateway.yaml') }, { text: 'a remark' }],
        condition: { type: 'Accepted', status: 'False', reason: 'NoMatchingParent' },
        fix: 'name one of its listeners',
      }),
    ]);
    expect(shown).toBe(`cafe.yaml:8:20 - error GW2104: HTTPRoute shop/cafe: Gateway infra/web has no listener "htps" [attach/no-such-listener]

 8 |       sectionName: htps
   |                    ^^^^ did you mean "https"?
   = gateway.yaml:2 Gateway infra/web has listeners http (80), https (443)
   = a remark
   = status: Accepted=False, reason NoMatchingParent
   = name one of its listeners

1 error in 1 file`);
  });

  test('aligns the gutter with long line numbers', () => {
    const text = `${'\n'.repeat(99)}kind: x`;
    expect(excerpt(text, 'x', { fix: 'change it' })).toEqual([' 100 | kind: x', '     |       ^', '     = change it']);
  });

  test('does without an excerpt where there is no text or no place', () => {
    const elsewhere = diagnostic({ span: spanOf(cafe, 'kind', 'other.yaml'), hint: 'a hint', fix: 'a fix' });
    const nowhere = diagnostic({ severity: 'warning', fix: 'a fix' });
    const beyond = diagnostic({ span: spanOf(cafe, 'htps', 'short.yaml') });
    expect(render([elsewhere, nowhere, beyond], cafe, { sources: new Map([['short.yaml', 'x']]) })).toBe(`warning GW0102: a message [source/duplicate-key]
   = a fix

other.yaml:2:1 - error GW0102: a message [source/duplicate-key]
   = a hint
   = a fix

short.yaml:8:20 - error GW0102: a message [source/duplicate-key]

2 errors, 1 warning in 2 files`);
  });

  test.each([
    ['the first line of several', 'spec:\n  a: 1\n  b: 2\n', 'a: 1\n  b: 2', ['   a: 1', '   ^^^^']],
    ['a place without width', 'a: b\n', '', [' a: b', ' ^']],
    ['the end of the file', 'a: b', '', [' a: b', ' ^']],
    ['a tab', '\ta:\tb\n', 'b', ['   a:  b', '       ^']],
    ['a span with a tab in it', 'a\tb c\n', 'a\tb', [' a  b c', ' ^^^^']],
    ['Windows line ends', 'a: 1\r\nb: 2\r\n', 'b: 2', [' b: 2', ' ^^^^']],
    ['wide characters', 'a: 咖啡 x\n', 'x', [' a: 咖啡 x', '         ^']],
    ['wide characters in the span', 'a: 咖啡 x\n', '咖啡', [' a: 咖啡 x', '    ^^^^']],
    ['combining characters', 'a: e\u0301 x\n', 'x', [' a: e\u0301 x', '      ^']],
    ['pictures', 'a: 🚀 x\n', 'x', [' a: 🚀 x', '       ^']],
    ['control characters', 'a: \u001b[31m x\n', 'x', [' a: \u241b[31m x', '          ^']],
    ['reversed text', 'a: \u202eabc x\n', 'x', [' a: \ufffdabc x', '         ^']],
  ])('marks %s', (_, text, marked, lines) => {
    const number = spanOf(text, marked).start.line;
    expect(excerpt(text, marked)).toEqual([` ${number} |${lines[0]}`, `   |${lines[1]}`]);
  });

  test.each([
    ['at its start', `mark${'x'.repeat(300)}`, 'mark', 0],
    ['in its middle', `${'x'.repeat(300)}mark${'y'.repeat(300)}`, 'mark', 41],
    ['at its end', `${'x'.repeat(300)}mark`, 'mark', 41],
  ])('cuts a long line around a mark %s', (_, text, marked, column) => {
    const [line, carets] = excerpt(text, marked).map((row) => row.slice(5));
    expect(line.length).toBeLessThanOrEqual(102);
    expect(line.slice(column, column + marked.length)).toBe(marked);
    expect(carets).toBe(`${' '.repeat(column)}^^^^`);
    expect(line.startsWith('…')).toBe(column > 0);
    expect(line.endsWith('…')).toBe(!text.endsWith(marked));
  });

  test('cuts a mark that is too long itself', () => {
    const [line, carets] = excerpt(`key: ${'x'.repeat(500)}`, 'x'.repeat(500));
    expect(line).toBe(` 1 | key: ${'x'.repeat(95)}…`);
    expect(carets).toBe(`   |      ${'^'.repeat(95)}`);
  });

  test('keeps every message on its line', () => {
    const shown = render([diagnostic({ message: 'a\n::error::b\u001b[2J', notes: [{ text: 'c\nd' }], hint: 'e\rf', fix: 'g\u0000' })], cafe, { summary: false });
    expect(shown).toBe('error GW0102: a␊::error::b␛[2J [source/duplicate-key]\n   = e␍f\n   = c␊d\n   = g␀');
  });

  test('orders by file and position, errors before warnings, what has no place first', () => {
    const at = (marked: string, file: string, more: Partial<Diagnostic>): Diagnostic => diagnostic({ span: spanOf(cafe, marked, file), ...more });
    const shown = render([
      at('kind', 'b.yaml', { message: '5' }),
      at('spec', 'a.yaml', { message: '4' }),
      at('kind', 'a.yaml', { message: '3', severity: 'warning' }),
      at('kind', 'a.yaml', { message: '2' }),
      diagnostic({ message: '1', severity: 'warning' }),
    ], cafe, { summary: false });
    expect(shown.match(/GW0102: \d/g)).toEqual([1, 2, 3, 4, 5].map((number) => `GW0102: ${number}`));
  });

  test('is empty where there is nothing to say', () => {
    expect(render([])).toBe('');
  });

  test('leaves notes out unless they are asked for', () => {
    const note = diagnostic({ severity: 'note', span: spanOf(cafe, 'kind') });
    expect(render([note])).toBe('0 errors, 1 note (shown with --notes)');
    expect(render([note], cafe, { notes: true })).toContain('cafe.yaml:2:1 - note GW0102');
  });

  test.each([
    [2, 1, 4, false, '2 errors, 1 warning in 3 files, 4 notes (shown with --notes)'],
    [2, 1, 4, true, '2 errors, 1 warning in 3 files, 4 notes'],
    [0, 2, 0, false, '2 warnings in 2 files'],
    [1, 0, 0, false, '1 error in 1 file'],
  ])('counts %d errors, %d warnings, %d notes', (errors, warnings, notes, shown, line) => {
    const severities = [...Array<'error'>(errors).fill('error'), ...Array<'warning'>(warnings).fill('warning'), ...Array<'note'>(notes).fill('note')];
    const diagnostics = severities.map((severity, index) => diagnostic({ severity, span: spanOf(cafe, 'kind', `${index}.yaml`) }));
    expect(render(diagnostics, cafe, { notes: shown }).split('\n').at(-1)).toBe(line);
  });

  test('has colours on request, and the same words', () => {
    const diagnostics = [diagnostic({ span: spanOf(cafe, 'htps'), hint: 'a hint', fix: 'a fix' })];
    const colored = render(diagnostics, cafe, { color: true });
    expect(colored).toContain('\u001b[31m^^^^');
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(render(diagnostics));
    expect(render(diagnostics)).not.toContain('\u001b');
  });
});

describe('json', () => {
  test('is an envelope with a version, a summary and everything that was reported', () => {
    const diagnostics = [
      diagnostic({ severity: 'note', span: spanOf(cafe, 'spec') }),
      diagnostic({
        span: spanOf(cafe, 'kind'), hint: 'h', fix: 'f', notes: [{ text: 't', span: spanOf(cafe, 'spec') }],
        subject: { group: 'g', kind: 'K', namespace: 'n', name: 'm' },
        condition: { type: 'Accepted', status: 'False', reason: 'r' },
        about: { object: { group: 'g', kind: 'K', namespace: 'n', name: 'm' }, parent: 0 },
      }),
    ];
    expect(JSON.parse(render(diagnostics, cafe, { format: 'json' }))).toEqual({
      version: 1,
      summary: { errors: 1, warnings: 0, notes: 1, files: 1 },
      diagnostics: [diagnostics[1], diagnostics[0]],
    });
  });

  test('is an envelope also where nothing was reported', () => {
    expect(JSON.parse(render([], cafe, { format: 'json' }))).toEqual({ version: 1, summary: { errors: 0, warnings: 0, notes: 0, files: 0 }, diagnostics: [] });
  });
});

describe('github', () => {
  const github = (diagnostics: readonly Diagnostic[], notes = false): string[] => render(diagnostics, cafe, { format: 'github', notes }).split('\n');

  test('is one workflow command for each diagnostic', () => {
    expect(github([
      diagnostic({ span: spanOf(cafe, 'htps'), hint: 'did you?', notes: [{ text: 'there', span: spanOf(cafe, 'kind') }], fix: 'do it' }),
      diagnostic({ severity: 'warning', span: spanOf(cafe, 'spec:\n  parentRefs') }),
    ])).toEqual([
      '::warning file=cafe.yaml,line=5,endLine=6,title=GW0102 source/duplicate-key::a message',
      '::error file=cafe.yaml,line=8,col=20,endLine=8,endColumn=24,title=GW0102 source/duplicate-key::a message%0Adid you?%0Acafe.yaml:2 there%0Ado it',
    ]);
  });

  test('escapes what would end the command', () => {
    expect(github([diagnostic({ message: '100%\n::error::x', span: spanOf(cafe, 'kind', 'a,b:c%.yaml') })])).toEqual([
      '::error file=a%2Cb%3Ac%25.yaml,line=2,col=1,endLine=2,endColumn=5,title=GW0102 source/duplicate-key::100%25␊::error::x',
    ]);
  });

  test('shows notes as notices on request, and what has no place without one', () => {
    const note = diagnostic({ severity: 'note' });
    expect(github([note])).toEqual(['']);
    expect(github([note], true)).toEqual(['::notice title=GW0102 source/duplicate-key::a message']);
  });
});
