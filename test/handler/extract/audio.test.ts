import { promises } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Details } from '../../../handler/extract/details.ts';
import { describeBytes, describeFile } from './describe-file.ts';
import { be32, describeSparse } from './media-bytes.ts';

/** What make-av.sh has ffmpeg write into files that can take all of it. */
const written = {
  title: 'Überfahrt',
  artist: 'Somebody',
  album: 'Crossings',
  genre: 'Jazz',
  date: '2021',
  track: 3,
  comment: 'calm',
};

type Expected = Partial<Details>;

describe('a recording', () => {
  const files = join(import.meta.dirname, 'files', 'audio');

  test.each<[string, Expected]>([
    [
      'aac.m4a',
      {
        mediaType: 'audio/x-m4a',
        audio: {
          container: 'mp4',
          durationSeconds: 1,
          bitsPerSecond: 37800,
          codec: 'aac',
          samplesPerSecond: 48000,
          channels: 2,
          lossless: false,
        },
        tags: written,
      },
    ],
    [
      'ac3.ac3',
      {
        mediaType: 'audio/vnd.dolby.dd-raw',
        audio: {
          container: 'ac3',
          codec: 'ac3',
          samplesPerSecond: 48000,
          channels: 2,
          lossless: false,
          durationSeconds: 1.024,
          bitsPerSecond: 64000,
        },
      },
    ],
    [
      'adpcm.wav',
      {
        mediaType: 'audio/x-wav',
        audio: {
          container: 'wav',
          durationSeconds: 1.018,
          bitsPerSecond: 32896,
          codec: 'adpcm_ms',
          samplesPerSecond: 8000,
          channels: 1,
          lossless: false,
        },
      },
    ],
    [
      'adts.aac',
      {
        mediaType: 'audio/aac',
        audio: {
          container: 'aac',
          codec: 'aac',
          samplesPerSecond: 48000,
          channels: 2,
          lossless: false,
          durationSeconds: 1.024,
          bitsPerSecond: 30344,
        },
      },
    ],
    [
      'alac.caf',
      {
        mediaType: 'audio/x-caf',
        audio: {
          container: 'caf',
          durationSeconds: 1.024,
          bitsPerSecond: 50813,
          codec: 'alac',
          samplesPerSecond: 8000,
          channels: 1,
          lossless: true,
        },
      },
    ],
    [
      'alac.m4a',
      {
        mediaType: 'audio/x-m4a',
        audio: {
          container: 'mp4',
          durationSeconds: 1,
          bitsPerSecond: 56144,
          codec: 'alac',
          samplesPerSecond: 8000,
          channels: 1,
          bitsPerSample: 16,
          lossless: true,
        },
      },
    ],
    [
      'bare.mp3',
      {
        mediaType: 'audio/mpeg',
        audio: {
          container: 'mp3',
          codec: 'mp3',
          samplesPerSecond: 44100,
          channels: 1,
          lossless: false,
          durationSeconds: 1.045,
          bitsPerSecond: 32000,
        },
      },
    ],
    [
      'cbr.mp3',
      {
        mediaType: 'audio/mpeg',
        audio: {
          container: 'mp3',
          codec: 'mp3',
          samplesPerSecond: 44100,
          channels: 1,
          lossless: false,
          durationSeconds: 1.044897959,
          bitsPerSecond: 32000,
        },
        tags: written,
      },
    ],
    [
      'cover.mp3',
      {
        mediaType: 'audio/mpeg',
        audio: {
          container: 'mp3',
          codec: 'mp3',
          samplesPerSecond: 44100,
          channels: 1,
          lossless: false,
          durationSeconds: 1.044897959,
          bitsPerSecond: 32000,
        },
        tags: written,
      },
    ],
    [
      'dts.dts',
      {
        mediaType: 'audio/vnd.dts',
        audio: {
          container: 'dts',
          codec: 'dts',
          samplesPerSecond: 48000,
          channels: 1,
          lossless: false,
          durationSeconds: 0.1066666667,
          bitsPerSecond: 1413000,
        },
      },
    ],
    [
      'eac3.eac3',
      {
        mediaType: 'audio/vnd.dolby.dd-raw',
        audio: {
          container: 'eac3',
          codec: 'eac3',
          samplesPerSecond: 48000,
          channels: 2,
          lossless: false,
          durationSeconds: 1.024,
          bitsPerSecond: 64000,
        },
      },
    ],
    [
      'eight.mpc',
      {
        mediaType: 'audio/x-musepack',
        audio: {
          container: 'mpc8',
          durationSeconds: 1.99,
          bitsPerSecond: 88,
          codec: 'musepack8',
          samplesPerSecond: 48000,
          channels: 2,
          lossless: false,
        },
      },
    ],
    [
      'f32.wav',
      {
        mediaType: 'audio/x-wav',
        audio: {
          container: 'wav',
          durationSeconds: 0.25,
          bitsPerSecond: 514560,
          codec: 'pcm_f32le',
          samplesPerSecond: 8000,
          channels: 2,
          bitsPerSample: 32,
          lossless: true,
        },
      },
    ],
    [
      'flac.flac',
      {
        mediaType: 'audio/flac',
        audio: {
          container: 'flac',
          codec: 'flac',
          lossless: true,
          samplesPerSecond: 8000,
          channels: 1,
          bitsPerSample: 16,
          durationSeconds: 1,
          bitsPerSecond: 97768,
        },
        tags: { ...written, encoder: 'ffmpeg' },
      },
    ],
    [
      'flac.oga',
      {
        mediaType: 'audio/ogg',
        audio: {
          container: 'ogg',
          durationSeconds: 1,
          bitsPerSecond: 32320,
          codec: 'flac',
          samplesPerSecond: 8000,
          channels: 1,
          bitsPerSample: 16,
          lossless: true,
        },
        tags: { encoder: 'Lavc flac' },
      },
    ],
    [
      'flac24.flac',
      {
        mediaType: 'audio/flac',
        audio: {
          container: 'flac',
          codec: 'flac',
          lossless: true,
          samplesPerSecond: 96000,
          channels: 1,
          bitsPerSample: 24,
          durationSeconds: 0.1,
          bitsPerSecond: 873440,
        },
        tags: { encoder: 'ffmpeg' },
      },
    ],
    [
      'id3v1.mp3',
      {
        mediaType: 'audio/mpeg',
        audio: {
          container: 'mp3',
          codec: 'mp3',
          samplesPerSecond: 44100,
          channels: 1,
          lossless: false,
          durationSeconds: 1.045,
          bitsPerSecond: 32000,
        },
        tags: written,
      },
    ],
    [
      'layer2.mp2',
      {
        mediaType: 'audio/mpeg',
        audio: {
          container: 'mp2',
          codec: 'mp2',
          samplesPerSecond: 44100,
          channels: 1,
          lossless: false,
          durationSeconds: 1.01875,
          bitsPerSecond: 64000,
        },
      },
    ],
    [
      'low.mp3',
      {
        mediaType: 'audio/mpeg',
        audio: {
          container: 'mp3',
          codec: 'mp3',
          samplesPerSecond: 8000,
          channels: 1,
          lossless: false,
          durationSeconds: 1.152,
          bitsPerSecond: 8000,
        },
      },
    ],
    [
      'monkey.ape',
      {
        mediaType: 'audio/x-ape',
        audio: {
          container: 'ape',
          durationSeconds: 6.802721088,
          bitsPerSecond: 1389,
          codec: 'ape',
          samplesPerSecond: 44100,
          channels: 2,
          bitsPerSample: 16,
          lossless: true,
        },
        tags: { title: 'Überfahrt', artist: 'Somebody; Another', track: 3 },
      },
    ],
    [
      'narrow.amr',
      {
        mediaType: 'audio/AMR',
        audio: {
          container: 'amr',
          durationSeconds: 1,
          bitsPerSecond: 12848,
          codec: 'amr_nb',
          samplesPerSecond: 8000,
          channels: 1,
          lossless: false,
        },
      },
    ],
    [
      'opus.mka',
      {
        mediaType: 'audio/x-matroska',
        audio: {
          container: 'matroska',
          durationSeconds: 1.008,
          bitsPerSecond: 24944,
          codec: 'opus',
          samplesPerSecond: 48000,
          channels: 1,
          lossless: false,
        },
        tags: { ...written, encoder: 'Lavf' },
      },
    ],
    [
      'opus.opus',
      {
        mediaType: 'audio/ogg',
        audio: {
          container: 'ogg',
          durationSeconds: 1,
          bitsPerSecond: 20232,
          codec: 'opus',
          samplesPerSecond: 48000,
          channels: 1,
          lossless: false,
        },
        tags: { ...written, encoder: 'Lavc libopus' },
      },
    ],
    [
      'philips.dff',
      {
        mediaType: 'audio/x-dff',
        audio: {
          container: 'iff',
          durationSeconds: 0.1,
          bitsPerSecond: 15520,
          codec: 'dsd_msbf',
          samplesPerSecond: 2822400,
          channels: 1,
          bitsPerSample: 1,
          lossless: true,
        },
      },
    ],
    [
      'rf64.wav',
      {
        mediaType: 'audio/x-wav',
        audio: {
          container: 'wav',
          durationSeconds: 1,
          bitsPerSecond: 64752,
          codec: 'pcm_alaw',
          samplesPerSecond: 8000,
          channels: 1,
          bitsPerSample: 8,
          lossless: false,
        },
      },
    ],
    [
      's16.aiff',
      {
        mediaType: 'audio/x-aiff',
        audio: {
          container: 'aiff',
          durationSeconds: 1,
          bitsPerSecond: 128672,
          codec: 'pcm_s16be',
          samplesPerSecond: 8000,
          channels: 1,
          bitsPerSample: 16,
          lossless: true,
        },
        tags: { title: 'Überfahrt', comment: 'calm' },
      },
    ],
    [
      's16.au',
      {
        mediaType: 'audio/basic',
        audio: {
          container: 'au',
          durationSeconds: 1,
          bitsPerSecond: 128256,
          codec: 'pcm_s16be',
          samplesPerSecond: 8000,
          channels: 1,
          bitsPerSample: 16,
          lossless: true,
        },
      },
    ],
    [
      's16.caf',
      {
        mediaType: 'audio/x-caf',
        audio: {
          container: 'caf',
          durationSeconds: 1,
          bitsPerSecond: 129616,
          codec: 'pcm_s16le',
          samplesPerSecond: 8000,
          channels: 1,
          bitsPerSample: 16,
          lossless: true,
        },
        tags: written,
      },
    ],
    [
      's16.w64',
      {
        mediaType: 'audio/x-w64',
        audio: {
          container: 'w64',
          durationSeconds: 1,
          bitsPerSecond: 128832,
          codec: 'pcm_s16le',
          samplesPerSecond: 8000,
          channels: 1,
          bitsPerSample: 16,
          lossless: true,
        },
      },
    ],
    [
      's16.wav',
      {
        mediaType: 'audio/x-wav',
        audio: {
          container: 'wav',
          durationSeconds: 1,
          bitsPerSecond: 129344,
          codec: 'pcm_s16le',
          samplesPerSecond: 8000,
          channels: 1,
          bitsPerSample: 16,
          lossless: true,
        },
        tags: written,
      },
    ],
    [
      'seven.mpc',
      {
        mediaType: 'audio/x-musepack',
        audio: {
          container: 'mpc',
          durationSeconds: 2.599183673,
          bitsPerSecond: 1742,
          codec: 'musepack7',
          samplesPerSecond: 44100,
          channels: 2,
          lossless: false,
        },
        tags: { title: 'Crossing' },
      },
    ],
    [
      'song.mid',
      {
        mediaType: 'audio/midi',
        audio: { container: 'midi', durationSeconds: 4 },
        tags: { title: 'Crossing' },
      },
    ],
    [
      'sony.dsf',
      {
        mediaType: 'audio/x-dsf',
        audio: {
          container: 'dsf',
          durationSeconds: 1,
          bitsPerSecond: 1480,
          codec: 'dsd_lsbf_planar',
          samplesPerSecond: 2822400,
          channels: 2,
          bitsPerSample: 1,
          lossless: true,
        },
        tags: { title: 'Crossing' },
      },
    ],
    [
      'sound-only.mp4',
      {
        mediaType: 'audio/mp4',
        audio: {
          container: 'mp4',
          durationSeconds: 1,
          bitsPerSecond: 25512,
          codec: 'aac',
          samplesPerSecond: 44100,
          channels: 1,
          lossless: false,
        },
      },
    ],
    [
      'speex.spx',
      {
        mediaType: 'audio/ogg',
        audio: {
          container: 'ogg',
          durationSeconds: 0.9910625,
          bitsPerSecond: 30287,
          codec: 'speex',
          samplesPerSecond: 16000,
          channels: 1,
          lossless: false,
        },
        tags: { encoder: 'Lavc libspeex' },
      },
    ],
    ['tracker.it', { mediaType: 'audio/x-it', audio: { container: 'it' }, tags: { title: 'Crossing' } }],
    ['tracker.mod', { mediaType: 'audio/x-mod', audio: { container: 'mod' }, tags: { title: 'Crossing' } }],
    ['tracker.s3m', { mediaType: 'audio/x-s3m', audio: { container: 's3m' }, tags: { title: 'Crossing' } }],
    ['tracker.xm', { mediaType: 'audio/x-xm', audio: { container: 'xm' }, tags: { title: 'Crossing' } }],
    [
      'tta.tta',
      {
        mediaType: 'audio/x-tta',
        audio: {
          container: 'tta',
          durationSeconds: 1,
          bitsPerSecond: 39352,
          codec: 'tta',
          samplesPerSecond: 8000,
          channels: 1,
          bitsPerSample: 16,
          lossless: true,
        },
      },
    ],
    [
      'ulaw.aifc',
      {
        mediaType: 'audio/x-aiff',
        audio: {
          container: 'aiff',
          durationSeconds: 1,
          bitsPerSecond: 64576,
          codec: 'pcm_mulaw',
          samplesPerSecond: 8000,
          channels: 1,
          lossless: false,
        },
      },
    ],
    [
      'vbr.mp3',
      {
        mediaType: 'audio/mpeg',
        audio: {
          container: 'mp3',
          codec: 'mp3',
          samplesPerSecond: 48000,
          channels: 2,
          lossless: false,
          durationSeconds: 1.032,
          bitsPerSecond: 42419,
        },
        tags: written,
      },
    ],
    [
      'vorbis.ogg',
      {
        mediaType: 'audio/ogg',
        audio: {
          container: 'ogg',
          durationSeconds: 1,
          bitsPerSecond: 59696,
          codec: 'vorbis',
          samplesPerSecond: 48000,
          channels: 2,
          lossless: false,
        },
        tags: { ...written, encoder: 'Lavc libvorbis' },
      },
    ],
    [
      'wavpack.wv',
      {
        mediaType: 'audio/x-wavpack',
        audio: {
          container: 'wv',
          durationSeconds: 1,
          bitsPerSecond: 51608,
          codec: 'wavpack',
          samplesPerSecond: 8000,
          channels: 1,
          bitsPerSample: 16,
          lossless: true,
        },
        tags: written,
      },
    ],
    [
      'wide.awb',
      {
        mediaType: 'audio/AMR-WB',
        audio: {
          container: 'amr',
          durationSeconds: 1,
          bitsPerSecond: 7272,
          codec: 'amr_wb',
          samplesPerSecond: 16000,
          channels: 1,
          lossless: false,
        },
      },
    ],
    [
      'wma.wma',
      {
        mediaType: 'audio/x-ms-wma',
        audio: {
          container: 'asf',
          durationSeconds: 1.021,
          bitsPerSecond: 56556,
          codec: 'wmav2',
          samplesPerSecond: 44100,
          channels: 1,
          lossless: false,
        },
        tags: written,
      },
    ],
  ])('%s is described from one read', async (file, expected) => {
    const { status, details, usage } = await describeFile(join(files, file));
    expect(status).toBe('described');
    expect(details).toEqual({ schema: 1, mediaTypeFrom: 'content', ...expected });
    expect(usage.reads).toBe(1);
  });
});

