/** One object of an ASF file's header. */
export interface AsfObject {
  /** As the bytes are, in hexadecimal. */
  readonly id: string;
  readonly content: Buffer;
}

const HEADER = 24;
const MAX_OBJECTS = 200;

/** The objects side by side in the bytes; the last may be cut short. */
export function* objects(bytes: Buffer): Generator<AsfObject> {
  let at = 0;
  for (let count = 0; count < MAX_OBJECTS && at + HEADER <= bytes.length; count += 1) {
    const length = Number(bytes.readBigUInt64LE(at + 16));
    if (length < HEADER) return;
    yield { id: bytes.toString('hex', at, at + 16), content: bytes.subarray(at + HEADER, at + length) };
    at += length;
  }
}
