import { type PesHeader, readPesHeader } from './timestamps.ts';

/** A packet of an MPEG program stream. */
export interface ProgramPacket extends PesHeader {
  /** The last byte of its start code. */
  readonly stream: number;
  readonly content: Buffer;
}

const PACK = Buffer.from([0, 0, 1, 0xba]);
const MPEG1_PACK = 12;
const MPEG2_PACK = 14;
const PRIVATE = 0xbd;
const FIRST_SOUND = 0xc0;
const LAST_PICTURES = 0xef;
const HEADER = 6;
const MAX_PACKETS = 20_000;

/** The packets with sound, pictures and private data, from the first pack in the bytes on. */
export function* programPackets(bytes: Buffer): Generator<ProgramPacket> {
  let at = bytes.indexOf(PACK);
  for (let count = 0; count < MAX_PACKETS && at >= 0 && at + MPEG2_PACK <= bytes.length; count += 1) {
    const code = bytes.readUInt8(at + 3);
    if (bytes.readUIntBE(at, 3) !== 1) at = bytes.indexOf(PACK, at + 1);
    else if (code === PACK[3]) at += packLength(bytes, at);
    else {
      const end = at + HEADER + bytes.readUInt16BE(at + 4);
      if (code === PRIVATE || (code >= FIRST_SOUND && code <= LAST_PICTURES)) {
        const header = readPesHeader(bytes, at);
        yield { stream: code, ...header, content: bytes.subarray(at + header.length, end) };
      }
      at = end;
    }
  }
}

function packLength(bytes: Buffer, position: number): number {
  const isMpeg1 = bytes.readUInt8(position + 4) >> 4 === 2;
  return isMpeg1 ? MPEG1_PACK : MPEG2_PACK + (bytes.readUInt8(position + 13) & 7);
}
