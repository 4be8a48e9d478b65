import { Bits } from '../../bits.ts';
import { codecOfFourCc } from '../../video/four-cc.ts';
import type { Track } from '../../video/recording.ts';
import { readStreamInfo } from '../flac/stream-info.ts';

/** One stream of an Ogg file, by its first packet. */
export interface LogicalStream {
  readonly track: Track;
  /** Seconds at a granule position. */
  readonly secondsAt: (granule: bigint) => number;
  /** Before a Vorbis comment in the second packet; undefined when none is there. */
  readonly commentPrefix: number | undefined;
}

const OPUS_RATE = 48_000;

interface Codec {
  readonly mark: string;
  /** The least that its first packet has. */
  readonly bytes: number;
  readonly read: (packet: Buffer) => LogicalStream;
}

const codecs: readonly Codec[] = [
  { mark: '\x01vorbis', bytes: 28, read: readVorbis },
  { mark: 'OpusHead', bytes: 19, read: readOpus },
  { mark: 'Speex   ', bytes: 56, read: readSpeex },
  { mark: '\x7fFLAC', bytes: 51, read: readFlac },
  { mark: '\x80theora', bytes: 42, read: readTheora },
  { mark: '\x80kate', bytes: 0, read: () => streamOf({ kind: 'subtitle', codec: 'kate' }, 0, undefined) },
  { mark: '\x01video\0\0\0', bytes: 52, read: readOgm },
];

/** What the first packet of a stream says: its codec has a mark in it. Undefined for what is neither seen nor heard. */
export function readLogicalStream(packet: Buffer): LogicalStream | undefined {
  const codec = codecs.find(({ mark }) => packet.toString('latin1', 0, mark.length) === mark);
  return codec !== undefined && packet.length >= codec.bytes ? codec.read(packet) : undefined;
}

function streamOf(track: Track, rate: number, commentPrefix: number | undefined, delay = 0): LogicalStream {
  const secondsAt = (granule: bigint) => (rate > 0 ? Math.max(0, Number(granule) - delay) / rate : 0);
  return { track, secondsAt, commentPrefix };
}

function readVorbis(packet: Buffer): LogicalStream {
  const samplesPerSecond = packet.readUInt32LE(12);
  const channels = packet.readUInt8(11);
  return streamOf({ kind: 'audio', codec: 'vorbis', samplesPerSecond, channels }, samplesPerSecond, 7);
}

/** Always decoded at 48 kHz, whatever it was recorded at; the first samples are not to be heard. */
function readOpus(packet: Buffer): LogicalStream {
  const track: Track = {
    kind: 'audio',
    codec: 'opus',
    samplesPerSecond: OPUS_RATE,
    channels: packet.readUInt8(9),
  };
  return streamOf(track, OPUS_RATE, 8, packet.readUInt16LE(10));
}

function readSpeex(packet: Buffer): LogicalStream {
  const samplesPerSecond = packet.readUInt32LE(36);
  const channels = packet.readUInt32LE(48);
  return streamOf({ kind: 'audio', codec: 'speex', samplesPerSecond, channels }, samplesPerSecond, 0);
}

function readFlac(packet: Buffer): LogicalStream {
  const info = readStreamInfo(packet.subarray(17));
  const track: Track = {
    kind: 'audio',
    codec: 'flac',
    samplesPerSecond: info?.samplesPerSecond,
    channels: info?.channels,
    bitsPerSample: info?.bitsPerSample,
  };
  return streamOf(track, info?.samplesPerSecond ?? 0, 4);
}

/** A granule is the frame of the last picture that stands for itself, and how many have followed it. */
function readTheora(packet: Buffer): LogicalStream {
  const bits = new Bits(packet.subarray(40));
  bits.skip(6);
  const shift = BigInt(bits.read(5));
  const divisor = packet.readUInt32BE(26);
  const framesPerSecond = divisor === 0 ? 0 : packet.readUInt32BE(22) / divisor;
  const track: Track = {
    kind: 'video',
    codec: 'theora',
    widthPixels: packet.readUIntBE(14, 3),
    heightPixels: packet.readUIntBE(17, 3),
    framesPerSecond,
  };
  const secondsAt = (granule: bigint) => {
    const frames = Number((granule >> shift) + (granule & ((1n << shift) - 1n)));
    return framesPerSecond > 0 ? frames / framesPerSecond : 0;
  };
  return { track, secondsAt, commentPrefix: 7 };
}

/** The DirectShow header that OGM files have. */
function readOgm(packet: Buffer): LogicalStream {
  const unit = Number(packet.readBigUInt64LE(17));
  const framesPerSecond = unit > 0 ? 1e7 / unit : 0;
  const track: Track = {
    kind: 'video',
    codec: codecOfFourCc(packet.toString('latin1', 9, 13)),
    framesPerSecond,
    widthPixels: packet.readUInt32LE(45),
    heightPixels: packet.length >= 53 ? packet.readUInt32LE(49) : undefined,
  };
  return streamOf(track, framesPerSecond, 7);
}
