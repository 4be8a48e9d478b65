/** A record of a PowerPoint 97 to 2003 stream; the data is cut off where the bytes end. */
export interface PowerPointRecord {
  readonly type: number;
  readonly instance: number;
  /** Of the data, as stated. */
  readonly length: number;
  readonly data: Buffer;
}

export const RECORD_HEADER = 8;

/** The records that lie one behind the other in some bytes. https://learn.microsoft.com/en-us/openspecs/office_file_formats/ms-ppt */
export function* recordsIn(bytes: Buffer): Generator<PowerPointRecord> {
  for (let at = 0; at + RECORD_HEADER <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    const data = bytes.subarray(at + RECORD_HEADER, at + RECORD_HEADER + length);
    yield { type: bytes.readUInt16LE(at + 2), instance: bytes.readUInt16LE(at) >> 4, length, data };
    at += RECORD_HEADER + length;
  }
}

/** The first of them, when it is of that type. */
export function recordOf(type: number, bytes: Buffer | undefined): PowerPointRecord | undefined {
  const [first] = recordsIn(bytes ?? Buffer.alloc(0));
  return first?.type === type ? first : undefined;
}
