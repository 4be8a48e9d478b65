import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rangedSource } from '../../../handler/extract/ranged-source.ts';
import { readerOf } from '../../../handler/extract/readers.ts';
import { UnreadableError } from '../../../handler/extract/unreadable-error.ts';
import { describeBytes } from './describe-file.ts';
import { fixture } from './read-as.ts';

const VALUES = [0, 1, 8, 0x7fffffff, 0xffffffff];
const MAX_READS = 64;

/** What files are taken for that are not told by their first bytes alone. */
const TAKEN_FOR: Readonly<Record<string, string>> = {
  'thin.a': 'application/x-archive',
  'new.cpio': 'application/x-cpio',
  'numbers.lzma': 'application/x-lzma',
  'sample.pfa': 'application/x-font-type1',
  'sample.pfb': 'application/x-font-type1',
};

describe.each(['office', 'archive', 'font', 'mail'])('damaged %s files', (folder) => {
  const files = readdirSync(new URL(`files/${folder}/`, import.meta.url));

  test.each(files)('%s is described or fails, with a reason for people', async (file) => {
    const whole = fixture(`${folder}/${file}`);
    const { details } = await describeBytes(whole, file);
    const mediaType = TAKEN_FOR[file] ?? details?.mediaType ?? '';
    for (const bytes of truncated(whole)) {
      const { status, reason } = await describeBytes(bytes, file);
      expect(status === 'failed').toBe(reason !== undefined);
    }
    for (const bytes of [...truncated(whole), ...overwritten(whole)]) {
      const { error, reads } = await readDamaged(mediaType, bytes);
      expect(reads).toBeLessThanOrEqual(MAX_READS);
      if (error !== undefined) expect(error).toBeInstanceOf(UnreadableError);
    }
  });
});

async function readDamaged(mediaType: string, bytes: Buffer) {
  const source = rangedSource(bytes.length, async (start, end) => bytes.subarray(start, end));
  const draft = { schema: 1, mediaType, mediaTypeFrom: 'content' } as const;
  let error: unknown;
  try {
    await readerOf(mediaType)?.({ source, name: 'file', mediaType }, { ...draft });
  } catch (thrown) {
    error = thrown;
  }
  return { error, reads: source.usage.reads };
}

function truncated(whole: Buffer): Buffer[] {
  return [0, 1, 8, 40, whole.length >> 1, whole.length - 1].map((length) => whole.subarray(0, length));
}

/** Most of what is counted and measured stands at the beginning or the end. */
function* overwritten(whole: Buffer): Generator<Buffer> {
  for (const at of [4, 12, 20, 28, 44, 60, whole.length - 24, whole.length - 12]) {
    if (at < 0 || at + 4 > whole.length) continue;
    for (const value of VALUES) {
      const little = Buffer.from(whole);
      little.writeUInt32LE(value, at);
      yield little;
      const big = Buffer.from(whole);
      big.writeUInt32BE(value, at);
      yield big;
    }
  }
}