describe('MP3', () => {
  test('of a variable rate that no header counts is estimated from a few places', async () => {
    const quiet = frames(40_000, 750);
    const loud = frames(128_000, 750);
    const song = Buffer.concat(Array.from({ length: 12 }, () => [quiet, loud]).flat());
    const { details, usage } = await describeBytes(song, 'song.mp3');
    const seconds = (24 * 750 * 1152) / 48_000;
    expect(details?.audio?.durationSeconds).toBeGreaterThan(seconds * 0.8);
    expect(details?.audio?.durationSeconds).toBeLessThan(seconds * 1.2);
    expect(usage.reads).toBeLessThanOrEqual(6);
  });

  test('of a constant rate is measured exactly, however long it is', async () => {
    const head = frames(128_000, 400);
    const size = head.length * 10_000;
    const parts = [0, 2000].map((count) => [head.length * count, head] as const);
    const { details, usage } = await describeSparse(size, parts, 'long.mp3');
    expect(details?.audio).toMatchObject({ durationSeconds: 96_000, bitsPerSecond: 128_000 });
    expect(usage.reads).toBeLessThanOrEqual(3);
  });

  test('behind which another was put is measured by its rate, not by its header', async () => {
    const bytes = await readFile('cbr.mp3');
    const tag = 10 + (bytes[9] ?? 0) + 128 * (bytes[8] ?? 0);
    const joined = Buffer.concat([bytes, bytes.subarray(tag), bytes.subarray(tag)]);
    const { details } = await describeBytes(joined, 'joined.mp3');
    expect(details?.audio?.durationSeconds).toBeGreaterThan(3);
  });

  test('is not what has two stray bytes of it', async () => {
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * at * 7 + (at >> 3)) & 0xff));
    bytes.write('fffb9064', 0, 'hex');
    const { details } = await describeBytes(bytes, 'not.mp3');
    expect(details).toEqual({ schema: 1, mediaType: 'application/octet-stream', mediaTypeFrom: 'nothing' });
  });

  test('that lost its sound keeps its tags, and fails', async () => {
    const bytes = await readFile('cbr.mp3');
    const described = await describeBytes(
      Buffer.concat([bytes.subarray(0, 120), Buffer.alloc(400)]),
      'tag.mp3',
    );
    expect(described.status).toBe('failed');
    expect(described.details?.tags?.title).toBe('Überfahrt');
  });
});

