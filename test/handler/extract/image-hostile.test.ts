import { readdir, readFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { describeSource } from '../../../handler/extract/describe-source.ts';
import { rangedSource } from '../../../handler/extract/ranged-source.ts';
import { describeBytes } from './describe-file.ts';

const FILES = new URL('files/image/', import.meta.url);
const names = await readdir(FILES);
const bytesOf = (name: string) => readFile(new URL(name, FILES));

/** Where EXIF lies in camera.jpg: behind the start and JFIF's segment. */
const camera = await bytesOf('camera.jpg');
const exifStart = camera.indexOf('Exif\0\0');
const exif = camera.subarray(exifStart + 6, exifStart - 2 + camera.readUInt16BE(exifStart - 2));

const HOSTILE = [0, 1, 8, 0x7fffffff, 0xffffffff];

test.each(names)('%s is answered for wherever it is cut off', async (name) => {
  const bytes = await bytesOf(name);
  for (let part = 0; part < 24; part += 1) {
    const { usage } = await describeBytes(bytes.subarray(0, Math.floor((bytes.length * part) / 24)), name);
    expect(usage.reads).toBeLessThanOrEqual(2);
  }
});

test.each(names)('%s is answered for whatever sizes it claims', async (name) => {
  const original = await bytesOf(name);
  for (let at = 4; at + 4 <= Math.min(original.length, 200); at += 13) {
    for (const size of HOSTILE) {
      const [little, big] = [Buffer.from(original), Buffer.from(original)];
      little.writeUInt32LE(size, at);
      big.writeUInt32BE(size, at);
      for (const bytes of [little, big]) {
        expect((await describeBytes(bytes, name)).usage.reads).toBeLessThanOrEqual(4);
      }
    }
  }
});

test('EXIF far behind other segments is found', async () => {
  const profiles = Array.from({ length: 8 }, () => segment(0xe2, Buffer.alloc(65_000)));
  const { details, usage } = await describeBytes(jpeg(...profiles, segment(0xe1, mark(exif))), 'late.jpg');
  expect(details?.photo?.model).toBe('T-100 Mark II');
  expect(usage.reads).toBeLessThanOrEqual(4);
});

test('a JPEG whose picture begins within 128 KiB costs one read', async () => {
  const profiles = Array.from({ length: 2 }, () => segment(0xe2, Buffer.alloc(60_000)));
  const file = Buffer.concat([jpeg(segment(0xe1, mark(exif)), ...profiles), Buffer.alloc(400_000)]);
  const { details, usage } = await describeBytes(file, 'profile.jpg');
  expect(details?.image?.widthPixels).toBe(40);
  expect(usage.reads).toBe(1);
});

test('EXIF that fills several segments is put together', async () => {
  // The directories first, then 70,000 bytes that nothing points into, then the text that the model points to.
  const text = Buffer.from('A model far away\0');
  const entries = Buffer.alloc(8 + 2 + 12 + 4);
  entries.write('II*\0', 'latin1');
  entries.writeUInt32LE(8, 4);
  entries.writeUInt16LE(1, 8);
  entries.writeUInt16LE(0x110, 10);
  entries.writeUInt16LE(2, 12);
  entries.writeUInt32LE(text.length, 14);
  entries.writeUInt32LE(70_000, 18);
  const all = Buffer.concat([entries, Buffer.alloc(70_000 - entries.length), text]);
  const [first, second] = [all.subarray(0, 65_500), all.subarray(65_500)];
  const file = jpeg(segment(0xe1, mark(first)), segment(0xe1, mark(second)));
  expect((await describeBytes(file, 'long.jpg')).details?.photo).toEqual({ model: 'A model far away' });
});

test('bad EXIF does not spoil a good picture', async () => {
  const file = jpeg(segment(0xe1, mark(Buffer.from('II*\0\xff\xff\xff\x7f', 'latin1'))));
  const { status, details } = await describeBytes(file, 'bad.jpg');
  expect(status).toBe('described');
  expect(details?.image?.widthPixels).toBe(40);
  expect(details?.photo).toBeUndefined();
});

test('a JPEG without a frame is unreadable, and keeps what was found', async () => {
  const file = Buffer.concat([start, segment(0xe1, mark(exif)), Buffer.from([0xff, 0xd9])]);
  const { status, reason, details } = await describeBytes(file, 'a.jpg');
  expect(status).toBe('failed');
  expect(reason).toBe('it cannot be read as image/jpeg: it has no frame header');
  expect(details?.photo?.make).toBe('Tamarack');
});

test('EXIF behind a long picture in many pieces is found in a PNG', async () => {
  const pixels = Array.from({ length: 300 }, () => chunk('IDAT', Buffer.alloc(16_384)));
  const { details, usage } = await describeBytes(png(...pixels, chunk('eXIf', exif)), 'late.png');
  expect(details?.photo?.model).toBe('T-100 Mark II');
  expect(usage.reads).toBeLessThanOrEqual(4);
});

test('EXIF behind a picture in large pieces is found in a PNG', async () => {
  const pixels = Array.from({ length: 12 }, () => chunk('IDAT', Buffer.alloc(1024 * 1024)));
  const { details, usage } = await describeBytes(png(...pixels, chunk('eXIf', exif)), 'late.png');
  expect(details?.photo?.model).toBe('T-100 Mark II');
  expect(usage.reads).toBeLessThanOrEqual(5);
});

test('text that would unpack to more than 1 MiB is left out', async () => {
  const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024, 'a'));
  const text = chunk('zTXt', Buffer.concat([Buffer.from('Description\0\0'), bomb]));
  const { status, details } = await describeBytes(png(text), 'bomb.png');
  expect(status).toBe('described');
  expect(details?.photo).toBeUndefined();
});

