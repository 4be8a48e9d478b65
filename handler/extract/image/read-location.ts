import type { Draft } from '../reader.ts';
import { supplement } from './supplement.ts';
import type { TiffDirectory } from './tiff-directory.ts';

const LATITUDE_REF = 1;
const LATITUDE = 2;
const LONGITUDE_REF = 3;
const LONGITUDE = 4;
const ALTITUDE_REF = 5;
const ALTITUDE = 6;

/** Writes down where the picture was taken, from EXIF's GPS directory. */
export async function readLocation(gps: TiffDirectory, draft: Draft): Promise<void> {
  const altitude = await gps.number(ALTITUDE);
  const below = (await gps.number(ALTITUDE_REF)) === 1;
  draft.photo = supplement(draft.photo, {
    latitude: degrees(await gps.numbers(LATITUDE), await gps.text(LATITUDE_REF), 'S', 90),
    longitude: degrees(await gps.numbers(LONGITUDE), await gps.text(LONGITUDE_REF), 'W', 180),
    altitudeMetres: altitude !== undefined && below ? -altitude : altitude,
  });
}

/** From degrees, minutes and seconds. Undefined when one of them is unknown or the sum cannot be. */
function degrees(
  [whole, minutes = 0, seconds = 0]: number[],
  reference: string | undefined,
  negative: string,
  most: number,
): number | undefined {
  if (whole === undefined) return undefined;
  const value = whole + minutes / 60 + seconds / 3600;
  if (!(Math.abs(value) <= most)) return undefined;
  return reference?.toUpperCase().startsWith(negative) === true ? -Math.abs(value) : value;
}
