import { partOf } from '../byte-source.ts';
import type { ImageDetails } from '../details.ts';
import type { Draft, Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { readExifTags } from './read-exif.ts';
import { readPreview } from './read-preview.ts';
import { readTiffNotes } from './read-tiff-notes.ts';
import { supplement } from './supplement.ts';
import type { TiffDirectory } from './tiff-directory.ts';
import { openTiff, type TiffFile } from './tiff-file.ts';
import { countPages } from './tiff-pages.ts';
import { tiffTag } from './tiff-tags.ts';

const MAX_SUBDIRECTORIES = 8;
const PANASONIC = 0x55;
const PANASONIC_BITS = 0x0a;

/**
 * Reads a TIFF or BigTIFF, and the raw files that are built like one (DNG, CR2, NEF, ARW, ORF, RW2, PEF, SRW): the
 * size and colours of the picture in full resolution, the number of pages, and EXIF.
 */
export const readTiff: Reader = async ({ source, mediaType }, draft) => {
  const file = await openTiff(source);
  const main = await file.directory(file.first);
  if (main === undefined) throw new UnreadableError('it has no directory');
  const image = await imageOf(file, main);
  if (image !== undefined) draft.image = supplement(draft.image, image);
  await readExifTags(file, draft);
  await readTiffNotes(main, draft);
  if (file.magic === PANASONIC) await readPanasonic(file, main, draft);
  if (image === undefined) throw new UnreadableError('it has no picture');
  if (PAGED.has(mediaType)) draft.image = supplement(draft.image, { frames: await countPages(file) });
};

/** What else is built like a TIFF holds one picture in several sizes. */
const PAGED: ReadonlySet<string> = new Set(['image/tiff', 'image/x-tiff-big']);

async function imageOf(file: TiffFile, main: TiffDirectory): Promise<ImageDetails | undefined> {
  if (file.magic === PANASONIC) return sensorOf(main);
  const full =
    (await isReduced(main)) || !main.has(tiffTag.imageWidth) ? await fullSized(file, main) : undefined;
  return (await describeDirectory(full ?? main)) ?? describeDirectory(main);
}

async function isReduced(directory: TiffDirectory): Promise<boolean> {
  const type = await directory.number(tiffTag.newSubfileType);
  if (type !== undefined) return (type & 1) === 1;
  return (await directory.number(tiffTag.subfileType)) === 2;
}

/** Cameras put a thumbnail into the main directory and the picture into one below it, or behind it. */
async function fullSized(file: TiffFile, main: TiffDirectory): Promise<TiffDirectory | undefined> {
  const below = (await main.numbers(tiffTag.subDirectories)).slice(0, MAX_SUBDIRECTORIES);
  for (const offset of [...below, main.next]) {
    const directory = await file.directory(offset);
    if (directory?.has(tiffTag.imageWidth) && !(await isReduced(directory))) return directory;
  }
  return undefined;
}

async function describeDirectory(directory: TiffDirectory): Promise<ImageDetails | undefined> {
  const widthPixels = await directory.number(tiffTag.imageWidth);
  const heightPixels = await directory.number(tiffTag.imageHeight);
  if (widthPixels === undefined || heightPixels === undefined) return undefined;
  const extra = (await directory.number(tiffTag.extraSamples)) ?? 0;
  const bitsPerChannel = await bitsOf(directory);
  return supplement<ImageDetails>(
    { widthPixels, heightPixels },
    {
      bitsPerChannel,
      channels: (await directory.number(tiffTag.samplesPerPixel)) ?? 1,
      colorModel: colorModelOf(await directory.number(tiffTag.photometric), bitsPerChannel),
      hasAlpha: extra === 1 || extra === 2 ? true : undefined,
    },
  );
}

/** 1 is TIFF's default, of black on white. */
async function bitsOf(directory: TiffDirectory): Promise<number | undefined> {
  const bits = await directory.number(tiffTag.bitsPerSample);
  return bits ?? (directory.has(tiffTag.photometric) ? 1 : undefined);
}

function colorModelOf(photometric: number | undefined, bits: number | undefined): ImageDetails['colorModel'] {
  if (photometric === undefined) return undefined;
  return photometric <= 1 && bits === 1 ? 'bilevel' : MODELS[photometric];
}

const MODELS: Readonly<Record<number, NonNullable<ImageDetails['colorModel']>>> = {
  0: 'grey',
  1: 'grey',
  2: 'rgb',
  3: 'indexed',
  5: 'cmyk',
  6: 'ycbcr',
  8: 'lab',
  9: 'lab',
  10: 'lab',
};

/** Panasonic says which part of the sensor is the picture. https://exiftool.org/TagNames/PanasonicRaw.html */
async function sensorOf(main: TiffDirectory): Promise<ImageDetails | undefined> {
  const [top, left, bottom, right] = await Promise.all([4, 5, 6, 7].map((tag) => main.number(tag)));
  if (top === undefined || left === undefined || bottom === undefined || right === undefined)
    return undefined;
  return supplement<ImageDetails>(
    { widthPixels: right - left, heightPixels: bottom - top },
    { bitsPerChannel: await main.number(PANASONIC_BITS) },
  );
}

/** Most of what others put into EXIF stands in the JPEG that it carries. */
async function readPanasonic(file: TiffFile, main: TiffDirectory, draft: Draft): Promise<void> {
  const jpeg = main.stretch(PANASONIC_JPEG);
  if (jpeg !== undefined) await readPreview(partOf(file.layout.source, jpeg.start, jpeg.length), draft);
  draft.photo = supplement(draft.photo, { iso: await main.number(PANASONIC_ISO) });
}

const PANASONIC_ISO = 0x17;
const PANASONIC_JPEG = 0x2e;
