import { constants, inflateRawSync } from 'node:zlib';
import type { ByteSource } from '../../byte-source.ts';
import type { ZipDirectory } from './zip-directory.ts';
import type { ZipEntry } from './zip-entry.ts';

/** Of one part, packed or not, where no more is asked for. */
const MAX_BYTES = 1024 * 1024;
const LOCAL_HEADER = 30;
const LOCAL_SIGNATURE = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

/** A file in a zip, unpacked. Undefined when it is absent, encrypted, larger than 1 MiB or `most`, damaged or packed in an unusual way. */
export async function zipPart(
  source: ByteSource,
  directory: ZipDirectory,
  name: string,
  most = MAX_BYTES,
): Promise<Buffer | undefined> {
  const entry = directory.byName.get(name);
  if (entry === undefined || entry.isEncrypted || entry.uncompressedBytes > most) return undefined;
  const packed = await packedBytes(source, entry, directory.shift, most);
  if (packed === undefined || entry.method === STORED) return packed;
  return entry.method === DEFLATED ? inflated(packed, most) : undefined;
}

async function packedBytes(
  source: ByteSource,
  entry: ZipEntry,
  shift: number,
  most: number,
): Promise<Buffer | undefined> {
  const start = entry.headerOffset + shift;
  // The local header repeats the name and has an extra field of its own: they lie in one block, mostly.
  const header = await source.read(start, LOCAL_HEADER);
  if (header.length < LOCAL_HEADER || header.readUInt32LE(0) !== LOCAL_SIGNATURE) return undefined;
  const content = start + LOCAL_HEADER + header.readUInt16LE(26) + header.readUInt16LE(28);
  return source.read(content, Math.min(entry.compressedBytes, most));
}

/** Stops where the data ends, and not with an error: what came out is of use. */
function inflated(packed: Buffer, most: number): Buffer | undefined {
  try {
    return inflateRawSync(packed, { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}
