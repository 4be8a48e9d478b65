import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Code } from './function-record.ts';
import { invalidParameter, lambdaError } from './lambda-error.ts';
import { unzip } from './unzip.ts';

/** Deployment packages, each as it came and unpacked in a folder, named after its content. */
export interface CodeStore {
  /** Unpacks a zip, unless it is there already. Refused when it is too large or cannot be read. */
  add(zip: Uint8Array): Promise<Code>;
  /** What is the function's task root. */
  folderOf(code: Code): string;
  /** The zip, byte for byte. */
  zipOf(code: Pick<Code, 'sha256'>): string;
}

/** Opens the store at `folder` and removes from it what is not among `used`. */
export async function openCodeStore(folder: string, used: readonly Code[]): Promise<CodeStore> {
  await mkdir(folder, { recursive: true });
  // Ends Node's search for the `type` of a function's .js files, which must not depend on where we are.
  await writeFile(join(folder, 'package.json'), '{}\n');
  const keep = new Set(['package.json', ...used.flatMap((code) => [folderName(code), zipName(code)])]);
  for (const name of await readdir(folder)) {
    if (!keep.has(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
  const present = new Set(keep);

  return {
    folderOf: (code) => join(folder, folderName(code)),
    zipOf: (code) => join(folder, zipName(code)),
    async add(zip) {
      checkSize(zip.length);
      const code = { sha256: createHash('sha256').update(zip).digest('base64'), bytes: zip.length };
      if (present.has(folderName(code))) return code;
      const unpacking = join(folder, `${folderName(code)}.${randomUUID()}`);
      try {
        await unzip(zip, unpacking);
        await mkdir(unpacking, { recursive: true });
        await writeFile(`${unpacking}.zip`, zip);
        await rename(`${unpacking}.zip`, join(folder, zipName(code)));
        await rename(unpacking, join(folder, folderName(code))).catch(alreadyThere);
        present.add(folderName(code));
      } finally {
        await rm(unpacking, { recursive: true, force: true });
        await rm(`${unpacking}.zip`, { force: true });
      }
      return code;
    },
  };
}

/** Of a zip that is sent with the call. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_ZIPPED_BYTES = 52_428_800;

function checkSize(bytes: number): void {
  if (bytes === 0) throw invalidParameter('Uploaded file must be a non-empty zip');
  if (bytes > MAX_ZIPPED_BYTES) {
    throw lambdaError(
      'RequestEntityTooLargeException',
      'Request must be smaller than 70167211 bytes for the CreateFunction operation',
      { status: 413 },
    );
  }
}

function folderName({ sha256 }: Pick<Code, 'sha256'>): string {
  return Buffer.from(sha256, 'base64').toString('hex');
}

function zipName(code: Pick<Code, 'sha256'>): string {
  return `${folderName(code)}.zip`;
}

/** Somebody was faster with the same package. */
function alreadyThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
}
