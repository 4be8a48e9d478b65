import { createHash } from 'node:crypto';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zipHandler } from '../../../scripts/zip-handler.mjs';
import { type CodeArchive, codeArchive } from '../../../src/provision/resources/code-archive.ts';

describe("the archive of the function's code", () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'filepipe-archive-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is the same for the same code, whatever the file is called and when it was written', async () => {
    const [one, other] = [join(folder, 'one.mjs'), join(folder, 'other.mjs')];
    await writeFile(one, 'export const handler = 1;');
    await writeFile(other, 'export const handler = 1;', { mode: 0o600 });
    await utimes(other, 1, 1);
    const [first, second] = [await archiveOf(one), await archiveOf(other)];
    expect(first.sha256).toBe(second.sha256);
    expect(first.sha256).toBe(createHash('sha256').update(second.zip).digest('base64'));
  });

  it('does not depend on this machine or version: these bytes have this hash everywhere', async () => {
    const file = join(folder, 'fixed.mjs');
    await writeFile(file, 'export const handler = async () => {};\n');
    expect((await archiveOf(file)).sha256).toBe('uBi9IizN0kw4OkRL1udazMdOJVQmSCwInbkyjqL9V9Q=');
  });

  it('cannot be read where there is none, and says how to get it', async () => {
    await expect(codeArchive(join(folder, 'none.zip'))).rejects.toMatchObject({
      message: expect.stringContaining('none.zip'),
      hint: 'build it with: npm run build',
    });
  });

  /** As the build makes it, and setup reads it. */
  async function archiveOf(handlerFile: string): Promise<CodeArchive> {
    const archive = `${handlerFile}.zip`;
    await writeFile(archive, await zipHandler(handlerFile));
    return await codeArchive(archive);
  }
});
