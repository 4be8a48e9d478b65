import type { ByteSource } from '../byte-source.ts';
import type { PhotoDetails } from '../details.ts';
import type { Findings } from './supplement.ts';

const HEADER = 24;
const MAX_PROPERTIES = 200;
const MAX_BYTES = 64 * 1024;

/** What the names and values in a section of one of Sigma's raw files say of how the picture was taken. */
export async function x3fProperties(section: ByteSource): Promise<Findings<PhotoDetails>> {
  const properties = propertiesIn(await section.read(0, MAX_BYTES));
  const number = (name: string) => {
    const value = Number(properties.get(name));
    return value > 0 ? value : undefined;
  };
  const [seconds, exposure] = [number('TIME'), number('EXPTIME')];
  return {
    // The camera's clock counts its local time as if it were UTC.
    taken: seconds === undefined ? undefined : localTime(seconds),
    make: properties.get('CAMMANUF'),
    model: properties.get('CAMMODEL'),
    exposureSeconds: exposure === undefined ? undefined : exposure / 1_000_000,
    fNumber: number('APERTURE'),
    iso: number('ISO'),
    focalLengthMm: number('FLENGTH'),
    focalLength35mm: number('FLEQ35MM'),
  };
}

/** Behind the header the places of all names and values, counted in characters from where the text begins. */
function propertiesIn(bytes: Buffer): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  if (bytes.length < HEADER) return properties;
  const count = Math.min(bytes.readUInt32LE(8), MAX_PROPERTIES);
  const text = bytes.subarray(HEADER + bytes.readUInt32LE(8) * 8).toString('utf16le');
  const textAt = (place: number) => text.slice(place, text.indexOf('\0', place));
  for (let at = HEADER; at + 8 <= Math.min(bytes.length, HEADER + count * 8); at += 8) {
    properties.set(textAt(bytes.readUInt32LE(at)), textAt(bytes.readUInt32LE(at + 4)));
  }
  return properties;
}

function localTime(seconds: number): string | undefined {
  return seconds < 2 ** 32 ? new Date(seconds * 1000).toISOString().slice(0, 19) : undefined;
}