describe('an ID3 tag', () => {
  const sound = frames(128_000, 10);
  const text = (encoding: number, bytes: Buffer | string) =>
    Buffer.concat([Buffer.from([encoding]), Buffer.from(bytes)]);

  test.each<[string, Buffer, Details['tags']]>([
    ['of version 2.2', tag(2, frame2('TT2', text(0, 'Old'))), { title: 'Old' }],
    [
      'in UTF-16 with a mark',
      tag(3, frame('TIT2', text(1, Buffer.from('\ufeffŁódź', 'utf16le')))),
      { title: 'Łódź' },
    ],
    [
      'in UTF-16 big-endian',
      tag(4, frame('TIT2', text(2, Buffer.from('Łódź', 'utf16le').swap16()))),
      { title: 'Łódź' },
    ],
    ['with a genre by number', tag(3, frame('TCON', text(0, '(17)'))), { genre: 'Rock' }],
    ['with a genre by number and name', tag(3, frame('TCON', text(0, '(9)Thrash'))), { genre: 'Thrash' }],
    ['with several artists', tag(4, frame('TPE1', text(3, 'One\0Two'))), { artist: 'One; Two' }],
    ['with a comment of iTunes', tag(3, frame('COMM', text(0, 'engiTunNORM\0 00000'))), undefined],
    [
      'with a frame longer than the tag',
      tag(3, Buffer.concat([Buffer.from('TIT2'), be32(0x7fff_ffff), Buffer.from([0, 0, 0, 65, 66])])),
      { title: 'AB' },
    ],
  ])('%s is read', async (_, bytes, tags) => {
    const { status, details } = await describeBytes(Buffer.concat([bytes, sound]), 'a.mp3');
    expect(status).toBe('described');
    expect(details?.tags).toEqual(tags);
  });

  test('that was made safe against false frames is read as it was', async () => {
    const title = frame('TIT2', text(1, Buffer.from('ff00fe5900', 'hex')), 5);
    const artist = frame('TPE1', text(0, 'Z'));
    const bytes = Buffer.concat([
      Buffer.from('ID3\x03\0\x80\0\0\0', 'latin1'),
      Buffer.from([title.length + artist.length]),
      title,
      artist,
    ]);
    const { details } = await describeBytes(Buffer.concat([bytes, sound]), 'a.mp3');
    expect(details?.tags).toEqual({ title: 'Y', artist: 'Z' });
  });
});

