import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { AwsError } from '../aws-error.ts';
import { invalidParameter } from './lambda-error.ts';

/** Layers included. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_UNZIPPED_BYTES = 262_144_000;

/**
 * Unpacks a deployment package into `folder`. Fails with `InvalidParameterValueException` when it is no
 * zip, is too large unpacked, or has an entry that would land outside the folder or is a symbolic link.
 */
export async function unzip(zip: Uint8Array, folder: string): Promise<void> {
  try {
    // Names that are absolute or climb with `..` are refused by yauzl, as are wrong sizes.
    const archive = await fromBufferPromise(Buffer.from(zip));
    let bytes = 0;
    for await (const entry of archive.eachEntry()) {
      bytes += entry.uncompressedSize;
      if (bytes > MAX_UNZIPPED_BYTES) {
        throw invalidParameter(`Unzipped size must be smaller than ${MAX_UNZIPPED_BYTES} bytes`);
      }
      await unpack(archive, entry, folder);
    }
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw invalidParameter(
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
      error,
    );
  }
}

async function unpack(archive: ZipFile, entry: Entry, folder: string): Promise<void> {
  const path = resolve(folder, entry.fileName);
  if (entry.fileName.endsWith('/')) {
    await mkdir(path, { recursive: true });
    return;
  }
  const mode = entry.externalFileAttributes >>> 16;
  if ((mode & FILE_TYPE) === SYMBOLIC_LINK) throw new Error(`${entry.fileName} is a symbolic link`);
  await mkdir(dirname(path), { recursive: true });
  const content = await archive.openReadStreamPromise(entry);
  await pipeline(content, createWriteStream(path, { flags: 'wx', mode: mode & 0o111 ? 0o755 : 0o644 }));
}

const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;