test('directories that lead in a circle are counted once', async () => {
  const bytes = await bytesOf('grey.tif');
  const first = bytes.readUInt32LE(4);
  const entries = bytes.readUInt16LE(first);
  bytes.writeUInt32LE(first, first + 2 + entries * 12);
  expect((await describeBytes(bytes, 'circle.tif')).details?.image?.frames).toBe(1);
});

test('heaps that contain themselves end', async () => {
  const bytes = await bytesOf('raw.crw');
  // The outer heap's only entry, before the offset at the end: all of the heap once more.
  bytes.writeUInt32LE(bytes.length - 26, bytes.length - 12);
  bytes.writeUInt32LE(0, bytes.length - 8);
  expect((await describeBytes(bytes, 'circle.crw')).status).toBe('failed');
});

test('a list of places that take no room ends', async () => {
  const bytes = await bytesOf('camera.avif');
  const iloc = bytes.indexOf('iloc');
  bytes.writeUInt16BE(0, iloc + 8);
  bytes.writeUInt16BE(0xffff, iloc + 10);
  const { status, details } = await describeBytes(bytes, 'places.avif');
  expect(status).toBe('described');
  expect(details?.image?.widthPixels).toBe(64);
});

test('entities are not expanded', async () => {
  const entities = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>';
  const svg = `${entities}<svg xmlns="http://www.w3.org/2000/svg" width="&b;" height="30" viewBox="0 0 40 30"/>`;
  const { details } = await describeBytes(Buffer.from(svg), 'entities.svg');
  expect(details?.image).toEqual({ widthPixels: 40, heightPixels: 30 });
});

test('a file of 5 GB costs a few reads', async () => {
  const size = 5 * 1024 ** 3;
  const head = Buffer.alloc(16);
  head.write('II', 'latin1');
  head.writeUInt16LE(43, 2);
  head.writeUInt16LE(8, 4);
  head.writeBigUInt64LE(BigInt(size - 200), 8);
  const tail = Buffer.alloc(200);
  tail.writeBigUInt64LE(2n, 0);
  for (const [at, tag, value] of [[8, 0x100, 80_000] as const, [28, 0x101, 60_000] as const]) {
    tail.writeUInt16LE(tag, at);
    tail.writeUInt16LE(4, at + 2);
    tail.writeBigUInt64LE(1n, at + 4);
    tail.writeUInt32LE(value, at + 12);
  }
  const source = rangedSource(size, async (from, to) => {
    const bytes = Buffer.alloc(to - from);
    if (from === 0) head.copy(bytes);
    if (to === size) tail.copy(bytes, bytes.length - tail.length);
    return bytes;
  });
  const { details } = await describeSource(source, 'huge.tif');
  expect(details?.image).toMatchObject({ widthPixels: 80_000, heightPixels: 60_000, frames: 1 });
  expect(source.usage.reads).toBeLessThanOrEqual(2);
});

const start = Buffer.from([0xff, 0xd8]);

function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

function mark(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from('Exif\0\0'), bytes]);
}

/** A JPEG of 40 by 30 pixels, without them. */
function jpeg(...segments: Buffer[]): Buffer {
  const frame = segment(0xc0, Buffer.from([8, 0, 30, 0, 40, 1, 1, 0x11, 0]));
  return Buffer.concat([
    start,
    ...segments,
    frame,
    segment(0xda, Buffer.alloc(6)),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content, Buffer.alloc(4)]);
}

function png(...chunks: Buffer[]): Buffer {
  const header = Buffer.from([0, 0, 0, 40, 0, 0, 0, 30, 8, 2, 0, 0, 0]);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), ...chunks, chunk('IEND', Buffer.alloc(0))]);
}
