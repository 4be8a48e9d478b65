import { expect, test } from 'vitest';
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
