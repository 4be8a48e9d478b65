import { expect, test } from 'vitest';
import { describeBytes } from './describe-file.ts';
import { be32, describeSparse } from './media-bytes.ts';

const label = (hex: string) => Buffer.from(hex, 'hex');

function keyValue(key: string, content: Buffer): Buffer {
  return Buffer.concat([
    label(key),
    Buffer.from([0x83, 0, content.length >> 8, content.length & 255]),
    content,
  ]);
}

function set(kind: number, items: readonly (readonly [number, Buffer])[]): Buffer {
  const content = items.map(([tag, value]) =>
    Buffer.concat([Buffer.from([tag >> 8, tag & 255, 0, value.length]), value]),
  );
  const key = `060e2b34025301010d0101010101${kind.toString(16).padStart(2, '0')}00`;
  return keyValue(key, Buffer.concat(content));
}

function partition(kind: number, footer: number): Buffer {
  const content = Buffer.alloc(88);
  content.writeBigUInt64BE(BigInt(footer), 24);
  return keyValue(`060e2b34020501010d010201010${kind}0400`, content);
}

function description(units: number): Buffer {
  const duration = Buffer.alloc(8);
  duration.writeBigInt64BE(BigInt(units));
  const picture = set(0x51, [
    [0x3001, be32(25, 1)],
    [0x3002, duration],
    [0x3201, label('060e2b34040101030401020201040300')],
    [0x3202, be32(544)],
    [0x3203, be32(1920)],
    [0x3208, be32(540)],
    [0x320c, Buffer.from([1])],
  ]);
  const sound = set(0x48, [
    [0x3001, be32(25, 1)],
    [0x3002, duration],
    [0x3d01, be32(24)],
    [0x3d03, be32(48_000, 1)],
    [0x3d07, be32(2)],
  ]);
  const date = Buffer.from([0x07, 0xe4, 2, 3, 4, 5, 6, 0]);
  return Buffer.concat([set(0x36, [[0x4405, date]]), sound, picture]);
}

const essence = keyValue('060e2b34010201010d01030115010500', Buffer.alloc(100));
const expected = {
  video: {
    container: 'mxf',
    durationSeconds: 10,
    widthPixels: 1920,
    heightPixels: 1080,
    codec: 'mpeg2video',
    framesPerSecond: 25,
    created: '2020-02-03T04:05:06Z',
    audioTracks: 1,
  },
  audio: { codec: 'pcm_s24le', samplesPerSecond: 48_000, channels: 2, bitsPerSample: 24, lossless: true },
};

test('an MXF file is read by what its first partition describes', async () => {
  const { details } = await describeBytes(
    Buffer.concat([partition(2, 0), description(250), essence]),
    'a.mxf',
  );
  expect(details).toMatchObject({ mediaType: 'application/mxf', ...expected });
});

test('what its first partition did not know yet stands in its last', async () => {
  const head = Buffer.concat([partition(2, 6_000_000_000), description(-1), essence]);
  const tail = Buffer.concat([partition(4, 6_000_000_000), description(250)]);
  const { details, usage } = await describeSparse(
    6_000_000_000 + tail.length,
    [
      [0, head],
      [6_000_000_000, tail],
    ],
    'live.mxf',
  );
  expect(details).toMatchObject(expected);
  expect(usage.reads).toBeLessThanOrEqual(4);
});

test('where descriptors do not say it, the longest sequence tells how long it is', async () => {
  const id = Buffer.alloc(16, 7);
  const duration = Buffer.from([0, 0, 0, 0, 0, 0, 0, 100]);
  const track = set(0x3b, [
    [0x4b01, be32(25, 1)],
    [0x4803, id],
  ]);
  const sequence = set(0x0f, [
    [0x3c0a, id],
    [0x0202, duration],
  ]);
  const bytes = Buffer.concat([partition(2, 0), track, sequence, description(-1), essence]);
  expect((await describeBytes(bytes, 'a.mxf')).details?.video).toMatchObject({ durationSeconds: 4 });
});

test('an MXF file that describes nothing says so', async () => {
  const { status, reason } = await describeBytes(Buffer.concat([partition(2, 0), essence]), 'a.mxf');
  expect([status, reason]).toEqual(['failed', expect.stringContaining('it describes no track')]);
});
