import { strToU8, zipSync } from 'fflate';

/** A zip in memory with these files, text by path. */
export async function zip(files: Readonly<Record<string, string>>): Promise<Buffer> {
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))),
  );
}
