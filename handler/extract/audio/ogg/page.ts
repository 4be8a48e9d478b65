/** A page of Ogg (RFC 3533), without its content. */
export interface Page {
  readonly position: number;
  /** Of the stream that it belongs to. */
  readonly serial: number;
  /** How far the stream has come, in units of its codec; undefined when no packet ends here. */
  readonly granule: bigint | undefined;
  readonly begins: boolean;
  /** The lengths of the packets in it; the last may go on in the next page. */
  readonly packets: readonly number[];
  readonly unfinished: boolean;
  readonly content: number;
  readonly end: number;
}

const HEADER = 27;
const NONE = -1n;
const BEGINS = 2;

/** Reads the header of a page at a position in the bytes; undefined when there is none, or not all of it. */
export function readPage(bytes: Buffer, position: number): Page | undefined {
  if (position < 0 || position + HEADER > bytes.length) return undefined;
  if (bytes.toString('latin1', position, position + 4) !== 'OggS' || bytes[position + 4] !== 0)
    return undefined;
  const segments = bytes.readUInt8(position + 26);
  const content = position + HEADER + segments;
  const lacing = bytes.subarray(position + HEADER, content);
  if (lacing.length < segments) return undefined;
  const granule = bytes.readBigInt64LE(position + 6);
  return {
    position,
    serial: bytes.readUInt32LE(position + 14),
    granule: granule === NONE ? undefined : granule,
    begins: ((bytes[position + 5] ?? 0) & BEGINS) !== 0,
    packets: packetsOf(lacing),
    unfinished: lacing.at(-1) === 255,
    content,
    end: content + lacing.reduce((sum, length) => sum + length, 0),
  };
}

/** A packet is as many parts of 255 bytes as there are, and a shorter one. */
function packetsOf(lacing: Buffer): number[] {
  const packets: number[] = [];
  let length = 0;
  for (const part of lacing) {
    length += part;
    if (part === 255) continue;
    packets.push(length);
    length = 0;
  }
  if (length > 0) packets.push(length);
  return packets;
}
