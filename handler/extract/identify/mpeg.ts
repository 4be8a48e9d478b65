import { has } from './signature.ts';

const PACKET = 188;
/** How many packets or frames in a row must agree. */
const TS_PACKETS = 5;
/** Fewer only in a file that they fill. */
const LEAST_TS_PACKETS = 3;
const FRAMES = 3;
const KBITS: Readonly<Record<string, readonly number[]>> = {
  '1-1': [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1-2': [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1-3': [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2-1': [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2-2': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  '2-3': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const RATES = [44100, 48000, 32000];

/** MPEG sound and streams, which have no signature but frames and packets that follow one another. */
export function mpegType(head: Buffer): string | undefined {
  if (has(head, 0, 'ID3')) return taggedType(head);
  if (isTransportStream(head, 0, PACKET) || isTransportStream(head, 4, PACKET + 4)) return 'video/MP2T';
  if (has(head, 0, '\0\0\x01\xba') || has(head, 0, '\0\0\x01\xb3')) return 'video/mpeg';
  if (has(head, 0, '\0\0\x01\xb0') || has(head, 0, '\0\0\x01\xb5')) return 'video/mpeg4-generic';
  if (isAc3(head)) return 'audio/vnd.dolby.dd-raw';
  if (hasFrames(head, 0, adtsFrameBytes)) return 'audio/aac';
  return hasFrames(head, 0, mpegFrameBytes) ? 'audio/mpeg' : undefined;
}

/** Whether frames begin anywhere: some programs leave other bytes before them, which only a name can excuse. */
export function hasMpegSound(head: Buffer): boolean {
  for (let at = head.indexOf(0xff); at !== -1; at = head.indexOf(0xff, at + 1)) {
    if (mpegFrameBytes(head, at) !== undefined && hasFrames(head, at, mpegFrameBytes)) return true;
  }
  return false;
}

/** What follows a tag that any sound file may begin with. */
function taggedType(head: Buffer): string {
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((head[at] ?? 0) & 0x7f), 0);
  const start = 10 + size;
  if (has(head, start, 'fLaC')) return 'audio/flac';
  if (has(head, start, 'MAC ')) return 'audio/x-ape';
  if (has(head, start, 'TTA1')) return 'audio/x-tta';
  if (has(head, start, 'MP+') || has(head, start, 'MPCK')) return 'audio/x-musepack';
  return adtsFrameBytes(head, start) === undefined ? 'audio/mpeg' : 'audio/aac';
}

function isTransportStream(head: Buffer, first: number, step: number): boolean {
  const packets = Math.min(TS_PACKETS, Math.floor((head.length - first) / step));
  const left = head.length - first - packets * step;
  if (packets < 1 || (packets < LEAST_TS_PACKETS && left !== 0)) return false;
  return Array.from({ length: packets }, (_, index) => head[first + index * step]).every(
    (byte) => byte === 0x47,
  );
}

/** Frames that each begin where the one before ends; fewer where the file ends. */
function hasFrames(
  head: Buffer,
  start: number,
  frameBytes: (head: Buffer, at: number) => number | undefined,
) {
  let at = start;
  for (let frame = 0; frame < FRAMES; frame += 1) {
    const bytes = frameBytes(head, at);
    if (bytes === undefined) return frame > 1 && at >= head.length - 4;
    at += bytes;
  }
  return true;
}

/** Sample rate, frame size and version are among those that exist. https://www.etsi.org/deliver/etsi_ts/102300_102399/102366 */
function isAc3(head: Buffer): boolean {
  if (!has(head, 0, '\x0b\x77') || head.length < 8) return false;
  const [rateAndSize, version] = [head.readUInt8(4), head.readUInt8(5) >> 3];
  return version > 10 ? version <= 16 : rateAndSize >> 6 < 3 && (rateAndSize & 0x3f) < 38;
}

function adtsFrameBytes(head: Buffer, at: number): number | undefined {
  if (at + 6 > head.length) return undefined;
  const rate = (head.readUInt8(at + 2) >> 2) & 15;
  if ((head.readUInt16BE(at) & 0xfff6) !== 0xfff0 || rate > 12) return undefined;
  const bytes = (head.readUInt32BE(at + 2) >>> 5) & 0x1fff;
  return bytes < 7 ? undefined : bytes;
}

function mpegFrameBytes(head: Buffer, at: number): number | undefined {
  if (at + 4 > head.length) return undefined;
  const header = head.readUInt32BE(at);
  const version = (header >>> 19) & 3;
  const layer = 4 - ((header >>> 17) & 3);
  const rate = RATES[(header >>> 10) & 3];
  const kbits = KBITS[`${version === 3 ? 1 : 2}-${layer}`]?.[((header >>> 12) & 15) - 1];
  if (header >>> 21 !== 0x7ff || version === 1 || rate === undefined || kbits === undefined) return undefined;
  const samplesPerSecond = rate / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const padding = (header >>> 9) & 1;
  if (layer === 1) return (Math.floor((12_000 * kbits) / samplesPerSecond) + padding) * 4;
  const samples = layer === 3 && version !== 3 ? 72_000 : 144_000;
  return Math.floor((samples * kbits) / samplesPerSecond) + padding;
}
