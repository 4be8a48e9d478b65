import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FilepipeError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';

/** The function's code as Lambda takes it. */
export interface CodeArchive {
  readonly zip: Uint8Array;
  /** In base64, as Lambda reports it for code it has. */
  readonly sha256: string;
}

/** Reads the archive that the build made: making it takes longer than all else that a setup does by itself. */
export async function codeArchive(codeFile: string): Promise<CodeArchive> {
  const zip = await readFile(codeFile).catch((cause: unknown) => {
    throw new FilepipeError(`cannot read the function's code in ${codeFile}`, {
      hint: 'build it with: npm run build',
      cause,
    });
  });
  return { zip, sha256: createHash('sha256').update(zip).digest('base64') };
}

/** For those who look at a function or remove it, and never ship code. */
export const noCode: CodeArchive = { zip: new Uint8Array(), sha256: '' };

/** The code that comes with filepipe. */
export const shippedCodeFile: string = join(packageRoot, 'dist', 'handler', 'function.zip');
