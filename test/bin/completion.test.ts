import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { complete, directives } from '../../bin/completion/answer';
import { wordsOf } from '../../bin/completion/words';
import { gatewayAlb } from '../../bin/program';
import { coffeeShop } from '../support/manifests';
import { cli, folderOf, run } from './running';

const program = gatewayAlb();
const cwd = folderOf({ 'cafe.yaml': coffeeShop, 'broken.yaml': 'kind: Gateway\nmetadata: {' });
const cafe = join(cwd, 'cafe.yaml');

/** What a line that ends where the cursor is can go on with. */
async function after(line: string): Promise<{ values: readonly string[]; directive: number }> {
  const { candidates, directive } = await complete(program, wordsOf(line));
  return { values: candidates.map(({ value }) => value), directive };
}

/** The same from a process of its own, in the lines that the shells read. */
function asked(line: string): readonly string[] {
  return run(['complete', '--line', `gateway-alb ${line}`]).stdout.trimEnd().split('\n');
}

const { none, noFiles, noSpace, folders } = directives;
const verbs = ['check', 'plan', 'diff', 'explain', 'test', 'report', 'priorities', 'init', 'complete', 'help'];

describe('what may come next', () => {
  test.each<[string, string, readonly string[], number]>([
    ['commands', '', verbs, noFiles],
    ['a command that begins so', 'pri', ['priorities'], noFiles],
    ['commands of priorities', 'priorities ', ['check', 'update', 'compact', 'help'], noFiles],
    ['commands to get help on', 'help ex', ['explain'], noFiles],
    ['options of a command', 'check k8s --n', ['--notes'], noFiles],
    ['options of a command below another', 'priorities update --l', ['--ledger'], noFiles],
    ['choices of an option', 'check --format ', ['text', 'json', 'github'], noFiles],
    ['choices after an equals sign', 'report --format=h', ['html'], noFiles],
    ['choices of the same option elsewhere', 'test --format j', ['json', 'junit'], noFiles],
    ['policies', 'plan --on-invalid-route ', ['fail', 'respond-500'], noFiles],
    ['gates', 'diff a b --fail-on p', ['public'], noFiles + noSpace],
    ['gates that are not named yet', 'diff a b --fail-on lost,new,', ['lost,new,shadowed', 'lost,new,public', 'lost,new,replaced', 'lost,new,moved', 'lost,new,changed', 'lost,new,unproved'], noFiles + noSpace],
    ['files as manifests', 'check k', [], none],
    ['files as further manifests', 'check k8s ', [], none],
    ['files as the second side', 'diff git:main:k8s k', [], none],
    ['files as the value of an option', 'test k8s --requests ', [], none],
    ['files after two dashes, whatever they begin with', 'check -- -', [], none],
    ['folders for an app', 'init ', [], folders],
    ['methods after a path', 'explain k8s P', ['POST', 'PUT', 'PATCH'], noFiles],
    ['files where no method begins so', 'explain k8s more', [], none],
    ['nothing after the method', 'explain k8s GET ', [], noFiles],
    ['nothing where a value is free', 'explain k8s --source-ip ', [], noFiles],
    ['options after a quoted value', "explain k8s GET / -H 'x-beta: 1' --so", ['--source-ip'], noFiles],
    ['shells', 'complete ', ['bash', 'zsh', 'fish', 'powershell'], noFiles],
    ['nothing after an option that does not exist', 'check --nope=', [], noFiles],
  ])('%s', async (_, line, values, directive) => {
    expect(await after(line)).toEqual({ values, directive });
  });

  test.each([
    ['of the file that is named', `check ${cafe} --gateway `, ['infra/web']],
    ['of the folder that is named, where another file is broken', `check ${cwd} --gateway=in`, ['infra/web']],
    ['of nothing that is named', 'check --gateway ', []],
    ['of what does not exist', 'check nowhere --gateway ', []],
  ])('Gateways %s', (_, line, values) => {
    expect(asked(line)).toEqual([...values.map((value) => `${value}\tGateway`), `:${noFiles}`]);
  });

  test('no Gateways where reading them would take long', () => {
    const many = join(cwd, 'many');
    mkdirSync(many);
    writeFileSync(join(many, 'cafe.yaml'), coffeeShop);
    expect(asked(`check ${many} --gateway `)).toHaveLength(2);
    writeFileSync(join(many, 'large.yaml'), '#'.repeat(3_000_000));
    expect(asked(`check ${many} --gateway `)).toHaveLength(1);
  });
});

test.each([
  ['', ['']],
  ['check k8s ', ['check', 'k8s', '']],
  [`a 'b c' "d \\" e" f\\ g`, ['a', 'b c', 'd " e', 'f g']],
  [`--x='a b`, ['--x=a b']],
  ['a "b', ['a', 'b']],
  ['a "b\\" ', ['a', 'b" ']],
  ['$(rm x) `y`', ['$(rm', 'x)', '`y`']],
])('the words of %j are %j', (line, words) => {
  expect(wordsOf(line)).toEqual(words);
});

describe('the shells', () => {
  test('ask with words, or with the line', () => {
    const expected = { status: 0, stdout: 'json\t\n:4\n', stderr: '' };
    expect(run(['complete', '--', 'check', '--format', 'j'])).toEqual(expected);
    expect(run(['complete', '--line', 'gateway-alb check --format j'])).toEqual(expected);
    expect(run(['complete', '--', 'check', 'k8s', '--help', '']).stdout).toBe(':0\n');
  });

  test.each([
    ['bash', /^complete -o default -F _gateway_alb gateway-alb$/m],
    ['zsh', /^#compdef gateway-alb$/m],
    ['fish', /^complete -c gateway-alb /m],
    ['powershell', /^Register-ArgumentCompleter -CommandName 'gateway-alb'/m],
  ])('%s gets a script', (shell, expected) => {
    const { status, stdout, stderr } = run(['complete', shell]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(expected);
  });

  const bash = spawnSync('bash', ['--version']).status === 0 ? test : test.skip;
  bash.each([
    ['check --format=j', ['check', '--format', '=', 'j'], ['json']],
    ['check --format=j', ['check', '--format=j'], ['--format=json']],
    [`check ${cafe} --gateway `, ['check', cafe, '--gateway', ''], ['infra/web']],
    ['diff git:main:k8s k', ['diff', 'git', ':', 'main', ':', 'k8s', 'k'], []],
    ['init "$(touch ran)', ['init', '"$(touch ran)'], []],
  ])('bash completes %s, split into %j', (line, words, values) => {
    const script = [
      'gateway-alb() { "$NODE" "$CLI" "$@"; }',
      'eval "$(gateway-alb complete bash)" && eval "$(gateway-alb complete bash)"',
      'COMP_LINE="gateway-alb $LINE" COMP_POINT=${#COMP_LINE} COMP_WORDS=(gateway-alb "$@") COMP_CWORD=$#',
      'COMP_POINT=${#COMP_LINE}; _gateway_alb 2>/dev/null; printf "%s\\n" "${COMPREPLY[@]}"; ls ran 2>/dev/null',
    ].join('\n');
    const env = { ...process.env, NODE: process.execPath, CLI: cli, LINE: line };
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', ...words], { cwd, encoding: 'utf8', env });
    expect({ replies: stdout.split('\n').filter((reply) => reply !== ''), stderr }).toEqual({ replies: values, stderr: '' });
  });
});
