import { promises } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Details } from '../../../handler/extract/details.ts';
import { describeBytes, describeFile } from './describe-file.ts';
import { be32, box, describeSparse, element } from './media-bytes.ts';

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

describe('a video', () => {
  const files = join(import.meta.dirname, 'files', 'video');

  test.each<[string, Expected]>([
    [
      'autodesk.flc',
      {
        mediaType: 'video/x-flc',
        video: {
          container: 'flic',
          durationSeconds: 0.8,
          codec: 'flic',
          widthPixels: 640,
          heightPixels: 480,
          framesPerSecond: 25,
          bitsPerSecond: 1280,
          audioTracks: 0,
          subtitleTracks: 0,
        },
      },
    ],
    [
      'autodesk.fli',
      {
        mediaType: 'video/x-fli',
        video: {
          container: 'flic',
          durationSeconds: 1.428571429,
          codec: 'flic',
          widthPixels: 320,
          heightPixels: 200,
          framesPerSecond: 14,
          bitsPerSecond: 717,
          audioTracks: 0,
          subtitleTracks: 0,
        },
      },
    ],
    [
      'av1.mp4',
      {
        mediaType: 'video/mp4',
        video: {
          container: 'mp4',
          durationSeconds: 0.5,
          codec: 'av1',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 10,
          bitsPerSecond: 14912,
          audioTracks: 0,
          subtitleTracks: 0,
        },
      },
    ],
    [
      'chapters.mp4',
      {
        mediaType: 'video/mp4',
        video: {
          container: 'mp4',
          durationSeconds: 1,
          codec: 'h264',
          widthPixels: 66,
          heightPixels: 50,
          framesPerSecond: 25,
          bitsPerSecond: 58736,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'aac', samplesPerSecond: 48000, channels: 2, lossless: false },
      },
    ],
    [
      'faststart.mp4',
      {
        mediaType: 'video/mp4',
        video: {
          container: 'mp4',
          durationSeconds: 1.005,
          codec: 'mpeg4',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 29.97002997,
          bitsPerSecond: 84171,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'ac3', samplesPerSecond: 44100, channels: 1, lossless: false },
      },
    ],
    [
      'flash.swf',
      {
        mediaType: 'application/x-shockwave-flash',
        video: {
          container: 'swf',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 10,
          durationSeconds: 1,
        },
      },
    ],
    [
      'flv1.flv',
      {
        mediaType: 'video/x-flv',
        video: {
          container: 'flv',
          durationSeconds: 1.025,
          codec: 'flv1',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 10,
          bitsPerSecond: 42490,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'mp3', samplesPerSecond: 44100, channels: 1, lossless: false },
      },
    ],
    [
      'fragmented.mp4',
      {
        mediaType: 'video/mp4',
        video: {
          container: 'mp4',
          durationSeconds: 1.08,
          codec: 'h264',
          widthPixels: 66,
          heightPixels: 50,
          framesPerSecond: 25,
          bitsPerSecond: 47037,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'aac', samplesPerSecond: 44100, channels: 1, lossless: false },
      },
    ],
    [
      'h263.3gp',
      {
        mediaType: 'video/3gpp',
        video: {
          container: '3gp',
          durationSeconds: 1,
          codec: 'h263',
          widthPixels: 176,
          heightPixels: 144,
          framesPerSecond: 10,
          bitsPerSecond: 37520,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'aac', samplesPerSecond: 44100, channels: 1, lossless: false },
      },
    ],
    [
      'h264-aac.mp4',
      {
        mediaType: 'video/mp4',
        video: {
          container: 'mp4',
          durationSeconds: 1,
          codec: 'h264',
          widthPixels: 66,
          heightPixels: 50,
          framesPerSecond: 25,
          bitsPerSecond: 55224,
          created: '2020-02-03T04:05:06Z',
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'aac', samplesPerSecond: 48000, channels: 2, lossless: false },
        tags: written,
      },
    ],
    [
      'h264.flv',
      {
        mediaType: 'video/x-flv',
        video: {
          container: 'flv',
          durationSeconds: 0.96,
          codec: 'h264',
          widthPixels: 66,
          heightPixels: 50,
          framesPerSecond: 25,
          bitsPerSecond: 38950,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'aac', samplesPerSecond: 44100, channels: 1, lossless: false },
      },
    ],
    [
      'h264.m2t',
      {
        mediaType: 'video/MP2T',
        video: {
          container: 'mpegts',
          durationSeconds: 1.023222222,
          codec: 'h264',
          widthPixels: 66,
          heightPixels: 50,
          framesPerSecond: 25,
          bitsPerSecond: 94071,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'aac', samplesPerSecond: 44100, channels: 1, lossless: false },
      },
    ],
    [
      'h264.m2ts',
      {
        mediaType: 'video/MP2T',
        video: {
          container: 'mpegts',
          durationSeconds: 1.0058,
          codec: 'h264',
          widthPixels: 66,
          heightPixels: 50,
          framesPerSecond: 25,
          bitsPerSecond: 146606,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'ac3', samplesPerSecond: 44100, channels: 1, lossless: false },
      },
    ],
    [
      'h264.mkv',
      {
        mediaType: 'video/x-matroska',
        video: {
          container: 'matroska',
          durationSeconds: 1.001,
          codec: 'h264',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 29.97003057,
          bitsPerSecond: 50182,
          audioTracks: 1,
          subtitleTracks: 1,
        },
        audio: { codec: 'flac', samplesPerSecond: 8000, channels: 1, bitsPerSample: 16, lossless: true },
        tags: { ...written, encoder: 'Lavf' },
      },
    ],
    [
      'hevc-ac3.m2t',
      {
        mediaType: 'video/MP2T',
        video: {
          container: 'mpegts',
          durationSeconds: 1.0058,
          codec: 'hevc',
          widthPixels: 66,
          heightPixels: 50,
          framesPerSecond: 25,
          bitsPerSecond: 155514,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'ac3', samplesPerSecond: 44100, channels: 1, lossless: false },
      },
    ],
    [
      'hevc.mp4',
      {
        mediaType: 'video/mp4',
        video: {
          container: 'mp4',
          durationSeconds: 1,
          codec: 'hevc',
          widthPixels: 66,
          heightPixels: 50,
          framesPerSecond: 25,
          bitsPerSecond: 32208,
          audioTracks: 0,
          subtitleTracks: 0,
        },
      },
    ],
    [
      'mjpeg-pcm.avi',
      {
        mediaType: 'video/x-msvideo',
        video: {
          container: 'avi',
          durationSeconds: 0.5,
          codec: 'mjpeg',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 10,
          bitsPerSecond: 246112,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'pcm_u8', samplesPerSecond: 8000, channels: 1, bitsPerSample: 8, lossless: true },
      },
    ],
    [
      'mpeg1.mpg',
      {
        mediaType: 'video/mpeg',
        video: {
          container: 'mpeg',
          durationSeconds: 0.8061333333,
          codec: 'mpeg1video',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 29.97002997,
          bitsPerSecond: 121945,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'mp2', samplesPerSecond: 44100, channels: 1, lossless: false },
      },
    ],
    [
      'mpeg2.vob',
      {
        mediaType: 'video/mpeg',
        video: {
          container: 'mpeg',
          durationSeconds: 0.7960333333,
          codec: 'mpeg2video',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 29.97002997,
          bitsPerSecond: 144074,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'ac3', samplesPerSecond: 48000, channels: 2, lossless: false },
      },
    ],
    [
      'mpeg4-mp3.avi',
      {
        mediaType: 'video/x-msvideo',
        video: {
          container: 'avi',
          durationSeconds: 1.1,
          codec: 'mpeg4',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 10,
          bitsPerSecond: 114720,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'mp3', samplesPerSecond: 44100, channels: 1, lossless: false },
        tags: written,
      },
    ],
    [
      'mpeg4-mp3.mkv',
      {
        mediaType: 'video/x-matroska',
        video: {
          container: 'matroska',
          durationSeconds: 1.025,
          codec: 'mpeg4',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 10,
          bitsPerSecond: 42029,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'mp3', samplesPerSecond: 44100, channels: 1, lossless: false },
        tags: { encoder: 'Lavf' },
      },
    ],
    [
      'prores.mov',
      {
        mediaType: 'video/quicktime',
        video: {
          container: 'quicktime',
          durationSeconds: 0.3,
          codec: 'prores',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 10,
          bitsPerSecond: 178693,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'pcm_s16le', samplesPerSecond: 8000, channels: 1, bitsPerSample: 16, lossless: true },
      },
    ],
    [
      'rv10.rm',
      {
        mediaType: 'application/vnd.rn-realmedia',
        video: {
          container: 'rm',
          durationSeconds: 1.01,
          codec: 'rv10',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 10,
          bitsPerSecond: 40451,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'ac3', samplesPerSecond: 44100, channels: 1, lossless: false },
        tags: { title: 'Crossing' },
      },
    ],
    [
      'segmented.mp4',
      {
        mediaType: 'video/mp4',
        video: {
          container: 'mp4',
          durationSeconds: 1.001,
          codec: 'h264',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 29.97002997,
          bitsPerSecond: 25135,
          audioTracks: 0,
          subtitleTracks: 0,
        },
      },
    ],
    [
      'subtitles.mp4',
      {
        mediaType: 'video/mp4',
        video: {
          container: 'mp4',
          durationSeconds: 1,
          codec: 'h264',
          widthPixels: 66,
          heightPixels: 50,
          framesPerSecond: 25,
          bitsPerSecond: 95464,
          audioTracks: 2,
          subtitleTracks: 1,
        },
        audio: { codec: 'aac', samplesPerSecond: 48000, channels: 2, lossless: false },
        tags: written,
      },
    ],
    [
      'theora.ogv',
      {
        mediaType: 'video/ogg',
        video: {
          container: 'ogg',
          durationSeconds: 1,
          codec: 'theora',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 10,
          bitsPerSecond: 69784,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'vorbis', samplesPerSecond: 44100, channels: 1, lossless: false },
        tags: { ...written, encoder: 'Lavc libtheora' },
      },
    ],
    [
      'turned.mov',
      {
        mediaType: 'video/quicktime',
        video: {
          container: 'quicktime',
          durationSeconds: 1,
          codec: 'h264',
          widthPixels: 66,
          heightPixels: 50,
          rotationDegrees: 270,
          framesPerSecond: 25,
          bitsPerSecond: 55024,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'aac', samplesPerSecond: 48000, channels: 2, lossless: false },
        tags: {
          artist: 'Somebody',
          title: 'Überfahrt',
          album: 'Crossings',
          date: '2021',
          comment: 'calm',
          genre: 'Jazz',
        },
      },
    ],
    [
      'vp8-vorbis.webm',
      {
        mediaType: 'video/webm',
        video: {
          container: 'webm',
          durationSeconds: 1.003,
          codec: 'vp8',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 10,
          bitsPerSecond: 68171,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'vorbis', samplesPerSecond: 48000, channels: 2, lossless: false },
        tags: { ...written, encoder: 'Lavf' },
      },
    ],
    [
      'vp8.ivf',
      {
        mediaType: 'video/x-ivf',
        video: {
          container: 'ivf',
          durationSeconds: 1,
          codec: 'vp8',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 10,
          bitsPerSecond: 2968,
          audioTracks: 0,
          subtitleTracks: 0,
        },
      },
    ],
    [
      'vp9-opus.webm',
      {
        mediaType: 'video/webm',
        video: {
          container: 'webm',
          durationSeconds: 1.008,
          codec: 'vp9',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 10,
          bitsPerSecond: 26595,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'opus', samplesPerSecond: 48000, channels: 1, lossless: false },
        tags: { encoder: 'Lavf' },
      },
    ],
    [
      'wmv2.wmv',
      {
        mediaType: 'video/x-ms-asf',
        video: {
          container: 'asf',
          durationSeconds: 1.046,
          codec: 'wmv2',
          widthPixels: 64,
          heightPixels: 48,
          framesPerSecond: 10,
          bitsPerSecond: 57935,
          audioTracks: 1,
          subtitleTracks: 0,
        },
        audio: { codec: 'wmav2', samplesPerSecond: 44100, channels: 1, lossless: false },
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

describe('a film', () => {
  const small = readFile('h264-aac.mp4');
  const ftyp = box('ftyp', 'isom', be32(0), 'isom');

  test('of 5 GB with its movie box behind the pictures takes two reads', async () => {
    const moov = partOfFile(await small, 'moov');
    const pictures = 5_000_000_000;
    const mdat = Buffer.concat([
      be32(1),
      Buffer.from('mdat'),
      be32(Math.floor(pictures / 2 ** 32), pictures % 2 ** 32),
    ]);
    const { details, usage } = await describeSparse(
      ftyp.length + pictures + moov.length,
      [
        [0, ftyp],
        [ftyp.length, mdat],
        [ftyp.length + pictures, moov],
      ],
      'film.mp4',
    );
    expect(details?.video).toMatchObject({ durationSeconds: 1, codec: 'h264', widthPixels: 66 });
    expect(details?.tags).toEqual(written);
    expect(usage).toMatchObject({ reads: 2 });
  });

  test('with tables of 6 MB in its movie box is read around them', async () => {
    const moov = partOfFile(await small, 'moov');
    const { details, usage } = await describeSparse(
      8_000_000,
      [
        [0, Buffer.concat([ftyp, be32(moov.length + 6_000_000), Buffer.from('moov'), box('free')])],
        ...tables(moov),
      ],
      'film.mp4',
    );
    expect(details?.video).toMatchObject({ durationSeconds: 1, codec: 'h264' });
    expect(usage.reads).toBeLessThanOrEqual(3);
    expect(usage.bytes).toBeLessThan(500_000);

    function tables(bytes: Buffer): [number, Buffer][] {
      const header = be32(6_000_000 - 8);
      const skipped = ftyp.length + 16;
      return [
        [skipped, Buffer.concat([header, Buffer.from('free')])],
        [skipped + 6_000_000 - 8, bytes.subarray(8)],
      ];
    }
  });

  test('of Matroska with its tracks behind 5 GB of clusters is found by its seek head', async () => {
    const info = element(0x1549a966, element(0x2ad7b1, be32(1_000_000)), element(0x4489, float(90_000)));
    const video = element(0xe0, element(0xb0, be32(640)), element(0xba, be32(480)));
    const entry = element(0xae, element(0x83, Buffer.from([1])), element(0x86, Buffer.from('V_VP9')), video);
    const tracks = element(0x1654ae6b, entry);
    const head = element(0x1a45dfa3, element(0x4282, Buffer.from('matroska')));
    const segmentStart = head.length + 12;
    const clusters = 5_000_000_000;
    const seek = (id: number, position: number) =>
      element(
        0x4dbb,
        element(0x53ab, be32(id)),
        element(0x53ac, be32(Math.floor(position / 2 ** 32), position % 2 ** 32)),
      );
    const seekHead = element(
      0x114d9b74,
      seek(0x1549a966, clusters),
      seek(0x1654ae6b, clusters + info.length),
    );
    const segment = Buffer.from('18538067' + '01ffffffffffffff', 'hex');
    const cluster = Buffer.from('1f43b675' + '01ffffffffffffff', 'hex');
    const { details, usage } = await describeSparse(
      segmentStart + clusters + info.length + tracks.length,
      [
        [0, Buffer.concat([head, segment, seekHead, cluster])],
        [segmentStart + clusters, Buffer.concat([info, tracks])],
      ],
      'film.mkv',
    );
    expect(details?.video).toMatchObject({
      durationSeconds: 90,
      codec: 'vp9',
      widthPixels: 640,
      heightPixels: 480,
    });
    expect(usage.reads).toBe(2);

    function float(value: number): Buffer {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleBE(value);
      return bytes;
    }
  });

  test('of a phone says where it was taken and with what', async () => {
    const texts = {
      make: 'Apple',
      model: 'iPhone 15',
      'location.ISO6709': '-33.8568+151.2153+010.5/',
      creationdate: '2024-05-01T12:00:00+1000',
    };
    const keys = Object.keys(texts).map((name) => box('mdta', `com.apple.quicktime.${name}`));
    const items = Object.values(texts).map((text, index) =>
      box(be32(index + 1).toString('latin1'), box('data', be32(1, 0), text)),
    );
    const meta = box(
      'meta',
      box('hdlr', Buffer.alloc(25)),
      box('keys', be32(0, keys.length), ...keys),
      box('ilst', ...items),
    );
    const { details } = await describeBytes(
      Buffer.concat([box('ftyp', 'qt  ', be32(0)), box('moov', meta)]),
      'a.mov',
    );
    expect(details?.photo).toEqual({
      make: 'Apple',
      model: 'iPhone 15',
      taken: '2024-05-01T12:00:00+10:00',
      latitude: -33.8568,
      longitude: 151.2153,
      altitudeMetres: 10.5,
    });
  });

  test('whose movie box is compressed is read like another', async () => {
    const packed = deflateSync(partOfFile(await small, 'moov'));
    const cmov = box('cmov', box('dcom', 'zlib'), box('cmvd', be32(packed.length), packed));
    const { details } = await describeBytes(Buffer.concat([box('moov', cmov), box('mdat')]), 'old.mov');
    expect(details?.video).toMatchObject({ container: 'quicktime', durationSeconds: 1, codec: 'h264' });
  });

  test('that was cut before its movie box fails and says so', async () => {
    const { status, reason } = await describeBytes((await small).subarray(0, 2000), 'cut.mp4');
    expect({ status, reason }).toEqual({
      status: 'failed',
      reason: 'it cannot be read as video/mp4: it has no moov box: it is cut short, or was never finished',
    });
  });

  test.each([0, 1, 7, 8, 2 ** 31 - 1, 2 ** 32 - 1])(
    'is answered with boxes that claim %d bytes',
    async (claimed) => {
      const bytes = Buffer.from(await small);
      for (let at = bytes.indexOf('trak'); at > 0; at = bytes.indexOf('trak', at + 4))
        bytes.writeUInt32BE(claimed, at - 4);
      const { details, usage } = await describeBytes(bytes, 'odd.mp4');
      expect(details?.mediaType).toBe('video/mp4');
      expect(usage.reads).toBe(1);
    },
  );

  test('is answered with a box of 2⁶⁴ − 1 bytes', async () => {
    const huge = Buffer.concat([be32(1), Buffer.from('moov'), be32(0xffff_ffff, 0xffff_ffff)]);
    const { status, details } = await describeBytes(Buffer.concat([ftyp, huge]), 'odd.mp4');
    expect({ status, details }).toMatchObject({ status: 'described', details: { mediaType: 'video/mp4' } });
  });

  test('is answered with metadata that is nested without end', async () => {
    let nested: Buffer = Buffer.alloc(0);
    for (let depth = 0; depth < 2000; depth += 1) nested = box('udta', box('meta', be32(0), nested));
    const { status } = await describeBytes(Buffer.concat([ftyp, box('moov', nested)]), 'deep.mp4');
    expect(status).toBe('described');
  });
});

function readFile(name: string): Promise<Buffer> {
  return promises.readFile(join(import.meta.dirname, 'files', 'video', name));
}

/** A box at the top of a file. */
function partOfFile(bytes: Buffer, type: string): Buffer {
  let at = 0;
  while (bytes.toString('latin1', at + 4, at + 8) !== type) at += bytes.readUInt32BE(at);
  return bytes.subarray(at, at + bytes.readUInt32BE(at));
}
