import type { ByteSource } from '../byte-source.ts';
import type { Draft } from '../reader.ts';
import { cameraDate } from './camera-date.ts';
import { exifTag } from './exif-tags.ts';
import { listed } from './listed.ts';
import { makerLens } from './maker-lens.ts';
import { readLocation } from './read-location.ts';
import { starsOf } from './stars.ts';
import { supplement } from './supplement.ts';
import type { TiffDirectory } from './tiff-directory.ts';
import { openTiff, type TiffFile } from './tiff-file.ts';
import { windowsText } from './windows-text.ts';

/** Fields that something said already stay as they are. Damaged EXIF says nothing and harms nothing. */
export function readExif(source: ByteSource, draft: Draft): Promise<void> {
  return unharmed(source, (file) => readExifTags(file, draft));
}

/** The same where EXIF's own directory stands alone, as Canon's raw files have it. */
export function readExifDirectory(source: ByteSource, draft: Draft): Promise<void> {
  return unharmed(source, async (file) => {
    const directory = await file.directory(file.first);
    if (directory !== undefined) await readPhoto(directory, draft);
  });
}

/** The same where the directory with the place stands alone. */
export function readGpsDirectory(source: ByteSource, draft: Draft): Promise<void> {
  return unharmed(source, async (file) => {
    const directory = await file.directory(file.first);
    if (directory !== undefined) await readLocation(directory, draft);
  });
}

async function unharmed(source: ByteSource, read: (file: TiffFile) => Promise<void>): Promise<void> {
  try {
    await read(await openTiff(source));
  } catch {
    // A good picture may carry bad EXIF.
  }
}

/** The same from a file that is a TIFF itself. */
export async function readExifTags(file: TiffFile, draft: Draft): Promise<void> {
  const main = await file.directory(file.first);
  if (main === undefined) return;
  const exif = await file.directory((await main.number(exifTag.exifDirectory)) ?? 0);
  await readOrientation(main, draft);
  // Cameras that follow TIFF/EP put into the main directory what others put into EXIF's.
  for (const directory of exif === undefined ? [main] : [main, exif]) await readPhoto(directory, draft);
  const gps = await file.directory((await main.number(exifTag.gpsDirectory)) ?? 0);
  if (gps !== undefined) await readLocation(gps, draft);
  if (draft.photo?.lens !== undefined || exif === undefined) return;
  draft.photo = supplement(draft.photo, { lens: await makerLens(file, exif, draft.photo?.make) });
}

async function readOrientation(main: TiffDirectory, draft: Draft): Promise<void> {
  const orientation = await main.number(exifTag.orientation);
  if (orientation === undefined || !(orientation >= 1 && orientation <= 8)) return;
  draft.image = supplement(draft.image, { orientation });
}

/** What one directory says of how the picture was taken. */
async function readPhoto(directory: TiffDirectory, draft: Draft): Promise<void> {
  const flash = await directory.number(exifTag.flash);
  draft.photo = supplement(draft.photo, {
    taken: await taken(directory),
    make: await directory.text(exifTag.make),
    model: await directory.text(exifTag.model),
    lens: await directory.text(exifTag.lensModel),
    exposureSeconds: await measure(directory, exifTag.exposureTime),
    fNumber: await measure(directory, exifTag.fNumber),
    iso: await isoOf(directory),
    focalLengthMm: await measure(directory, exifTag.focalLength),
    focalLength35mm: await measure(directory, exifTag.focalLengthIn35mmFilm),
    flashFired: flash === undefined ? undefined : (flash & 1) === 1,
    software: await directory.text(exifTag.software),
    artist: await directory.text(exifTag.artist),
    copyright: await directory.text(exifTag.copyright),
    title: await windowsText(directory, exifTag.windowsTitle),
    description: await directory.text(exifTag.imageDescription),
    keywords: listed((await windowsText(directory, exifTag.windowsKeywords))?.split(';') ?? []),
    rating: starsOf(await directory.number(exifTag.rating)),
  });
}

/** Zero and what is not finite stand for "unknown". */
async function measure(directory: TiffDirectory, tag: number): Promise<number | undefined> {
  const value = await directory.number(tag);
  return value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined;
}

async function taken(directory: TiffDirectory): Promise<string | undefined> {
  for (const { date, fraction, offset } of DATES) {
    const zone = (await directory.text(offset)) ?? (await directory.text(exifTag.offsetTime));
    const found = cameraDate(await directory.text(date), await directory.text(fraction), zone);
    if (found !== undefined) return found;
  }
  return undefined;
}

const DATES = [
  {
    date: exifTag.dateTimeOriginal,
    fraction: exifTag.subSecTimeOriginal,
    offset: exifTag.offsetTimeOriginal,
  },
  {
    date: exifTag.dateTimeDigitized,
    fraction: exifTag.subSecTimeDigitized,
    offset: exifTag.offsetTimeDigitized,
  },
];

/** The old field has 16 bits: 65535 says "see the other one". */
async function isoOf(directory: TiffDirectory): Promise<number | undefined> {
  const iso = await measure(directory, exifTag.iso);
  if (iso !== undefined && iso < 65_535) return iso;
  return (await measure(directory, exifTag.recommendedExposureIndex)) ?? iso;
}