describe('a WAV file', () => {
  test('that is too long for its length of 32 bits is measured by its samples', async () => {
    const bytes = Buffer.from(await readFile('f32.wav'));
    const samples = 700_000_000;
    bytes.writeUInt32LE((samples * 8) % 2 ** 32, bytes.indexOf('data') + 4);
    bytes.writeUInt32LE(samples, bytes.indexOf('fact') + 8);
    const { details } = await describeSparse(5_600_000_100, [[0, bytes]], 'long.wav');
    expect(details?.audio?.durationSeconds).toBe(87_500);
  });

  test('whose length nobody wrote lasts as long as what is there', async () => {
    const bytes = Buffer.from(await readFile('s16.wav'));
    bytes.writeUInt32LE(0xffff_ffff, bytes.indexOf('data') + 4);
    const { details } = await describeBytes(bytes, 'piped.wav');
    expect(details?.audio).toMatchObject({ codec: 'pcm_s16le', durationSeconds: 1 });
  });

  test('of 6 GB is measured by its long sizes', async () => {
    const bytes = Buffer.from(await readFile('rf64.wav'));
    bytes.writeBigUInt64LE(6_000_000_000n, bytes.indexOf('ds64') + 16);
    const { details, usage } = await describeSparse(6_000_000_100, [[0, bytes]], 'long.wav');
    expect(details?.audio?.durationSeconds).toBe(750_000);
    expect(usage.reads).toBe(1);
  });
});

