/** Random access to the bytes of one file, of which only what is asked for is read. */
export interface ByteSource {
  /** Bytes. */
  readonly size: number;
  /** The bytes from a position on: as many as asked for, or fewer where the file ends. Never to be written to. */
  read(position: number, length: number): Promise<Buffer>;
}

/** Bytes that are in memory already. */
export function sourceOfBytes(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    read: async (position, length) => bytes.subarray(position, position + length),
  };
}

/** A part of a file, as if it were one: a picture inside a raw file, a track's box. It ends where the file does. */
export function partOf(source: ByteSource, start: number, length: number): ByteSource {
  const from = clamped(start, source.size);
  const size = clamped(length, source.size - from);
  return {
    size,
    read: (position, wanted) => {
      const at = clamped(position, size);
      return source.read(from + at, clamped(wanted, size - at));
    },
  };
}

function clamped(value: number, most: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(value, 0), most) : most;
}
