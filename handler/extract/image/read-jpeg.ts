import { type ByteSource, partOf } from '../byte-source.ts';
import type { ImageDetails } from '../details.ts';
import type { Draft, Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { joined, type Stretch } from './joined-source.ts';
import { type JpegSegment, jpegSegments } from './jpeg-segments.ts';
import { readAhead } from './read-ahead.ts';
import { readExif } from './read-exif.ts';
import { readPhotoshopResources } from './read-photoshop-resources.ts';
import { readXmp } from './read-xmp.ts';

/** Reads a JPEG's size, colours, EXIF and XMP, all of which stand before the compressed picture. */
export const readJpeg: Reader = ({ source }, draft) => readJpegFrom(source, draft);

/** The same from a picture inside another file. */
export async function readJpegFrom(file: ByteSource, draft: Draft): Promise<void> {
  const parts = await readParts(file, START_OF_IMAGE, draft);
  if (parts.frame === undefined) throw new UnreadableError('it has no frame header');
}

/** Reads EXV, in which Exiv2 keeps a picture's notes without the picture: the segments of a JPEG behind another mark. */
export const readExv: Reader = async ({ source }, draft) => {
  await readParts(source, EXV_MARK, draft);
};

/** Lengths of what stands before the segments. */
const START_OF_IMAGE = 2;
const EXV_MARK = 7;

async function readParts(file: ByteSource, start: number, draft: Draft): Promise<Parts> {
  const source = readAhead(file);
  const parts: Parts = { exif: [], xmp: [], photoshop: [] };
  for await (const segment of jpegSegments(source, start)) await sort(source, segment, parts);
  if (parts.frame !== undefined) await readFrame(source, parts.frame, parts.transform, draft);
  for (const stretches of parts.exif.slice(0, MAX_BLOCKS)) await readExif(joined(file, stretches), draft);
  for (const { start, length } of parts.xmp.slice(0, MAX_BLOCKS))
    await readXmp(partOf(file, start, length), draft);
  await readPhotoshopResources(joined(file, parts.photoshop), draft);
  return parts;
}

/** What matters of a JPEG, and where it lies. Long parts are cut into pieces: a segment holds 64 KiB. */
interface Parts {
  readonly exif: Stretch[][];
  readonly xmp: Stretch[];
  readonly photoshop: Stretch[];
  /** How Adobe's programs say what the components are: 0 for as they are, 1 for YCbCr, 2 for YCCK. */
  transform?: number | undefined;
  frame?: JpegSegment;
}

const APP1 = 0xe1;
const APP13 = 0xed;
const APP14 = 0xee;
/** JPEG-LS's. */
const LOSSLESS_FRAME = 0xf7;
/** Of each kind there should be one; some programs leave another. */
const MAX_BLOCKS = 4;
const XMP_MARK = 'http://ns.adobe.com/xap/1.0/\0';
/** Some programs have `XMP` and a zero in its place. */
const HTTP = 4;
const PHOTOSHOP_MARK = 'Photoshop 3.0\0';

async function sort(source: ByteSource, segment: JpegSegment, parts: Parts): Promise<void> {
  const { marker, start, length } = segment;
  if (isFrame(marker)) parts.frame ??= segment;
  if (marker !== APP1 && marker !== APP13 && marker !== APP14) return;
  const head = await source.read(start, Math.min(length, XMP_MARK.length));
  const mark = head.toString('latin1');
  if (mark.endsWith(XMP_MARK.slice(HTTP))) parts.xmp.push(behind(segment, XMP_MARK));
  else if (mark.startsWith(PHOTOSHOP_MARK)) parts.photoshop.push(behind(segment, PHOTOSHOP_MARK));
  else if (marker === APP14 && mark.startsWith('Adobe')) parts.transform = head[11];
  else if (marker === APP1) addExif(parts.exif, segment, head);
}

function behind({ start, length }: JpegSegment, mark: string): Stretch {
  return { start: start + mark.length, length: Math.max(length - mark.length, 0) };
}

/** Some cameras put a few bytes before the mark. A segment without a TIFF header continues the one before it. */
function addExif(exif: Stretch[][], { start, length }: JpegSegment, head: Buffer): void {
  const mark = head.toString('latin1').indexOf('Exif\0');
  if (mark < 0 || mark > 4) return;
  const skipped = mark + 6;
  const stretch = { start: start + skipped, length: Math.max(length - skipped, 0) };
  const begins = /^(II|MM)/.test(head.toString('latin1', skipped, skipped + 2));
  const last = exif.at(-1);
  if (begins || last === undefined) exif.push([stretch]);
  else last.push(stretch);
}

/**
 * Start-of-frame markers lie among those of Huffman tables (C4), extensions (C8) and arithmetic coding (CC); JPEG-LS
 * has its own.
 */
function isFrame(marker: number): boolean {
  if (marker === LOSSLESS_FRAME) return true;
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

async function readFrame(
  source: ByteSource,
  { marker, start, length }: JpegSegment,
  transform: number | undefined,
  draft: Draft,
): Promise<void> {
  const bytes = await source.read(start, Math.min(length, 6));
  if (bytes.length < 6) throw new UnreadableError('its frame header is cut off');
  const channels = bytes.readUInt8(5);
  const colorModel = colorModelOf(channels, transform === 0 || marker === LOSSLESS_FRAME);
  draft.image = {
    ...draft.image,
    widthPixels: bytes.readUInt16BE(3),
    heightPixels: bytes.readUInt16BE(1),
    bitsPerChannel: bytes.readUInt8(0),
    channels,
    ...(colorModel === undefined ? {} : { colorModel }),
  };
}

function colorModelOf(channels: number, untransformed: boolean): ImageDetails['colorModel'] {
  if (channels === 1) return 'grey';
  if (channels === 3) return untransformed ? 'rgb' : 'ycbcr';
  return channels === 4 ? 'cmyk' : undefined;
}
