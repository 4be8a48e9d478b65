import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FilepipeError } from '../errors.ts';
import type { FoundFunction } from './find-function.ts';

/**
 * Saves the function's code as a zip in the folder and returns the file; undefined when AWS does not offer
 * the code. The file is named for what is in it, so saving twice makes one.
 */
export async function keepOldCode(
  { name, codeUrl, configuration }: FoundFunction,
  folder: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (codeUrl === undefined) return undefined;
  const answer = await fetch(codeUrl, { signal });
  if (!answer.ok) throw notSaved(name, `the answer is ${answer.status}`);
  const zip = new Uint8Array(await answer.arrayBuffer());
  const digest = createHash('sha256').update(zip).digest();
  if (configuration.CodeSha256 !== undefined && digest.toString('base64') !== configuration.CodeSha256)
    throw notSaved(name, 'it did not arrive whole');
  const file = join(folder, `${name}-before-filepipe-${digest.toString('hex').slice(0, 8)}.zip`);
  await writeFile(file, zip);
  return file;
}

function notSaved(name: string, why: string): FilepipeError {
  return new FilepipeError(`cannot save the code of function ${name}: ${why}`, {
    hint: 'run the command again: nothing has been changed yet',
  });
}
