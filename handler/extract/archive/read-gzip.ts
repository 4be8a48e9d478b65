import type { ByteSource } from '../byte-source.ts';
import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

/** https://www.rfc-editor.org/rfc/rfc1952 */
const HEADER = 10;
const TRAILER = 8;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
const MAX_HEAD = 4096;
/** Where the sizes of larger files may be counted modulo 4 GiB: text shrinks to a thirtieth at best, mostly. */
const MAX_TOLD = 128 * 1024 * 1024;
/** Deflate's best, and what it adds to what cannot be packed. */
const MAX_RATIO = 1032;
const OVERHEAD = 0.001;

/** Reads what gzip notes before and behind a packed file. */
export const readGzip: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, HEADER);
  if (header.readUInt8(2) !== 8) throw new UnreadableError('it is packed in an unknown way');
  const flags = header.readUInt8(3);
  const head = await source.read(HEADER, MAX_HEAD);
  const afterExtra = (flags & EXTRA) !== 0 && head.length >= 2 ? 2 + head.readUInt16LE(0) : 0;
  const [name, afterName] = (flags & NAME) !== 0 ? textAt(head, afterExtra) : [undefined, afterExtra];
  const [comment, end] = (flags & COMMENT) !== 0 ? textAt(head, afterName) : [undefined, afterName];
  const uncompressedBytes = await toldSize(source, HEADER + end);
  draft.archive = {
    ...(name === undefined ? {} : { originalName: name }),
    ...(comment === undefined ? {} : { comment }),
    ...(uncompressedBytes === undefined ? {} : { uncompressedBytes }),
  };
};

function textAt(head: Buffer, at: number): readonly [string | undefined, number] {
  const end = head.indexOf(0, at);
  return end < 0 ? [undefined, at] : [head.toString('latin1', at, end) || undefined, end + 1];
}

/** The trailer's size is that of the last of several files that were strung together: then it does not fit. */
async function toldSize(source: ByteSource, content: number): Promise<number | undefined> {
  const packed = source.size - content - TRAILER;
  if (packed < 2 || source.size > MAX_TOLD) return undefined;
  const told = (await exactBytes(source, source.size - 4, 4)).readUInt32LE(0);
  const isPossible = told <= packed * MAX_RATIO && packed <= told * (1 + OVERHEAD) + 64;
  return isPossible ? told : undefined;
}
