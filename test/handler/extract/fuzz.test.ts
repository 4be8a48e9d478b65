import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';

const run = promisify(execFile);

test('whatever is wrong with a file, reading it ends soon, within its bounds and in order', async () => {
  const fuzzer = join(packageRoot, 'test', 'fuzz', 'run.mjs');
  const { stdout } = await run(process.execPath, [fuzzer, '--rounds', '10', '--seed', '1']);
  const [, mutants, files] = /^(\d+) damaged versions of (\d+) files/m.exec(stdout) ?? [];
  expect(Number(files)).toBeGreaterThan(200);
  expect(Number(mutants)).toBe(Number(files) * 30);
  expect(stdout).toMatch(/^0 troubles$/m);
});