test('RealAudio says its rate, its codec and its title', async () => {
  const header = Buffer.alloc(69);
  header.write('2e7261fd0004', 'hex');
  header.writeUInt16BE(22_050, 48);
  header.writeUInt16BE(2, 54);
  header.write('dnet', 62);
  const { details } = await describeBytes(
    Buffer.concat([header, Buffer.from('\x08Crossing\x08Somebody')]),
    'a.ra',
  );
  expect(details).toEqual({
    schema: 1,
    mediaType: 'audio/x-pn-realaudio',
    mediaTypeFrom: 'content',
    audio: { container: 'rm', codec: 'ac3', samplesPerSecond: 22_050, channels: 2, lossless: false },
    tags: { title: 'Crossing', artist: 'Somebody' },
  });
});

test('Ogg that was cut out of a broadcast lasts from its first page to its last', async () => {
  const bytes = Buffer.from(await readFile('vorbis.ogg'));
  for (let at = bytes.indexOf('OggS'); at >= 0; at = bytes.indexOf('OggS', at + 4)) {
    const granule = bytes.readBigInt64LE(at + 6);
    if (granule > 0n) bytes.writeBigInt64LE(granule + 48_000n * 86_400n, at + 6);
  }
  const { details } = await describeBytes(Buffer.concat([bytes, laterPage(bytes)]), 'radio.ogg');
  expect(details?.audio?.durationSeconds).toBeCloseTo(59, 0);

  /** The last page once more, a minute after the day at whose end the recording begins. */
  function laterPage(file: Buffer): Buffer {
    const page = Buffer.from(file.subarray(file.lastIndexOf('OggS')));
    page.writeBigInt64LE(48_000n * (86_400n + 60n), 6);
    return page;
  }
});

