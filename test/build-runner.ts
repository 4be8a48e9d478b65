import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { packageRoot } from '../src/package-root.ts';

/** Builds the program that runs functions, which the embedded AWS starts from where the package has it. */
export default async function setup(): Promise<void> {
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
