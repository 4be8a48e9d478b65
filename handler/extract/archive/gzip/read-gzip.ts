import type { ByteSource } from '../../byte-source.ts';
import { exactBytes } from '../../exact-bytes.ts';
import type { Draft, Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { MAX_HEADER, memberHeader } from './member-header.ts';
import { packedTar } from './packed-tar.ts';

const LEAST = 10;
const TRAILER = 8;
/** Where the sizes of larger files may be counted modulo 4 GiB: text shrinks to a thirtieth at best, mostly. */
const MAX_TOLD = 128 * 1024 * 1024;
/** Deflate's best, and what it adds to what cannot be packed. */
const MAX_RATIO = 1032;
const OVERHEAD = 0.001;

/** Reads what gzip notes before and behind a packed file; when that is a tar, it counts what is in there instead. */
export const readGzip: Reader = async ({ source }, draft) => {
  await exactBytes(source, 0, LEAST);
  const header = memberHeader(await source.read(0, MAX_HEADER));
  if (header === undefined) throw new UnreadableError('it is packed in an unknown way');
  const { name, comment, bytes: content } = header;
  const archive: NonNullable<Draft['archive']> = {
    ...(name === undefined ? {} : { originalName: name }),
    ...(comment === undefined ? {} : { comment }),
  };
  draft.archive = archive;
  const tar = await packedTar(source, content);
  if (tar !== undefined) {
    Object.assign(archive, { contains: 'application/x-tar' }, tar.archive);
    if (tar.isDamaged) throw new UnreadableError('its compressed data are damaged');
    return;
  }
  const uncompressedBytes = await toldSize(source, content);
  if (uncompressedBytes !== undefined) archive.uncompressedBytes = uncompressedBytes;
};

/** The trailer's size is that of the last of several files that were strung together: then it does not fit. */
async function toldSize(source: ByteSource, content: number): Promise<number | undefined> {
  const packed = source.size - content - TRAILER;
  if (packed < 2 || source.size > MAX_TOLD) return undefined;
  const told = (await exactBytes(source, source.size - 4, 4)).readUInt32LE(0);
  const isPossible = told <= packed * MAX_RATIO && packed <= told * (1 + OVERHEAD) + 64;
  return isPossible ? told : undefined;
}