describe('a chain of Ogg recordings', () => {
  const numbered = (file: Buffer, serial: number) => {
    const bytes = Buffer.from(file);
    for (let at = bytes.indexOf('OggS'); at >= 0; at = bytes.indexOf('OggS', at + 4))
      bytes.writeUInt32LE(serial, at + 14);
    return bytes;
  };

  test('lasts as long as all of them', async () => {
    const bytes = await readFile('vorbis.ogg');
    const chain = [1, 2, 3].map((serial) => numbered(bytes, serial));
    const { details } = await describeBytes(Buffer.concat(chain), 'radio.ogg');
    const alone = (await describeBytes(bytes, 'song.ogg')).details?.audio?.durationSeconds ?? 0;
    expect(details?.audio?.durationSeconds).toBeCloseTo(3 * alone, 5);
  });

  test('that is too long to read through does not say how long it lasts', async () => {
    const bytes = await readFile('vorbis.ogg');
    const last = numbered(bytes, 2);
    const size = 5_000_000;
    const parts = [[0, bytes] as const, [size - last.length, last] as const];
    const { details, usage } = await describeSparse(size, parts, 'radio.ogg');
    expect(details?.audio?.codec).toBe('vorbis');
    expect(details?.audio?.durationSeconds).toBeUndefined();
    expect(usage.bytes).toBeLessThan(1_000_000);
  });
});

