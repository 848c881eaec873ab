// Builds the packages of every language whose tools are on this machine, into dist/, and says what it left out.
// `npm run package` after `npm run build`. jsii-pacmak calls the tools; Python's also fetch from PyPI.
import { spawnSync } from 'node:child_process';

const languages = [
  { target: 'js', tools: [['npm', '--version']] },
  { target: 'python', tools: [['python3', '-m', 'venv', '--help'], ['python3', '-m', 'pip', '--version']] },
  { target: 'java', tools: [['javac', '-version'], ['mvn', '--version']] },
  { target: 'dotnet', tools: [['dotnet', '--version']] },
  { target: 'go', tools: [['go', 'version']] },
];

const wanted = process.argv.slice(2);
const asked = languages.filter(({ target }) => wanted.length === 0 || wanted.includes(target));
const missing = (tools) => tools.filter(([command, ...args]) => spawnSync(command, args, { stdio: 'ignore' }).status !== 0).map(([command]) => command);
const possible = [];
for (const { target, tools } of asked) {
  const absent = missing(tools);
  if (absent.length === 0) possible.push(target);
  else console.log(`${target}: skipped, ${absent.join(' and ')} not found`);
}
if (possible.length === 0) {
  console.error('no package can be built');
  process.exit(1);
}
const built = spawnSync('npx', ['--no', '--', 'jsii-pacmak', '--targets', ...possible, '--outdir', 'dist/packages'], { stdio: 'inherit' });
console.log(built.status === 0 ? `dist/packages: ${possible.join(', ')}` : 'jsii-pacmak failed');
process.exit(built.status ?? 1);
