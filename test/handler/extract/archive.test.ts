import { expect, test } from 'vitest';
import type { ArchiveDetails } from '../../../handler/extract/details.ts';
import { rangedSource } from '../../../handler/extract/ranged-source.ts';
import type { Draft } from '../../../handler/extract/reader.ts';
import { readerOf } from '../../../handler/extract/readers.ts';
import { describeFile } from './describe-file.ts';
import { fixture, readAs } from './read-as.ts';

const TREE = { entries: 4, files: 2, folders: 2, uncompressedBytes: 8899 };
const NUMBERS = { uncompressedBytes: 8893 };
const PACKED_TAR = {
  contains: 'application/x-tar',
  entries: 3,
  files: 2,
  folders: 1,
  uncompressedBytes: 8899,
};

const archives: readonly [file: string, archive: ArchiveDetails | undefined][] = [
  ['tree.zip', { ...TREE, comment: 'made by hand' }],
  ['locked.zip', { ...TREE, encrypted: true }],
  ['trailing.zip', { ...TREE, comment: 'made by hand' }],
  ['large-fields.zip', { entries: 1, files: 1, folders: 0, uncompressedBytes: 6 }],
  ['gnu.tar', { entries: 3, files: 2, folders: 1, uncompressedBytes: 8899 }],
  ['long.tar', { entries: 2, files: 2, folders: 0, uncompressedBytes: 12 }],
  ['pax.tar', { entries: 2, files: 2, folders: 0, uncompressedBytes: 12 }],
  ['tree.7z', { entries: 4, files: 3, folders: 1, uncompressedBytes: 13 }],
  ['old.rar', { entries: 3, files: 2, folders: 1, uncompressedBytes: 13, encrypted: true }],
  ['new.rar', { entries: 2, files: 1, folders: 1, uncompressedBytes: 6 }],
  ['locked.rar', { encrypted: true }],
  ['two.cab', { entries: 2, files: 2, folders: 0, uncompressedBytes: 13 }],
  ['old.cpio', { entries: 2, files: 1, folders: 1, uncompressedBytes: 6 }],
  ['hello.deb', { entries: 3, files: 3, folders: 0, uncompressedBytes: 16 }],
  ['library.a', { entries: 2, files: 2, folders: 0, uncompressedBytes: 10 }],
  ['hello.rpm', { entries: 3, uncompressedBytes: 4711, comment: 'Says hello' }],
  ['numbers.txt.gz', { ...NUMBERS, originalName: 'numbers.txt' }],
  ['two-members.gz', { originalName: 'numbers.txt' }],
  ['gnu.tar.gz', { ...PACKED_TAR, originalName: 'gnu.tar' }],
  ['members.tgz', PACKED_TAR],
  ['numbers.xz', NUMBERS],
  ['two-streams.xz', { uncompressedBytes: 8899 }],
  ['numbers.zst', NUMBERS],
  ['numbers.lz4', NUMBERS],
  ['numbers.lz', NUMBERS],
  ['numbers.bz2', undefined],
];

test.each(archives)('%s is described', async (file, archive) => {
  const { status, details, usage } = await describeFile(pathOf(file));
  expect(status).toBe('described');
  expect(details?.archive).toEqual(archive);
  expect(usage.reads).toBe(1);
});

test.each([
  ['program.jar', 'application/java-archive', 2],
  ['program.apk', 'application/vnd.android.package-archive', 2],
  ['comic.cbz', 'application/vnd.comicbook+zip', 2],
  ['place.kmz', 'application/vnd.google-earth.kmz', 1],
  ['talk.key', 'application/vnd.apple.keynote', undefined],
  ['tree.zip', 'application/zip', 4],
])('%s is %s', async (file, mediaType, entries) => {
  const { details } = await describeFile(pathOf(file));
  expect(details?.mediaType).toBe(mediaType);
  expect(details?.archive?.entries).toBe(entries);
});

test('a Debian package is told apart from other Unix archives', async () => {
  const details = await readAs('application/x-archive', fixture('archive/hello.deb'));
  expect(details.mediaType).toBe('application/vnd.debian.binary-package');
});

test('a thin Unix archive is counted without the files, which lie beside it', async () => {
  const { archive } = await readAs('application/x-archive', fixture('archive/thin.a'));
  expect(archive).toEqual({ entries: 2, files: 2, folders: 0, uncompressedBytes: 10 });
});

test('the new kind of cpio is counted, too', async () => {
  const { archive } = await readAs('application/x-cpio', fixture('archive/new.cpio'));
  expect(archive).toEqual({ entries: 2, files: 1, folders: 1, uncompressedBytes: 6 });
});

test('the old kind of LZMA tells its size', async () => {
  const { archive } = await readAs('application/x-lzma', fixture('archive/numbers.lzma'));
  expect(archive).toEqual(NUMBERS);
});

test('a zip behind a program that unpacks it is read', async () => {
  const program = Buffer.from('#!/bin/sh\nunpacks itself\n');
  const bytes = Buffer.concat([program, fixture('archive/program.jar')]);
  const details = await readAs('application/zip', bytes);
  expect(details.mediaType).toBe('application/java-archive');
  expect(details.archive?.entries).toBe(2);
});

