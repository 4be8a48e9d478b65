import { describe, expect, test } from 'vitest';
import { describeSparse } from './media-bytes.ts';
import { readAs } from './read-as.ts';

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function tag(type: number, content: Buffer): Buffer {
  const header = Buffer.from([type, 0, 0, content.length, 0, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([header, content, Buffer.from([0, 0, 0, 11 + content.length])]);
}

function script(name: string, ...fields: [string, number][]): Buffer {
  const list = fields.flatMap(([field, value]) => [text(field), number(value)]);
  return Buffer.concat([
    Buffer.from([2]),
    text(name),
    Buffer.from([8, 0, 0, 0, 0]),
    ...list,
    Buffer.from([0, 0, 9]),
  ]);
}

test("script data of another name takes nothing from a Flash video's own", async () => {
  const bytes = Buffer.concat([
    Buffer.from([0x46, 0x4c, 0x56, 1, 1, 0, 0, 0, 9, 0, 0, 0, 0]),
    tag(18, script('onMetaData', ['duration', 2], ['width', 320], ['height', 240])),
    tag(18, script('onXMPData')),
    tag(9, Buffer.from([0x14, 0, 0, 0])),
  ]);
  expect((await readAs('video/x-flv', bytes)).video).toMatchObject({
    codec: 'vp6f',
    durationSeconds: 2,
    widthPixels: 320,
    heightPixels: 240,
  });
});

test('script data tells when a Flash video was made', async () => {
  const made = [text('creation_time'), Buffer.from([2]), text('2020-02-03T04:05:06.000000Z')];
  const metadata = [Buffer.from([2]), text('onMetaData'), Buffer.from([3]), ...made, Buffer.from([0, 0, 9])];
  const bytes = Buffer.concat([
    Buffer.from([0x46, 0x4c, 0x56, 1, 1, 0, 0, 0, 9, 0, 0, 0, 0]),
    tag(18, Buffer.concat(metadata)),
    tag(9, Buffer.from([0x14, 0, 0, 0])),
  ]);
  expect((await readAs('video/x-flv', bytes)).video).toMatchObject({ created: '2020-02-03T04:05:06Z' });
});

test('bare MPEG video lasts as long as its pictures, whatever rate its header says', async () => {
  const header = Buffer.from('000001b3040030 13ffffe0 00'.replaceAll(' ', ''), 'hex');
  const picture = Buffer.from('00000100 00100000'.replaceAll(' ', ''), 'hex');
  const bytes = Buffer.concat([header, ...Array.from({ length: 50 }, () => picture)]);
  expect((await readAs('video/mpeg', bytes)).video).toMatchObject({
    codec: 'mpeg1video',
    widthPixels: 64,
    heightPixels: 48,
    framesPerSecond: 25,
    durationSeconds: 2,
  });
});

/** Packets of one stream, MPEG-4 video if nothing else is said, each of which begins at a time and holds this. */
function transportStream(times: readonly number[], content: Buffer, type = 0x10): Buffer {
  const packet = (stream: number, payload: Buffer) => {
    const stuffing = 188 - 5 - payload.length;
    const field = Buffer.concat([Buffer.from([stuffing, 0]), Buffer.alloc(stuffing - 1, 0xff)]);
    return Buffer.concat([Buffer.from([0x47, 0x40 | (stream >> 8), stream & 255, 0x30]), field, payload]);
  };
  const association = Buffer.from('0000b00d0001c100000001e10000000000', 'hex');
  const map = Buffer.from('0002b0120001c10000e101f00010e101f00000000000', 'hex');
  map[13] = type;
  const pictures = times.map((time) => {
    const clock = Buffer.from([0x21, 0, 1 | ((time >> 14) & 0xfe), 0, 1 | ((time << 1) & 0xff)]);
    clock[1] = (time >> 22) & 0xff;
    clock[3] = (time >> 7) & 0xff;
    const header = Buffer.concat([Buffer.from([0, 0, 1, 0xe0, 0, 0, 0x80, 0x80, 5]), clock]);
    return packet(0x101, Buffer.concat([header, content]));
  });
  return Buffer.concat([packet(0, association), packet(0x100, map), ...pictures]);
}

/** A layer: rectangular, a resolution of 30, no fixed rate, 64 by 48. */
function objectLayer(): Buffer {
  const bits = `0${'00000001'}0${'0001'}0${'00'}1${(30).toString(2).padStart(16, '0')}10`;
  const size = `1${(64).toString(2).padStart(13, '0')}1${(48).toString(2).padStart(13, '0')}1`;
  const layer = BigInt(`0b${`${bits}${size}`.padEnd(72, '0')}`)
    .toString(16)
    .padStart(18, '0');
  return Buffer.from(`00000120${layer}`, 'hex');
}

test('MPEG-4 video in a transport stream tells its size, and its times the frame rate', async () => {
  const shown = [0, 3, 1, 2, 4, 7, 5, 6, 8, 9].map((frame) => 90_000 + frame * 3600);
  expect((await readAs('video/MP2T', transportStream(shown, objectLayer()))).video).toMatchObject({
    codec: 'mpeg4',
    widthPixels: 64,
    heightPixels: 48,
    framesPerSecond: 25,
    durationSeconds: 0.4,
  });
});

test('pictures that only say late how large they are in a transport stream are read further', async () => {
  const bytes = Buffer.concat([
    transportStream(Array(3000).fill(90_000), Buffer.from('000001b6', 'hex')),
    transportStream([93_600], objectLayer()),
  ]);
  expect((await readAs('video/MP2T', bytes)).video).toMatchObject({ widthPixels: 64, heightPixels: 48 });
});

describe('a stream in a transport stream', () => {
  const PRIVATE = 6;
  const times = [90_000, 93_600, 97_200, 100_800, 104_400];

  test('that is said to be private may be MPEG-4 video', async () => {
    const content = Buffer.concat([Buffer.from('000001b0f5', 'hex'), objectLayer()]);
    const { video } = await readAs('video/MP2T', transportStream(times, content, PRIVATE));
    expect(video).toMatchObject({ codec: 'mpeg4', widthPixels: 64 });
  });

  test('that is said to be private may be AAC', async () => {
    const frame = Buffer.from('fff15040013ffc0000', 'hex');
    const { audio } = await readAs('video/MP2T', transportStream(times, frame, PRIVATE));
    expect(audio).toMatchObject({ codec: 'aac', samplesPerSecond: 44_100, channels: 1 });
  });

  test('that is private and nothing known is neither', async () => {
    const draft = await readAs(
      'video/MP2T',
      transportStream(times, Buffer.from('fff15040010000', 'hex'), PRIVATE),
    );
    expect(draft.audio).toBeUndefined();
  });

  test.each([
    ['its first frame', '56e00a20001208000000000000'],
    ['a version with a length before it', '56e00c400400008090400000000000'],
  ])('of LOAS tells its rate and channels in %s', async (_, frame) => {
    const LATM = 17;
    const { audio } = await readAs('video/MP2T', transportStream(times, Buffer.from(frame, 'hex'), LATM));
    expect(audio).toMatchObject({ codec: 'aac_latm', samplesPerSecond: 44_100, channels: 1 });
  });
});

test.each([
  ['America', 0x3f, 120_000, { heightPixels: 480, framesPerSecond: 29.97002997 }],
  ['Europe', 0xbf, 144_000, { heightPixels: 576, framesPerSecond: 25 }],
])('bare DV from %s lasts as long as its frames', async (_, system, frame, picture) => {
  const head = Buffer.from([0x1f, 0x07, 0x00, system]);
  const { details } = await describeSparse(frame * 100, [[0, head]], 'tape.dv');
  expect(details).toMatchObject({
    mediaType: 'video/x-dv',
    video: { container: 'dv', codec: 'dvvideo', widthPixels: 720, ...picture },
  });
  expect(details?.video?.durationSeconds).toBeCloseTo(100 / picture.framesPerSecond, 5);
});
