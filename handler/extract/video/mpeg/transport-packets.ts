/** A packet of an MPEG transport stream. */
export interface Packet {
  readonly stream: number;
  /** A unit (a table, or a packetised elementary stream's packet) begins in it. */
  readonly begins: boolean;
  readonly payload: Buffer;
}

export interface Framing {
  /** Bytes from one packet to the next: 188, or more where a time stands before or a checksum behind. */
  readonly step: number;
  /** Where the first packet's sync byte is. */
  readonly offset: number;
}

const PACKET = 188;
const STEPS = [188, 192, 204];
const SYNC = 0x47;
const IN_A_ROW = 5;

/** Finds how packets lie in the bytes; undefined when there are none. */
export function findFraming(bytes: Buffer): Framing | undefined {
  for (let offset = 0; offset < Math.max(...STEPS) * 2; offset += 1) {
    if (bytes[offset] !== SYNC) continue;
    const step = STEPS.find((candidate) => isInStep(bytes, offset, candidate));
    if (step !== undefined) return { step, offset };
  }
  return undefined;
}

function isInStep(bytes: Buffer, offset: number, step: number): boolean {
  for (let count = 1; count < IN_A_ROW; count += 1) {
    const at = offset + count * step;
    if (at >= bytes.length) return count > 2;
    if (bytes[at] !== SYNC) return false;
  }
  return true;
}

/** The packets in the bytes; those that are out of step are passed over. */
export function* packets(bytes: Buffer, { step, offset }: Framing): Generator<Packet> {
  for (let at = offset; at + PACKET <= bytes.length; at += step) {
    if (bytes[at] !== SYNC) continue;
    const head = bytes.readUInt16BE(at + 1);
    const control = bytes.readUInt8(at + 3);
    const adaptation = (control & 0x20) === 0 ? 0 : 1 + bytes.readUInt8(at + 4);
    if ((control & 0x10) === 0 || adaptation > PACKET - 4) continue;
    yield {
      stream: head & 0x1fff,
      begins: (head & 0x4000) !== 0,
      payload: bytes.subarray(at + 4 + adaptation, at + PACKET),
    };
  }
}