test('the label of an ISO image is the long one', async () => {
  const image = Buffer.alloc(19 * 2048);
  const descriptor = (sector: number, type: number) => {
    image.writeUInt8(type, sector * 2048);
    image.write('CD001', sector * 2048 + 1);
    return image.subarray(sector * 2048 + 40, sector * 2048 + 72);
  };
  descriptor(16, 1).fill('SHORT'.padEnd(32));
  descriptor(17, 2).fill(Buffer.from('A longer label'.padEnd(16), 'utf16le').swap16());
  image.write('%/E', 17 * 2048 + 88);
  descriptor(18, 255);
  const { archive } = await readAs('application/x-iso9660-image', image);
  expect(archive).toEqual({ comment: 'A longer label' });
});

test('a tar that is cut off says that there was more', async () => {
  const bytes = fixture('archive/gnu.tar').subarray(0, 4096);
  const { archive } = await readAs('application/x-tar', bytes);
  expect(archive).toEqual({ entries: 3, files: 2, folders: 1, partial: true });
});

test('the size of a gzip that may hold more than 4 GiB is not told', async () => {
  const whole = fixture('archive/numbers.txt.gz');
  const bytes = Buffer.concat([whole.subarray(0, -8), Buffer.alloc(129 * 1024 * 1024), whole.subarray(-8)]);
  bytes.writeUInt32LE(140 * 1024 * 1024, bytes.length - 4);
  const { archive } = await readAs('application/gzip', bytes);
  expect(archive).toEqual({ originalName: 'numbers.txt' });
});

test('the first of several RAR volumes says that there is more', async () => {
  const bytes = fixture('archive/old.rar');
  // The flags of the last block: another volume follows.
  bytes.writeUInt16LE(0x4001, bytes.length - 4);
  const { archive } = await readAs('application/x-rar', bytes);
  expect(archive).toEqual({ entries: 3, files: 2, folders: 1, encrypted: true, partial: true });
});

test('a zip that counts more entries than its directory has says that there is more', async () => {
  const bytes = fixture('archive/program.jar');
  const end = bytes.lastIndexOf('PK\x05\x06');
  bytes.writeUInt16LE(0xffff, end + 10);
  const { archive } = await readAs('application/zip', bytes);
  expect(archive).toEqual({ entries: 2, files: 2, folders: 0, partial: true });
});

test('the entries of a zip are counted up to 100,000', async () => {
  const jar = fixture('archive/program.jar');
  const directory = jar.indexOf('PK\x01\x02');
  const record = jar.subarray(directory, jar.indexOf('PK\x01\x02', directory + 4));
  const end = Buffer.from(jar.subarray(jar.lastIndexOf('PK\x05\x06')));
  const entries = 100_001;
  end.writeUInt16LE(entries & 0xffff, 10);
  end.writeUInt32LE(entries * record.length, 12);
  end.writeUInt32LE(0, 16);
  const many = Buffer.alloc(entries * record.length, record);
  const { archive } = await readAs('application/zip', Buffer.concat([many, end]));
  expect(archive).toEqual({ entries: 100_000, files: 100_000, folders: 0, partial: true });
});

test.each([
  ['application/zip', 'tree.zip', 'it has no central directory'],
  ['application/x-7z-compressed', 'tree.7z', 'it ends too early'],
  ['application/x-xz', 'numbers.xz', 'it is cut off'],
  ['application/x-rpm', 'hello.rpm', 'it ends too early'],
])('%s that is cut off in its middle fails', async (mediaType, file, reason) => {
  const bytes = fixture(`archive/${file}`);
  const half = bytes.subarray(0, Math.min(bytes.length / 2, 120));
  await expect(readAs(mediaType, half)).rejects.toThrow(reason);
});

test('a 7z that claims to list millions of files fails', async () => {
  const header = Buffer.from('0105ff0000000100000000', 'hex');
  const start = Buffer.alloc(32);
  Buffer.from('377abcaf271c0004', 'hex').copy(start);
  start.writeBigUInt64LE(BigInt(header.length), 20);
  const read = readAs('application/x-7z-compressed', Buffer.concat([start, header]));
  await expect(read).rejects.toThrow('it claims to list more than a million files');
});

function pathOf(file: string): string {
  return new URL(`files/archive/${file}`, import.meta.url).pathname;
}

test('a tar of large files is read with a few short reads, and the rest is left', async () => {
  const megabyte = 1024 * 1024;
  const size = 2 * megabyte;
  const [file, zeros] = [fixture('archive/gnu.tar').subarray(0, 512), Buffer.alloc(512)];
  const header = Buffer.from(file);
  header.write('00010000000\0', 124);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(sum.toString(8).padStart(6, '0'), 148);
  header.writeUInt8(0, 154);
  const every = size + 512;
  const fetch = async (start: number, end: number) => {
    const bytes = Buffer.alloc(end - start);
    for (let at = Math.ceil(start / every) * every; at < end; at += every) {
      (at < 20 * every ? header : zeros).copy(bytes, at - start);
    }
    return bytes;
  };
  const source = rangedSource(20 * every + 1024, fetch);
  const draft: Draft = { schema: 1, mediaType: 'application/x-tar', mediaTypeFrom: 'content' };
  await readerOf('application/x-tar')?.({ source, name: 'large.tar', mediaType: 'application/x-tar' }, draft);
  expect(draft.archive).toEqual({ entries: 16, files: 16, folders: 0, partial: true });
  expect(source.usage.reads).toBe(16);
  expect(source.usage.bytes).toBeLessThan(1.2 * megabyte);
});
