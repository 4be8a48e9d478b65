import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandler } from '../../scripts/bundle-handler.mjs';

/** The handler as it is shipped, built from its present source. */
export interface BuiltHandler {
  readonly file: string;
  /** Removes it. */
  remove(): Promise<void>;
}

/** Builds it into a folder of its own, since `dist/` may be older, or about to be rebuilt. */
export async function buildHandler(): Promise<BuiltHandler> {
  const folder = await mkdtemp(join(tmpdir(), 'filepipe-handler-'));
  const file = join(folder, 'index.mjs');
  await bundleHandler(folder);
  return { file, remove: () => rm(folder, { recursive: true }) };
}
