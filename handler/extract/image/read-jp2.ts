import { boxes } from '../boxes.ts';
import { type ByteSource, partOf } from '../byte-source.ts';
import type { ImageDetails } from '../details.ts';
import type { Draft, Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { exifBlock } from './exif-block.ts';
import { codestreamPicture } from './jp2-codestream.ts';
import { readExif } from './read-exif.ts';
import { readXmp } from './read-xmp.ts';
import { supplement } from './supplement.ts';

const MAX_BOXES = 200;
const EXIF_UUID = 'JpgTiffExif->JP2';
const XMP_UUID = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex').toString('latin1');

/** Reads JPEG 2000 in boxes (JP2, JPX): size, colours, EXIF and XMP. */
export const readJp2: Reader = async ({ source }, draft) => {
  const uuids = new Set<string>();
  for await (const box of boxes(source, 0, source.size, MAX_BOXES)) {
    const part = partOf(source, box.content, box.end - box.content);
    if (box.type === 'jp2h') await readHeader(part, draft);
    else if (box.type === 'uuid') await readUuid(part, uuids, draft);
    else if (box.type === 'jp2c')
      draft.image = supplement(draft.image, codestreamPicture(await part.read(0, 64)));
  }
  if (draft.image?.widthPixels === undefined) throw new UnreadableError('it has no picture');
};

async function readHeader(header: ByteSource, draft: Draft): Promise<void> {
  for await (const box of boxes(header, 0, header.size, MAX_BOXES)) {
    const content = await header.read(box.content, Math.min(box.end - box.content, 256));
    const found = HEADERS[box.type]?.(content);
    if (found !== undefined) draft.image = { ...draft.image, ...found };
  }
}

/** By the box's type; each gives nothing when the box is cut off. */
const HEADERS: Readonly<Record<string, (content: Buffer) => ImageDetails | undefined>> = {
  ihdr: (content) =>
    content.length < 11
      ? undefined
      : {
          heightPixels: content.readUInt32BE(0),
          widthPixels: content.readUInt32BE(4),
          channels: content.readUInt16BE(8),
          ...depthOf(content.readUInt8(10)),
        },
  colr: (content) => {
    const colorModel = content.length >= 7 ? MODELS[content.readUInt32BE(3)] : undefined;
    return colorModel === undefined ? undefined : { colorModel };
  },
  pclr: () => ({ colorModel: 'indexed' }),
  cdef: (content) => (describesAlpha(content) ? { hasAlpha: true } : undefined),
};

/** 255 says that the channels differ. */
function depthOf(value: number): ImageDetails {
  return value === 255 ? {} : { bitsPerChannel: (value & 0x7f) + 1 };
}

const MODELS: Readonly<Record<number, NonNullable<ImageDetails['colorModel']>>> = {
  0: 'bilevel',
  12: 'cmyk',
  14: 'lab',
  16: 'rgb',
  17: 'grey',
  18: 'ycbcr',
};

/** Channels are listed with three numbers each: which, its kind (1 and 2 for transparency), what it belongs to. */
function describesAlpha(content: Buffer): boolean {
  for (let at = 2; at + 6 <= content.length; at += 6) {
    const kind = content.readUInt16BE(at + 2);
    if (kind === 1 || kind === 2) return true;
  }
  return false;
}

/** Of each kind the first. */
async function readUuid(part: ByteSource, seen: Set<string>, draft: Draft): Promise<void> {
  const uuid = (await part.read(0, 16)).toString('latin1');
  if (seen.has(uuid)) return;
  seen.add(uuid);
  const rest = partOf(part, 16, part.size);
  if (uuid === EXIF_UUID) await readExif(await exifBlock(rest), draft);
  else if (uuid === XMP_UUID) await readXmp(rest, draft);
}
