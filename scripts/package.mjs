// Builds the packages of every language whose tools are on this machine, into dist/packages, and says what it left out.
// `npm run package` after `npm run build`; `npm run package -- python` builds one. jsii-pacmak calls the tools of each
// language, and these fetch the dependencies: Python from PyPI, Java from Maven Central, .NET from NuGet, Go from its module
// proxy. A language that fails does not stop the others.
import { spawnSync } from 'node:child_process';

const languages = [
  { target: 'js', tools: [['npm', '--version']] },
  { target: 'python', tools: [['python3', '-m', 'venv', '--help'], ['python3', '-m', 'pip', '--version']] },
  { target: 'java', tools: [['javac', '-version'], ['mvn', '--version']] },
  { target: 'dotnet', tools: [['dotnet', '--version']] },
  { target: 'go', tools: [['go', 'version']] },
];

const names = languages.map(({ target }) => target);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`there is no package for ${unknown.join(', ')}; there are ${names.join(', ')}`);
  process.exit(1);
}

function absentTools(tools) {
  return tools.filter(([command, ...args]) => spawnSync(command, args, { stdio: 'ignore' }).status !== 0).map((tool) => tool.slice(0, 3).join(' '));
}

/** Examples in docstrings are shown in the language of the package. */
function build(target) {
  const options = ['--targets', target, '--force-subdirectory', '--rosetta-unknown-snippets', 'translate', '--outdir', 'dist/packages'];
  return spawnSync('npx', ['--no', '--', 'jsii-pacmak', ...options], { stdio: 'inherit' }).status === 0;
}

const made = [];
const broken = [];
for (const { target, tools } of languages.filter(({ target: name }) => wanted.length === 0 || wanted.includes(name))) {
  const absent = absentTools(tools);
  if (absent.length > 0) {
    console.log(`${target}: skipped, this does not work here: ${absent.join('; ')}`);
    if (wanted.includes(target)) broken.push(target);
    continue;
  }
  const start = Date.now();
  (build(target) ? made : broken).push(target);
  console.log(`${target}: ${made.includes(target) ? `in dist/packages/${target}` : 'FAILED'} after ${Math.round((Date.now() - start) / 1000)} s`);
}
if (broken.length > 0) console.error(`no package for ${broken.join(', ')}`);
process.exit(broken.length === 0 ? 0 : 1);
