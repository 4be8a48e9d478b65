import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { describeBytes } from './describe-file.ts';
import { fixture } from './read-as.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const TAR = { contains: 'application/x-tar', folders: 0 };

/** The header of a file of so many bytes. */
function header(bytes: number): Buffer {
  const block = Buffer.from(fixture('archive/gnu.tar').subarray(0, 512));
  block.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(sum.toString(8).padStart(6, '0'), 148);
  block.writeUInt8(0, 154);
  return block;
}

const END = Buffer.alloc(1024);
const entry = Buffer.concat([header(5), Buffer.from('hello'.padEnd(512, '\0'))]);

async function archiveIn(bytes: Buffer) {
  const { status, reason, details, usage } = { reason: undefined, ...(await describeBytes(bytes, 'file')) };
  return { status, reason, mediaType: details?.mediaType, archive: details?.archive, usage };
}

test('a packed tar is known by its content, and stays a gzip', async () => {
  const { mediaType, archive } = await archiveIn(gzipSync(Buffer.concat([entry, entry, END])));
  expect(mediaType).toBe('application/gzip');
  expect(archive).toEqual({ ...TAR, entries: 2, files: 2, uncompressedBytes: 10 });
});

test.each([
  ['ends without the blocks of zeros', Buffer.alloc(0)],
  ['has zeros behind it', Buffer.alloc(3000)],
  ['has something else behind it', Buffer.from('what a download added')],
])('a packed tar that %s is whole', async (_, behind) => {
  const { status, archive } = await archiveIn(Buffer.concat([gzipSync(entry), behind]));
  expect(status).toBe('described');
  expect(archive).toEqual({ ...TAR, entries: 1, files: 1, uncompressedBytes: 5 });
});

test('a tar whose entries are packed one by one is counted as one', async () => {
  const packed = [entry, entry, entry, END].map((part) => gzipSync(part));
  const { archive } = await archiveIn(Buffer.concat(packed));
  expect(archive).toEqual({ ...TAR, entries: 3, files: 3, uncompressedBytes: 15 });
});

test('a tar in more pieces than anybody packs is counted in part', async () => {
  const packed = gzipSync(entry);
  const { archive, usage } = await archiveIn(Buffer.alloc(5000 * packed.length, packed));
  expect(archive).toEqual({ ...TAR, entries: 4096, files: 4096, partial: true });
  expect(usage.reads).toBeLessThanOrEqual(2);
});

test('a packed tar that is cut off says that there was more', async () => {
  const bytes = gzipSync(Buffer.concat([entry, entry, END]), { level: 0 });
  const { status, archive } = await archiveIn(bytes.subarray(0, 1800));
  expect(status).toBe('described');
  expect(archive).toEqual({ ...TAR, entries: 2, files: 2, partial: true });
});

test('of a packed tar that is damaged the count up to there is kept', async () => {
  const head = gzipSync('').subarray(0, 10);
  const begun = Buffer.concat([header(MIB), Buffer.alloc(16 * KIB)]);
  const packed = deflateRawSync(begun, { level: 0, finishFlush: constants.Z_SYNC_FLUSH });
  // A block of a kind that deflate does not have.
  const damaged = Buffer.concat([head, packed, Buffer.alloc(600, 0xff)]);
  const { status, reason, archive } = await archiveIn(damaged);
  expect(status).toBe('failed');
  expect(reason).toBe('it cannot be read as application/gzip: its compressed data are damaged');
  expect(archive).toEqual({ ...TAR, entries: 1, files: 1, partial: true });
});

test('what unpacks to more than 64 MiB is counted up to there', async () => {
  const file = Buffer.concat([header(MIB), Buffer.alloc(MIB)]);
  const { archive, usage } = await archiveIn(gzipSync(Buffer.alloc(80 * file.length, file), { level: 1 }));
  expect(archive).toEqual({ ...TAR, entries: 64, files: 64, partial: true });
  expect(usage.reads).toBeLessThanOrEqual(2);
});

test('of a file that packs badly no more than 24 MiB are read', async () => {
  const file = Buffer.concat([header(MIB), Buffer.alloc(MIB)]);
  const { archive, usage } = await archiveIn(gzipSync(Buffer.alloc(30 * file.length, file), { level: 0 }));
  expect(archive).toEqual({ ...TAR, entries: 24, files: 24, partial: true });
  expect(usage.bytes).toBeLessThanOrEqual(24 * MIB + 64 * KIB);
  expect(usage.reads).toBeLessThanOrEqual(13);
});

test('nothing is unpacked for a file that would end too far away', async () => {
  const bomb = gzipSync(Buffer.concat([header(0o77777777777), Buffer.alloc(256 * MIB)]), { level: 1 });
  expect(bomb.length).toBeGreaterThan(512 * KIB);
  const { archive, usage } = await archiveIn(bomb);
  expect(archive).toEqual({ ...TAR, entries: 1, files: 1, partial: true });
  expect(usage.reads).toBe(1);
});

test('a gzip of something else costs its beginning and its end', async () => {
  const { archive, usage } = await archiveIn(gzipSync(Buffer.alloc(256 * MIB), { level: 1 }));
  expect(archive).toEqual({ uncompressedBytes: 256 * MIB });
  expect(usage.reads).toBe(2);
  expect(usage.bytes).toBeLessThanOrEqual(192 * KIB);
});
