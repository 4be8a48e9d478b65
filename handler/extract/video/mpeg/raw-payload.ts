const START_CODE = Buffer.from([0, 0, 1]);

/** A unit of H.264 or HEVC without the bytes of 3 that keep start codes out of it. */
export function rawPayload(unit: Buffer): Buffer {
  const bytes = unit.filter((byte, at) => byte !== 3 || at < 2 || unit[at - 1] !== 0 || unit[at - 2] !== 0);
  return Buffer.from(bytes);
}

/** Where the units begin, after their start codes of two zeros and a one; at most `most`. */
export function unitStarts(bytes: Buffer, most: number): number[] {
  const starts: number[] = [];
  let at = bytes.indexOf(START_CODE);
  while (at >= 0 && starts.length < most) {
    starts.push(at + START_CODE.length);
    at = bytes.indexOf(START_CODE, at + START_CODE.length);
  }
  return starts;
}
