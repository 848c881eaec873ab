import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Runs something in a folder that holds these files, so that messages have the paths of a user. */
export function within<T>(files: Readonly<Record<string, string | Uint8Array>>, run: () => T): T {
  const home = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    process.chdir(folder);
    return run();
  } finally {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Commits everything in the working directory to a repository of its own. */
export function commit(): void {
  for (const args of [['init'], ['add', '-A'], ['commit', '-m', 'files']]) {
    const who = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.com', '-c', 'init.defaultBranch=main', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...who, ...args], { stdio: 'pipe' });
  }
}
