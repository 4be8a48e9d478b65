import type { ByteSource } from '../byte-source.ts';

/** What lies between a JPEG's markers. */
export interface JpegSegment {
  /** The second byte of the marker. */
  readonly marker: number;
  /** Where the content begins, after the length. */
  readonly start: number;
  readonly length: number;
}

const MAX_SEGMENTS = 2000;
const MAX_GARBAGE = 64 * 1024;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/** The segments from `start` to the compressed picture. Garbage between them, which decoders forgive, is passed over. */
export async function* jpegSegments(source: ByteSource, start: number): AsyncGenerator<JpegSegment> {
  let position = start;
  for (let count = 0; count < MAX_SEGMENTS; count += 1) {
    const at = await nextMarker(source, position);
    const head = at === undefined ? Buffer.alloc(0) : await source.read(at, 4);
    const [, marker = END_OF_IMAGE] = head;
    if (at === undefined || head.length < 4 || marker === START_OF_SCAN || marker === END_OF_IMAGE) return;
    const length = standsAlone(marker) ? 0 : head.readUInt16BE(2);
    if (length >= 2) yield { marker, start: at + 4, length: length - 2 };
    position = at + 2 + length;
  }
}

function standsAlone(marker: number): boolean {
  return marker <= 1 || (marker >= 0xd0 && marker <= 0xd8);
}

/** Where the next marker begins: any number of fill bytes (FF) may stand before it. */
async function nextMarker(source: ByteSource, position: number): Promise<number | undefined> {
  const head = await source.read(position, 2);
  if (isMarker(head, 0)) return position;
  const window = await source.read(position, MAX_GARBAGE);
  for (let at = 0; at + 1 < window.length; at += 1) {
    if (isMarker(window, at)) return position + at;
  }
  return undefined;
}

function isMarker(bytes: Buffer, at: number): boolean {
  const second = bytes[at + 1];
  return bytes[at] === 0xff && second !== undefined && second !== 0 && second !== 0xff;
}
