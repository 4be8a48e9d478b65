import { type ByteSource, partOf } from '../byte-source.ts';
import type { ImageDetails } from '../details.ts';
import type { Draft, Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { joined, type Stretch } from './joined-source.ts';
import { type JpegSegment, jpegSegments } from './jpeg-segments.ts';
import { readAhead } from './read-ahead.ts';
import { readExif } from './read-exif.ts';
import { readXmp } from './read-xmp.ts';

/** Reads a JPEG's size, colours, EXIF and XMP, all of which stand before the compressed picture. */
export const readJpeg: Reader = ({ source }, draft) => readJpegFrom(source, draft);

/** The same from a picture inside another file. */
export async function readJpegFrom(file: ByteSource, draft: Draft): Promise<void> {
  const source = readAhead(file);
  const found = await findParts(source, draft);
  for (const stretches of found.exif) await readExif(joined(source, stretches), draft);
  if (found.xmp !== undefined) await readXmp(partOf(source, found.xmp.start, found.xmp.length), draft);
  if (draft.image?.widthPixels === undefined) throw new UnreadableError('it has no frame header');
}

interface Parts {
  /** Each in the pieces that it was cut into: a segment holds 64 KiB. */
  readonly exif: Stretch[][];
  readonly xmp?: Stretch | undefined;
}

const APP1 = 0xe1;
const APP14 = 0xee;
const XMP_MARK = 'http://ns.adobe.com/xap/1.0/\0';

async function findParts(source: ByteSource, draft: Draft): Promise<Parts> {
  const exif: Stretch[][] = [];
  let xmp: Stretch | undefined;
  let transform: number | undefined;
  let frame: JpegSegment | undefined;
  for await (const segment of jpegSegments(source)) {
    const { marker, start, length } = segment;
    if (marker === APP1) {
      const head = await source.read(start, Math.min(length, XMP_MARK.length));
      if (head.toString('latin1') === XMP_MARK) {
        xmp ??= { start: start + XMP_MARK.length, length: length - XMP_MARK.length };
      } else addExif(exif, segment, head);
    } else if (marker === APP14) transform = await adobeTransform(source, segment);
    else if (isFrame(marker)) frame ??= segment;
  }
  if (frame !== undefined) await readFrame(source, frame, transform, draft);
  return { exif, xmp };
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

/** Start-of-frame markers lie among those of Huffman tables (C4), extensions (C8) and arithmetic coding (CC). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** How Adobe's programs say what the components are: 0 for as they are, 1 for YCbCr, 2 for YCCK. */
async function adobeTransform(
  source: ByteSource,
  { start, length }: JpegSegment,
): Promise<number | undefined> {
  const bytes = await source.read(start, Math.min(length, 12));
  return bytes.toString('latin1', 0, 5) === 'Adobe' ? bytes[11] : undefined;
}

async function readFrame(
  source: ByteSource,
  { start, length }: JpegSegment,
  transform: number | undefined,
  draft: Draft,
): Promise<void> {
  const bytes = await source.read(start, Math.min(length, 6));
  if (bytes.length < 6) throw new UnreadableError('its frame header is cut off');
  const channels = bytes.readUInt8(5);
  const colorModel = colorModelOf(channels, transform);
  draft.image = {
    ...draft.image,
    widthPixels: bytes.readUInt16BE(3),
    heightPixels: bytes.readUInt16BE(1),
    bitsPerChannel: bytes.readUInt8(0),
    channels,
    ...(colorModel === undefined ? {} : { colorModel }),
  };
}

function colorModelOf(channels: number, transform: number | undefined): ImageDetails['colorModel'] {
  if (channels === 1) return 'grey';
  if (channels === 3) return transform === 0 ? 'rgb' : 'ycbcr';
  return channels === 4 ? 'cmyk' : undefined;
}
