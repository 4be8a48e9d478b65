import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { FilepipeError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';

/** The function's code as Lambda takes it. */
export interface CodeArchive {
  readonly zip: Uint8Array;
  /** In base64, as Lambda reports it for code it has. */
  readonly sha256: string;
}

/** What the handler loads when it is there. */
const EXTRACTOR_FILE = 'extractor.mjs';

/**
 * Zips the handler as `index.mjs`, and the extractor that lies beside it. The same files always give the same bytes,
 * on every machine and Node version: that is how a second setup sees that the code has not changed. Hence a
 * compressor of its own, since zlib's output differs between versions, and a fixed date and mode.
 */
export async function codeArchive(handlerFile: string): Promise<CodeArchive> {
  const code = await readFile(handlerFile).catch((cause: unknown) => {
    throw new FilepipeError(`cannot read the function's code in ${handlerFile}`, {
      hint: 'build it with: npm run build',
      cause,
    });
  });
  const extractor = await readFile(join(dirname(handlerFile), EXTRACTOR_FILE)).catch(() => undefined);
  const zip = zipSync(
    { 'index.mjs': code, ...(extractor === undefined ? {} : { [EXTRACTOR_FILE]: extractor }) },
    { level: 9, mtime: NO_DATE, os: UNIX, attrs: 0o100644 << 16 },
  );
  return { zip, sha256: createHash('sha256').update(zip).digest('base64') };
}

/** The first day that a zip archive can name, whatever the time zone: they have local times. */
const NO_DATE = new Date(1980, 0, 1);

/** As zip archives number systems: without it the mode does not count. */
const UNIX = 3;

/** For those who look at a function or remove it, and never ship code. */
export const noCode: CodeArchive = { zip: new Uint8Array(), sha256: '' };

/** The handler that comes with filepipe. */
export const shippedHandler: string = join(packageRoot, 'dist', 'handler', 'index.mjs');
