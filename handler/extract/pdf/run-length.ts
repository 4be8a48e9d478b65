const END = 128;

/** Unpacks runs of bytes, at most `most` bytes. */
export function unpackRuns(packed: Buffer, most: number): Buffer {
  const out: Buffer[] = [];
  let length = 0;
  let at = 0;
  while (at < packed.length && length < most) {
    const count = packed[at] ?? END;
    if (count === END) break;
    const literal = count < END;
    const run = literal
      ? packed.subarray(at + 1, at + 2 + count)
      : Buffer.alloc(257 - count, packed.subarray(at + 1, at + 2));
    out.push(run);
    length += run.length;
    at += literal ? 2 + count : 2;
  }
  return Buffer.concat(out).subarray(0, most);
}
