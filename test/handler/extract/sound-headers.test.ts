import { describe, expect, test } from 'vitest';
import { describeBytes } from './describe-file.ts';
import { be32 } from './media-bytes.ts';
import { fixture, readAs } from './read-as.ts';

function le(width: 2 | 4, ...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * width);
  for (const [index, value] of values.entries()) bytes.writeUIntLE(value, index * width, width);
  return bytes;
}

describe('a wave file', () => {
  const chunk = (id: string, content: Buffer) =>
    Buffer.concat([Buffer.from(id), le(4, content.length), content]);
  const format = (tag: number, bits: number) =>
    chunk('fmt ', Buffer.concat([le(2, tag, 2), le(4, 8000, 64_000), le(2, 8, bits)]));
  const wave = (...chunks: Buffer[]) =>
    Buffer.concat([
      Buffer.from('RIFF'),
      le(4, 0),
      Buffer.from('WAVE'),
      ...chunks,
      chunk('data', Buffer.alloc(800)),
    ]);

  test('tells what a broadcaster added', async () => {
    const extension = Buffer.alloc(602);
    extension.write('Rain on a roof');
    extension.write('2024:05:01', 320);
    const { tags } = await readAs('audio/x-wav', wave(format(1, 16), chunk('bext', extension)));
    expect(tags).toEqual({ comment: 'Rain on a roof', date: '2024-05-01' });
  });

  test('that does not say how wide samples are is told by its blocks', async () => {
    const { audio } = await readAs('audio/x-wav', wave(format(3, 0)));
    expect(audio).toMatchObject({ codec: 'pcm_f32le', bitsPerSample: 32 });
  });

  test('that is cut short lasts as long as what is there', async () => {
    const whole = wave(format(1, 16));
    const { audio } = await readAs('audio/x-wav', whole.subarray(0, whole.length - 400));
    expect(audio?.durationSeconds).toBe(400 / 64_000);
  });

  test('that is cut short holds a share of the samples that it counts', async () => {
    const whole = wave(format(85, 0), chunk('fact', le(4, 8000)));
    expect((await readAs('audio/x-wav', whole)).audio?.durationSeconds).toBe(1);
    const { audio } = await readAs('audio/x-wav', whole.subarray(0, whole.length - 400));
    expect(audio?.durationSeconds).toBe(0.5);
  });

  test('may have its numbers the other way round', async () => {
    const rifx = (id: string, content: Buffer) =>
      Buffer.concat([Buffer.from(id), be32(content.length), content]);
    const samples = Buffer.from('000100020000bb800002ee0000040010', 'hex');
    const title = rifx('INAM', Buffer.from('Rain\0\0'));
    const bytes = Buffer.concat([
      Buffer.from('RIFX\0\0\0\0WAVE'),
      rifx('fmt ', samples),
      rifx('LIST', Buffer.concat([Buffer.from('INFO'), title])),
      rifx('data', Buffer.alloc(19_200)),
    ]);
    const { details } = await describeBytes(bytes, 'rifx');
    expect(details).toMatchObject({
      mediaType: 'audio/x-wav',
      audio: {
        codec: 'pcm_s16be',
        samplesPerSecond: 48_000,
        channels: 2,
        bitsPerSample: 16,
        durationSeconds: 0.1,
      },
      tags: { title: 'Rain' },
    });
  });
});

test('AU that is cut short lasts as long as what is there', async () => {
  const header = Buffer.concat([Buffer.from('.snd'), be32(24, 16_000, 3, 8000, 1)]);
  const { audio } = await readAs('audio/basic', Buffer.concat([header, Buffer.alloc(4000)]));
  expect(audio?.durationSeconds).toBe(0.25);
});

test('Wave64 that is cut short lasts as long as what is there', async () => {
  const bytes = fixture('audio/s16.w64');
  const whole = (await readAs('audio/x-w64', bytes)).audio?.durationSeconds ?? 0;
  const bytesPerSecond = 16_000;
  const cut = bytes.subarray(0, bytes.length - bytesPerSecond / 4);
  expect((await readAs('audio/x-w64', cut)).audio?.durationSeconds).toBeCloseTo(whole - 0.25, 5);
});

test('RealAudio lasts as long as what a minute takes says', async () => {
  const header = Buffer.alloc(140);
  header.write('.ra\xfd\0\x04\0\0.ra4', 'latin1');
  header.writeUInt32BE(140 - 16, 18);
  header.writeUInt32BE(300_000, 32);
  header.writeUInt16BE(16_000, 48);
  header.writeUInt16BE(2, 54);
  header.write('dnet', 62, 'latin1');
  const bytes = Buffer.concat([header, Buffer.alloc(10_000)]);
  const { audio } = await readAs('audio/x-pn-realaudio', bytes);
  expect(audio).toMatchObject({ codec: 'ac3', samplesPerSecond: 16_000, channels: 2, durationSeconds: 2 });
});

