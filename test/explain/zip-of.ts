import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CodeArchive, codeArchive } from '../../src/provision/resources/code-archive.ts';

/** A function that does nothing, ready to be shipped. */
export async function zipOf(code = 'export const handler = async () => {};\n'): Promise<CodeArchive> {
  const folder = await mkdtemp(join(tmpdir(), 'filepipe-test-'));
  try {
    await writeFile(join(folder, 'index.mjs'), code);
    return await codeArchive(join(folder, 'index.mjs'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
