import { describe, expect, test } from 'vitest';
import { be32, box } from './media-bytes.ts';
import { readAs } from './read-as.ts';

const ftyp = box('ftyp', 'isom', be32(0));
const TIMESCALE = 1000;

function track(handler: string, id: number, table: readonly Buffer[]): Buffer {
  const header = box('tkhd', be32(0, 0, 0, id), Buffer.alloc(68));
  const media = box('mdhd', be32(0, 0, 0, TIMESCALE, 0, 0));
  const kind = box('hdlr', be32(0, 0), handler, Buffer.alloc(12));
  return box('trak', header, box('mdia', media, kind, box('minf', box('stbl', ...table))));
}

/** An entry for sound: of two channels at 8,000 Hz, as templates have it. */
function soundEntry(type: string, ...inside: Buffer[]): Buffer {
  return box('stsd', be32(0, 1), box(type, be32(0, 1, 0, 0, 0x2_0010, 0, 8000 * 0x1_0000), ...inside));
}

function pictureEntry(type: string): Buffer {
  const size = Buffer.from([0, 64, 0, 48]);
  return box('stsd', be32(0, 1), box(type, Buffer.alloc(24), size, Buffer.alloc(50)));
}

function movie(...content: Buffer[]): Buffer {
  return box('moov', box('mvhd', be32(0, 0, 0, TIMESCALE, 0), Buffer.alloc(80)), ...content);
}

/** An elementary stream descriptor of MPEG-4 audio with this configuration. */
function aac(...config: number[]): Buffer {
  const specific = Buffer.from([5, config.length, ...config]);
  const decoder = Buffer.from([4, 13 + specific.length, 0x40, 0x15, ...Array(11).fill(0)]);
  const stream = Buffer.from([3, 3 + decoder.length + specific.length, 0, 0, 0]);
  return box('esds', be32(0), stream, decoder, specific);
}

function fragment(samples: number, ...timing: Buffer[]): Buffer {
  const header = box('tfhd', be32(0x8, 1, 500));
  return box('moof', box('traf', header, ...timing, box('trun', be32(0, samples))));
}

const fragmented = Buffer.concat([
  ftyp,
  movie(track('vide', 1, [pictureEntry('avc1')]), box('mvex', box('trex', be32(0, 1, 1, 0, 0, 0)))),
]);

describe('sound in MP4', () => {
  test('AMR has one channel, whatever its entry says', async () => {
    const { audio } = await readAs(
      'video/mp4',
      Buffer.concat([ftyp, movie(track('soun', 1, [soundEntry('samr')]))]),
    );
    expect(audio).toMatchObject({ codec: 'amr_nb', channels: 1, samplesPerSecond: 8000 });
  });

  test('the first frame of MPEG audio tells its channels and its rate', async () => {
    const frame = Buffer.from([0xff, 0xfb, 0x90, 0xc0]);
    const head = Buffer.concat([ftyp, box('mdat', frame)]);
    const table = [soundEntry('.mp3'), box('stco', be32(0, 1, head.length - frame.length))];
    const { audio } = await readAs('video/mp4', Buffer.concat([head, movie(track('soun', 1, table))]));
    expect(audio).toMatchObject({ codec: 'mp3', channels: 1, samplesPerSecond: 44_100 });
  });

  test('replication of bands is found behind a list of channels', async () => {
    const config = [0x13, 0x00, 0x05, 0x88, 0x05, 0x00, 0x48, 0x21, 0x10, 0x00, 0x56, 0xe5, 0x98];
    const entry = soundEntry('mp4a', aac(...config));
    const { audio } = await readAs('video/mp4', Buffer.concat([ftyp, movie(track('soun', 1, [entry]))]));
    expect(audio).toMatchObject({ codec: 'aac', samplesPerSecond: 48_000 });
  });

  test("MPEG-4's numbers for MPEG-1's layers are understood", async () => {
    const entry = soundEntry('mp4a', aac(0xf8, 0x48, 0x40));
    const { audio } = await readAs('video/mp4', Buffer.concat([ftyp, movie(track('soun', 1, [entry]))]));
    expect(audio).toMatchObject({ codec: 'mp3', samplesPerSecond: 44_100 });
  });
});

describe('pictures in MP4', () => {
  test('QuickTime may call a codec as AVI does', async () => {
    const bytes = Buffer.concat([ftyp, movie(track('vide', 1, [pictureEntry('HFYU')]))]);
    expect((await readAs('video/quicktime', bytes)).video).toMatchObject({
      codec: 'huffyuv',
      widthPixels: 64,
    });
  });

  test('fragments that do not say when they begin are added up', async () => {
    const { video } = await readAs('video/mp4', Buffer.concat([fragmented, fragment(2), fragment(3)]));
    expect(video).toMatchObject({ durationSeconds: 2.5, framesPerSecond: 2 });
  });

  test('of many such fragments, those at the beginning stand for all', async () => {
    const many = Array.from({ length: 100 }, () => fragment(2));
    const { video } = await readAs('video/mp4', Buffer.concat([fragmented, ...many]));
    expect(video).toMatchObject({ durationSeconds: 100 });
  });

  test('a movie in fragments lasts from the first to the last that is there, not as long as it promises', async () => {
    const extensions = box('mvex', box('mehd', be32(0, 60_000)), box('trex', be32(0, 1, 1, 0, 0, 0)));
    const head = Buffer.concat([ftyp, movie(track('vide', 1, [pictureEntry('avc1')]), extensions)]);
    const begins = (units: number) => box('tfdt', be32(0, units));
    const there = [fragment(2, begins(14_000)), fragment(4, begins(15_000))];
    const { video } = await readAs('video/mp4', Buffer.concat([head, ...there]));
    expect(video).toMatchObject({ durationSeconds: 3 });
  });

  test('a movie in fragments that do not say when they begin lasts as long as it promises', async () => {
    const extensions = box('mvex', box('mehd', be32(0, 60_000)));
    const head = Buffer.concat([ftyp, movie(track('vide', 1, [pictureEntry('avc1')]), extensions)]);
    const { video } = await readAs('video/mp4', Buffer.concat([head, fragment(2)]));
    expect(video).toMatchObject({ durationSeconds: 60 });
  });

  test("Smooth Streaming's own box tells when a fragment begins", async () => {
    const id = Buffer.from('6d1d9b0542d544e680e2141daff757b2', 'hex');
    const late = box('uuid', id, be32(0x0100_0000, 0, 9000, 0, 1000));
    const { video } = await readAs('video/mp4', Buffer.concat([fragmented, fragment(2), fragment(2, late)]));
    expect(video).toMatchObject({ durationSeconds: 10 });
  });
});
