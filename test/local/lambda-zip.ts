import { ZipArchive } from 'archiver';

/** A zip in memory with these files, text by path. */
export async function zip(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = new ZipArchive();
  for (const [name, text] of Object.entries(files)) archive.append(text, { name });
  const [chunks] = await Promise.all([archive.toArray(), archive.finalize()]);
  return Buffer.concat(chunks);
}
