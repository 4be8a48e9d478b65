import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROBE_PREFIX } from '../provision/names.ts';
import type { Source } from '../transfer/sources.ts';
import type { Way } from './probe.ts';

/** Recognises the key of a probe: nothing else below the prefix is ever deleted. */
export const PROBE_KEY = /^filepipe-probe\/[0-9a-f]{16}\//;

export const PLAIN_NAME = 'probe.bin';

/** Where a plus sign has been reported to fail on the way from API Gateway to S3. */
export const nastyNames: Readonly<Record<Way, string>> = {
  s3: `Übergröße & 100 % = "eins+zwei" %41 it's 🧪.bin`,
  api: `Übergröße & 100 % = "eins" %41 it's 🧪.bin`,
};

const PROBE_BYTES = 4096;

/** A new name for a probe's folder. */
export function newProbeId(): string {
  return randomBytes(8).toString('hex');
}

/** Writes a file of random bytes into the folder, to be stored below the probe's own name. */
export async function writeProbe(folder: string, id: string): Promise<(name: string) => Source> {
  const path = join(folder, id);
  await writeFile(path, randomBytes(PROBE_BYTES));
  const contentType = 'application/octet-stream';
  return (name) => ({ path, key: `${PROBE_PREFIX}${id}/${name}`, bytes: PROBE_BYTES, contentType });
}
