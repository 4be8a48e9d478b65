import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipArchive } from 'archiver';
import { FilepipeError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';

/** The function's code as Lambda takes it. */
export interface CodeArchive {
  readonly zip: Uint8Array;
  /** In base64, as Lambda reports it for code it has. */
  readonly sha256: string;
}

/**
 * Zips one file as `index.mjs`. The same file always gives the same bytes, on every machine and Node
 * version: that is how a second setup sees that the code has not changed. Hence no compression, whose
 * output differs between zlib versions, and a fixed date and mode.
 */
export async function codeArchive(handlerFile: string): Promise<CodeArchive> {
  const code = await readFile(handlerFile).catch((cause: unknown) => {
    throw new FilepipeError(`cannot read the function's code in ${handlerFile}`, {
      hint: 'build it with: npm run build',
      cause,
    });
  });
  const archive = new ZipArchive({ store: true });
  archive.append(code, { name: 'index.mjs', date: new Date(Date.UTC(1980, 0, 1)), mode: 0o644 });
  const [zip] = await Promise.all([buffer(archive), archive.finalize()]);
  return { zip, sha256: createHash('sha256').update(zip).digest('base64') };
}

/** For those who look at a function or remove it, and never ship code. */
export const noCode: CodeArchive = { zip: new Uint8Array(), sha256: '' };

/** The handler that comes with filepipe. */
export const shippedHandler: string = join(packageRoot, 'dist', 'handler', 'index.mjs');
