import { expect, test } from 'vitest';
import { element } from './media-bytes.ts';
import { readAs } from './read-as.ts';

const number = (id: number, ...bytes: number[]) => element(id, Buffer.from(bytes));
const text = (id: number, value: string) => element(id, Buffer.from(value));
const header = element(0x1a45dfa3, text(0x4282, 'webm'));
const size = element(0xe0, number(0xb0, 64), number(0xba, 48));

function videoTrack(...more: Buffer[]): Buffer {
  return element(
    0x1654ae6b,
    element(0xae, number(0xd7, 2), number(0x83, 1), text(0x86, 'V_VP8'), size, ...more),
  );
}

/** A block of a track, some ticks after its cluster. */
function block(track: number, ticks: number): Buffer {
  return number(0xa3, 0x80 + track, ticks >> 8, ticks & 255, 0, 0, 0);
}

/** A cluster every 200 ticks, in which frames of track 2 lie 40 ticks apart between the sounds of track 1. */
function clusters(count: number): Buffer[] {
  return Array.from({ length: count }, (_, index) => {
    const blocks = [0, 40, 80, 120, 160].flatMap((ticks) => [block(2, ticks), block(1, ticks + 7)]);
    return element(0x1f43b675, number(0xe7, (index * 200) >> 8, (index * 200) & 255), ...blocks);
  });
}

async function readWebm(...content: Buffer[]) {
  return readAs('video/webm', Buffer.concat([header, element(0x18538067, ...content)]));
}

test('where no entry says how many frames there are a second, the first of them do', async () => {
  expect((await readWebm(videoTrack(), ...clusters(3))).video).toMatchObject({ framesPerSecond: 25 });
});

test('what the entry says stands', async () => {
  const said = number(0x23e383, 0x01, 0xfc, 0xa0, 0x55);
  expect((await readWebm(videoTrack(said), ...clusters(3))).video?.framesPerSecond).toBeCloseTo(30, 2);
});

test('a cluster of a live stream, whose length nobody knew, is looked into as well', async () => {
  const live = clusters(3).map((cluster) =>
    Buffer.concat([cluster.subarray(0, 4), Buffer.from('01ffffffffffffff', 'hex'), cluster.subarray(5)]),
  );
  expect((await readWebm(videoTrack(), ...live)).video).toMatchObject({ framesPerSecond: 25 });
});

test('a recording that nobody finished lasts until its last block', async () => {
  const { video } = await readWebm(videoTrack(), ...clusters(50));
  expect(video).toMatchObject({ durationSeconds: 9.967 });
});

test('a handful of frames says too little', async () => {
  expect((await readWebm(videoTrack(), ...clusters(1))).video).not.toHaveProperty('framesPerSecond');
});

test('what is said of a track counts where nothing is said of the whole', async () => {
  const ofTrack = element(0x63c0, number(0x63c5, 9));
  const tag = (name: string, value: string, ...targets: Buffer[]) =>
    element(0x7373, ...targets, element(0x67c8, text(0x45a3, name), text(0x4487, value)));
  const alone = element(0x1254c367, tag('ARTIST', 'of the track', ofTrack));
  const both = element(0x1254c367, tag('ARTIST', 'of the track', ofTrack), tag('ARTIST', 'of the whole'));
  expect((await readWebm(videoTrack(), alone)).tags).toEqual({ artist: 'of the track' });
  expect((await readWebm(videoTrack(), both)).tags).toEqual({ artist: 'of the whole' });
});
