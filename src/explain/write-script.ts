import { access, chmod, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Control } from '../control.ts';
import { FilepipeError, UsageError } from '../errors.ts';
import type { Place } from '../provision/names.ts';
import { codeArchive, shippedCodeFile } from '../provision/resources/code-archive.ts';
import type { Settings } from '../provision/settings.ts';
import { nameAnswers } from './name-answers.ts';
import { rehearse } from './rehearse.ts';
import { renderScript } from './render-script.ts';

export interface WrittenScript {
  readonly script: string;
  /** The function's code, beside it. */
  readonly zip: string;
  /** Of AWS. */
  readonly calls: number;
}

/**
 * Writes setup for one place and these settings as a bash script of aws-cli commands, and the function's zip
 * beside it. Fails before the first when a file is there, unless `overwrite`.
 */
export async function writeScript(
  file: string,
  place: Place,
  settings: Settings,
  overwrite: boolean,
  control: Control,
): Promise<WrittenScript> {
  refuseUnreadable(file);
  const zip = `${file.replace(/\.(sh|bash)$/, '')}.zip`;
  const code = await codeArchive(shippedCodeFile);
  const steps = nameAnswers(await rehearse(place, settings, code, control));
  const { install } = settings;
  const { accountId, region } = place;
  const text = renderScript({ install, accountId, region, zipName: basename(zip) }, steps);
  if (!overwrite) for (const path of [file, zip]) await refuseExisting(path);
  await write(file, text);
  await chmod(file, 0o755);
  await write(zip, code.zip);
  return { script: file, zip, calls: steps.flatMap(({ calls }) => calls).length };
}

/** https://github.com/aws/aws-cli/blob/develop/awscli/paramfile.py: it expands variables in the names of files. */
function refuseUnreadable(file: string): void {
  if (!/[$%~]/.test(basename(file))) return;
  throw new UsageError(`aws-cli cannot read a file that is called ${basename(file)}`, {
    hint: 'choose another name: --script setup.sh',
  });
}

async function refuseExisting(path: string): Promise<void> {
  const found = await access(path).then(
    () => true,
    () => false,
  );
  if (!found) return;
  throw new UsageError(`${path} exists already`, { hint: 'choose another file, or replace it with --yes' });
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(path, content).catch((cause: unknown) => {
    throw new FilepipeError(`cannot write ${path}`, {
      cause,
      hint: 'choose another file: --script setup.sh',
    });
  });
}