test('Ogg of 5 GB is measured by its last page', async () => {
  const bytes = await readFile('vorbis.ogg');
  const last = Buffer.from(bytes.subarray(bytes.lastIndexOf('OggS')));
  last.writeBigUInt64LE(48_000n * 7200n, 6);
  const { details, usage } = await describeSparse(
    5_000_000_000,
    [
      [0, bytes],
      [5_000_000_000 - last.length, last],
    ],
    'long.ogg',
  );
  expect(details?.audio).toMatchObject({ durationSeconds: 7200, samplesPerSecond: 48_000 });
  expect(usage.reads).toBe(2);
});

function readFile(name: string): Promise<Buffer> {
  return promises.readFile(join(import.meta.dirname, 'files', 'audio', name));
}

/** Frames of silence: MPEG-1 layer III at 48 kHz in stereo. */
function frames(bitsPerSecond: number, count: number): Buffer {
  const kilobits = [32, 40, 48, 56, 64, 80, 96, 112, 128].indexOf(bitsPerSecond / 1000) + 1;
  const bytes = Buffer.alloc((144 * bitsPerSecond) / 48_000);
  bytes.writeUInt32BE(0xfffb_0400 + kilobits * 0x1000);
  return Buffer.concat(Array.from({ length: count }, () => bytes));
}

function tag(version: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from('ID3'), Buffer.from([version, 0, 0, 0, 0, 0, content.length]), content]);
}

function frame(id: string, content: Buffer, length = content.length): Buffer {
  return Buffer.concat([Buffer.from(id), be32(length), Buffer.alloc(2), content]);
}

function frame2(id: string, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(id), be32(content.length).subarray(1), content]);
}
