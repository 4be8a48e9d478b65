import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeBytes } from './describe-file.ts';

const folders = ['video', 'audio'].map((folder) => join(import.meta.dirname, 'files', folder));
const files = await Promise.all(
  folders.map(async (folder) => (await readdir(folder)).map((file) => [file, join(folder, file)] as const)),
);

/** The headers, in which damage does most. */
const BEGINNING = 2000;
const share = fc.double({ min: 0, max: 1, noNaN: true });
const number = fc.oneof(
  fc.constantFrom(0, 1, 7, 8, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff),
  fc.integer({ min: 0, max: 0xffff_ffff }),
);
const change = fc.record({ at: share, number, bytes: fc.constantFrom(1, 4), bigEndian: fc.boolean() });
const damage = fc.record({
  kept: fc.oneof(fc.constant(1), share),
  changes: fc.array(change, { maxLength: 12 }),
});
type Damage = typeof damage extends fc.Arbitrary<infer Value> ? Value : never;

describe('damage', () => {
  test.each(files.flat())('to %s is answered within the one read that it takes', async (_, file) => {
    const bytes = await readFile(file);
    await fc.assert(
      fc.asyncProperty(damage, async (done) => {
        const { status, usage } = await describeBytes(damaged(bytes, done), file);
        expect(['described', 'failed']).toContain(status);
        expect(usage.reads).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });
});

/** A beginning of the file, with numbers written over what is there. */
function damaged(bytes: Buffer, { kept, changes }: Damage): Buffer {
  const copy = Buffer.from(bytes.subarray(0, Math.ceil(bytes.length * kept)));
  if (copy.length < 4) return copy;
  for (const { at, number: value, bytes: width, bigEndian } of changes) {
    const position = Math.floor(at * (Math.min(copy.length, BEGINNING) - 4));
    if (width === 1) copy.writeUInt8(value & 0xff, position);
    else if (bigEndian) copy.writeUInt32BE(value, position);
    else copy.writeUInt32LE(value, position);
  }
  return copy;
}