describe("AU's annotation", () => {
  const annotated = (text: string) =>
    Buffer.concat([
      Buffer.from('.snd'),
      be32(24 + text.length, 0xffff_ffff, 3, 8000, 1),
      Buffer.from(text),
      Buffer.alloc(16),
    ]);

  test('is a comment', async () => {
    const { tags } = await readAs('audio/basic', annotated('rain=heavy\0\0\0'));
    expect(tags).toEqual({ comment: 'rain=heavy' });
  });

  test('may have tags line by line', async () => {
    const { tags } = await readAs('audio/basic', annotated('Title=Rain\nTrack=3\0\0'));
    expect(tags).toEqual({ title: 'Rain', track: 3 });
  });
});

describe("TAK's header", () => {
  /** 88,200 samples at 44,100 Hz, of 16 bits and two channels. */
  const info = Buffer.alloc(13);
  const bits =
    (88_200n << 14n) | (BigInt(44_100 - 6000) << 52n) | (BigInt(16 - 8) << 70n) | (BigInt(2 - 1) << 75n);
  for (let at = 0; at < 10; at += 1) info[at] = Number((bits >> BigInt(8 * at)) & 255n);
  const block = (type: number, content: Buffer) =>
    Buffer.concat([le(4, type | (content.length << 8)), content]);

  test('is found behind other blocks', async () => {
    const bytes = Buffer.concat([Buffer.from('tBaK'), block(4, Buffer.alloc(5)), block(1, info)]);
    expect((await readAs('audio/x-tak', bytes)).audio).toMatchObject({
      container: 'tak',
      codec: 'tak',
      durationSeconds: 2,
      samplesPerSecond: 44_100,
      bitsPerSample: 16,
      channels: 2,
      lossless: true,
    });
  });

  test('that is missing is a reason', async () => {
    await expect(readAs('audio/x-tak', Buffer.from('tBaK'))).rejects.toThrow('it says nothing of its sound');
  });
});

test.each([
  ['Latin', 0, 'latin1'],
  ['UTF-16', 1, 'utf16le'],
] as const)('the day of an ID3 tag in %s joins the year', async (_, code, encoding) => {
  const mark = code === 1 ? '\ufeff' : '';
  const frame = (id: string, text: string) => {
    const content = Buffer.from(mark + text, encoding);
    const header = Buffer.from([0, 0, 0, content.length + 1, 0, 0, code]);
    return Buffer.concat([Buffer.from(id), header, content]);
  };
  const frames = Buffer.concat([frame('TYER', '2013'), frame('TDAT', '0502')]);
  const tag = Buffer.concat([
    Buffer.from('ID3\x03\0\0\0\0\0', 'latin1'),
    Buffer.from([frames.length]),
    frames,
  ]);
  const sound = Buffer.concat(
    Array.from({ length: 6 }, () => Buffer.from('fff310c4'.padEnd(52, '0'), 'hex')),
  );
  const { tags } = await readAs('audio/mpeg', Buffer.concat([tag, sound]));
  expect(tags).toEqual({ date: '2013-02-05' });
});

describe('a Creative Voice file', () => {
  const head = Buffer.concat([Buffer.from('Creative Voice File\x1a'), le(2, 26, 0x10a, 0x1129)]);
  const block = (kind: number, ...content: Buffer[]) => {
    const bytes = Buffer.concat(content);
    return Buffer.concat([le(4, kind | (bytes.length << 8)), bytes]);
  };

  test('is as long as its blocks of sound and of silence', async () => {
    const sound = block(1, Buffer.from([131, 0]), Buffer.alloc(4000));
    const silence = block(3, le(2, 3999), Buffer.from([131]));
    const bytes = Buffer.concat([head, sound, block(2, Buffer.alloc(4000)), silence, Buffer.from([0])]);
    const { details } = await describeBytes(bytes, 'a.voc');
    expect(details).toMatchObject({
      mediaType: 'audio/x-voc',
      audio: { container: 'voc', codec: 'pcm_u8', durationSeconds: 1.5, samplesPerSecond: 8000, channels: 1 },
    });
  });

  test('of a newer kind says its rate itself', async () => {
    const format = Buffer.concat([le(4, 44_100), Buffer.from([16, 2]), le(2, 4), Buffer.alloc(4)]);
    const bytes = Buffer.concat([head, block(9, format, Buffer.alloc(44_100))]);
    expect((await readAs('audio/x-voc', bytes)).audio).toMatchObject({
      codec: 'pcm_s16le',
      durationSeconds: 0.25,
      samplesPerSecond: 44_100,
      channels: 2,
      lossless: true,
    });
  });

  test('without sound is refused', async () => {
    await expect(readAs('audio/x-voc', Buffer.concat([head, block(5)]))).rejects.toThrow('it holds no sound');
  });
});
