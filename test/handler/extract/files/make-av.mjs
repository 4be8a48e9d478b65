// Makes the files that make-av.sh asks for and ffmpeg does not write: headers of formats without an encoder.
import { readFileSync, writeFileSync } from 'node:fs';

const text = (value, length = value.length) => Buffer.from(value.padEnd(length, '\0'), 'latin1');
const u8 = (...values) => Buffer.from(values);
const le16 = (value) => Buffer.from([value & 255, value >> 8]);
const le32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const le64 = (value) => Buffer.concat([le32(value % 2 ** 32), le32(Math.floor(value / 2 ** 32))]);
const be16 = (value) => Buffer.from([value >> 8, value & 255]);
const be32 = (value) => le32(value).reverse();
const be64 = (value) => le64(value).reverse();
const write = (name, ...parts) => writeFileSync(new URL(name, import.meta.url), Buffer.concat(parts.flat()));

/** A tag of APE's second version, which many formats end in. */
function apeTag(fields) {
  const items = Object.entries(fields).map(([name, value]) =>
    Buffer.concat([le32(Buffer.byteLength(value)), le32(0), text(name), u8(0), Buffer.from(value)]),
  );
  const length = items.reduce((sum, item) => sum + item.length, 32);
  return Buffer.concat([
    ...items,
    text('APETAGEX'),
    le32(2000),
    le32(length),
    le32(items.length),
    le32(0),
    Buffer.alloc(8),
  ]);
}

// 50 frames of 20 ms: 12.2 kbit/s for the narrow kind, 6.6 for the wide.
write(
  'audio/narrow.amr',
  text('#!AMR\n'),
  Array.from({ length: 50 }, () => Buffer.alloc(32).fill(0x3c, 0, 1)),
);
write(
  'audio/wide.awb',
  text('#!AMR-WB\n'),
  Array.from({ length: 50 }, () => Buffer.alloc(18).fill(0x04, 0, 1)),
);

// Two frames: one of 73,728 * 4 samples, a last of 5,088, at 44,100 Hz: 6.802 s.
write(
  'audio/monkey.ape',
  [text('MAC '), le16(3990), le16(0), le32(52), le32(24), le32(0), le32(0), le32(1000), le32(0), le32(0)],
  [
    Buffer.alloc(16),
    le16(2000),
    le16(0),
    le32(294_912),
    le32(5088),
    le32(2),
    le16(16),
    le16(2),
    le32(44_100),
  ],
  [Buffer.alloc(1000, 0x55), apeTag({ Title: 'Überfahrt', Artist: 'Somebody\0Another', Track: '3/12' })],
);

// 100 frames of 1,152 samples, less 576 that a decoder brings in, at 44,100 Hz: 2.599 s.
write(
  'audio/seven.mpc',
  text('MP+\x07'),
  le32(100),
  u8(0, 0, 0, 0),
  Buffer.alloc(500, 0x55),
  apeTag({ Title: 'Crossing' }),
);
// 96,000 samples of which 480 are silence, at 48,000 Hz, two channels: 1.99 s.
write(
  'audio/eight.mpc',
  [text('MPCKSH'), u8(15), be32(0), u8(8), u8(0x85, 0xee, 0x00), u8(0x83, 0x60), u8(0x20, 0x10)],
  [text('SE'), u8(3)],
);

// 2 channels, 2,822,400 Hz, one second; the tag behind the sound, of which no more than the beginning is here.
const id3 = Buffer.concat([
  text('ID3\x03\0\0'),
  u8(0, 0, 0, 19),
  text('TIT2'),
  be32(9),
  be16(0),
  u8(0),
  text('Crossing'),
]);
write(
  'audio/sony.dsf',
  [text('DSD '), le64(28), le64(92 + 64 + id3.length), le64(92 + 64)],
  [
    text('fmt '),
    le64(52),
    le32(1),
    le32(0),
    le32(2),
    le32(2),
    le32(2_822_400),
    le32(1),
    le64(2_822_400),
    le32(4096),
    le32(0),
  ],
  [text('data'), le64(12 + 64), Buffer.alloc(64, 0x69), id3],
);
// 1 channel, 2,822,400 Hz, 35,280 bytes are claimed: a tenth of a second.
write(
  'audio/philips.dff',
  [text('FRM8'), be64(100), text('DSD FVER'), be64(4), be32(0x01050000)],
  [
    text('PROP'),
    be64(4 + 16 + 18),
    text('SND '),
    text('FS  '),
    be64(4),
    be32(2_822_400),
    text('CHNL'),
    be64(6),
    be16(1),
    text('C   '),
  ],
  [text('DSD '), be64(35_280), Buffer.alloc(100, 0x69)],
);

// 480 ticks in a quarter note. A bar of four at 120 a minute, then two at 60: 4 s. The last note has no status.
const events = [
  [u8(0, 0xff, 0x03, 8), text('Crossing'), u8(0, 0xff, 0x51, 3, 0x07, 0xa1, 0x20)],
  [u8(0, 0x90, 60, 100), u8(0x8f, 0x00, 60, 0), u8(0, 0xff, 0x51, 3, 0x0f, 0x42, 0x40)],
  [u8(0, 0x90, 62, 100), u8(0x87, 0x40, 62, 0), u8(0, 0xff, 0x2f, 0)],
].flat(2);
const track = Buffer.concat(events);
write(
  'audio/song.mid',
  text('MThd'),
  be32(6),
  be16(0),
  be16(1),
  be16(480),
  text('MTrk'),
  be32(track.length),
  track,
);

write('audio/tracker.mod', text('Crossing', 1080), text('M.K.'), Buffer.alloc(64));
write('audio/tracker.xm', text('Extended Module: '), text('Crossing', 20), u8(0x1a), Buffer.alloc(64));
write(
  'audio/tracker.s3m',
  text('Crossing', 28),
  u8(0x1a, 0x10),
  Buffer.alloc(14),
  text('SCRM'),
  Buffer.alloc(64),
);
write('audio/tracker.it', text('IMPM'), text('Crossing', 26), Buffer.alloc(64));

// 20 frames of 320 by 200, each of 5 seventieths of a second; the newer kind counts milliseconds.
const flic = (type, width, height, speed) => [
  le32(128),
  le16(type),
  le16(20),
  le16(width),
  le16(height),
  le16(8),
  le16(3),
  le32(speed),
  Buffer.alloc(108),
];
write('video/autodesk.fli', flic(0xaf11, 320, 200, 5));
write('video/autodesk.flc', flic(0xaf12, 640, 480, 40));

// What ffmpeg made without a tag, and the oldest kind of tag behind it: fields of 30 bytes, track 3, genre 8.
const bare = readFileSync(new URL('audio/bare.mp3', import.meta.url));
const old = [
  text('TAG'),
  text('\xdcberfahrt', 30),
  text('Somebody', 30),
  text('Crossings', 30),
  text('2021'),
  text('calm', 28),
];
write('audio/id3v1.mp3', bare, old, u8(0, 3, 8));
