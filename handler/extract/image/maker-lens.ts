import { partOf } from '../byte-source.ts';
import { exifTag } from './exif-tags.ts';
import type { TiffDirectory } from './tiff-directory.ts';
import { openTiff, type TiffFile } from './tiff-file.ts';

/**
 * The lens where EXIF does not name it: what the maker's own notes call it, else what it can do
 * (`18-55mm f/3.5-5.6`). Undefined where that is not written out. https://exiftool.org/TagNames/
 */
export async function makerLens(
  file: TiffFile,
  exif: TiffDirectory,
  make: string | undefined,
): Promise<string | undefined> {
  return (await nameInNotes(file, exif, make)) ?? lensOf(await exif.numbers(exifTag.lensSpecification));
}

async function nameInNotes(
  file: TiffFile,
  exif: TiffDirectory,
  make: string | undefined,
): Promise<string | undefined> {
  const notes = exif.stretch(exifTag.makerNote);
  if (notes === undefined) return undefined;
  const { source } = file.layout;
  const { start } = notes;
  const mark = (await source.read(start, 12)).toString('latin1');
  if (make === 'Canon') return (await file.directory(start))?.text(CANON_LENS);
  if (mark.startsWith('Panasonic\0')) return (await file.directory(start + 12))?.text(PANASONIC_LENS);
  if (mark.startsWith('OLYMP\0')) return olympusLens(file, await file.directory(start + 8));
  if (mark.startsWith('OLYMPUS\0')) {
    // Its offsets count from where the notes begin, and its header is none of TIFF's.
    const own = file.within(partOf(source, start, notes.length));
    return olympusLens(own, await own.directory(12));
  }
  const ownHeader = mark.startsWith('Nikon\0\x02') && /(?:II|MM)$/.test(mark);
  if (!ownHeader || notes.length < LEAST_NIKON) return undefined;
  const own = await openTiff(partOf(source, start + 10, notes.length));
  return lensOf((await (await own.directory(own.first))?.numbers(NIKON_LENS)) ?? []);
}

const CANON_LENS = 0x95;
const PANASONIC_LENS = 0x51;
const OLYMPUS_EQUIPMENT = 0x2010;
const OLYMPUS_LENS = 0x203;
const NIKON_LENS = 0x84;
/** A header of its own, and TIFF's. */
const LEAST_NIKON = 18;

async function olympusLens(
  file: Pick<TiffFile, 'directory'>,
  notes: TiffDirectory | undefined,
): Promise<string | undefined> {
  const equipment = await file.directory((await notes?.number(OLYMPUS_EQUIPMENT)) ?? 0);
  return equipment?.text(OLYMPUS_LENS);
}

/** From the least and the greatest focal length, and the widest aperture at each. */
function lensOf([shortest, longest, atShortest, atLongest]: number[]): string | undefined {
  if (!(isLength(shortest) && isLength(longest))) return undefined;
  const apertures = isLength(atShortest) && isLength(atLongest) ? ` f/${range(atShortest, atLongest)}` : '';
  return `${range(shortest, longest)}mm${apertures}`;
}

function isLength(value: number | undefined): value is number {
  return value !== undefined && value > 0 && value < 10_000;
}

function range(from: number, to: number): string {
  const [least, most] = [from, to].map((value) => String(Number(value.toPrecision(4))));
  return least === most ? `${least}` : `${least}-${most}`;
}
