import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';
import { bundleHandler } from '../scripts/bundle-handler.mjs';
import { packageRoot } from '../src/package-root.ts';
import { zip } from './local/lambda-zip.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of what is built for a run of tests; `built.ts` names what is in it. */
    readonly built: string;
  }
}

/** Builds, once for all tests, what they take from the present source; returns what removes it. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'filepipe-built-'));
  // A folder of its own, since `dist/` may be older, or about to be rebuilt.
  await Promise.all([buildRunner(), bundleHandler(folder)]);
  await writeFile(
    join(folder, 'idle.zip'),
    await zip({ 'index.mjs': 'export const handler = async () => {};\n' }),
  );
  await writeFile(
    join(folder, 'other.zip'),
    await zip({ 'index.mjs': 'export const handler = async () => 1;\n' }),
  );
  provide('built', folder);
  return () => rm(folder, { recursive: true });
}

/** The program that runs functions, which the embedded AWS starts from where the package has it. */
async function buildRunner(): Promise<void> {
  const folder = join(packageRoot, 'dist');
  const built = join(folder, `function-runner.${process.pid}.mjs`);
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [join(packageRoot, 'src/local/lambda/runner/main.ts')],
    outfile: built,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'warning',
  });
  // Moved in one step: another run may be starting functions from the old one.
  await rename(built, join(folder, 'function-runner.mjs')).finally(() => rm(built, { force: true }));
}
