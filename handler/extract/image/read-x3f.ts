import { readExactly } from '../read-exactly.ts';
import type { Reader } from '../reader.ts';

/** Reads the size and orientation of Sigma's raw files. https://exiftool.org/TagNames/SigmaRaw.html */
export const readX3f: Reader = async ({ source }, draft) => {
  const header = await readExactly(source, 0, 40);
  const rotation = ROTATIONS[header.readUInt32LE(36)];
  draft.image = {
    widthPixels: header.readUInt32LE(28),
    heightPixels: header.readUInt32LE(32),
    ...(rotation === undefined ? {} : { orientation: rotation }),
  };
};

/** EXIF's number for degrees clockwise. */
const ROTATIONS: Readonly<Record<number, number>> = { 90: 6, 180: 3, 270: 8 };
