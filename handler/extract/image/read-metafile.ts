import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';

const PIXELS_AN_INCH = 96;
const PLACEABLE = 0x9ac6cdd7;

/** Reads how large an enhanced Windows metafile (EMF) is drawn. */
export const readEmf: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, 24);
  draft.image = {
    widthPixels: header.readInt32LE(16) - header.readInt32LE(8) + 1,
    heightPixels: header.readInt32LE(20) - header.readInt32LE(12) + 1,
  };
};

/** Reads how large a Windows metafile (WMF) is drawn, if it is one that says so, at 96 pixels an inch. */
export const readWmf: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, 16);
  const unitsAnInch = header.readUInt16LE(14);
  if (header.readUInt32LE(0) !== PLACEABLE || unitsAnInch === 0) return;
  const pixels = (units: number) => Math.round((Math.abs(units) / unitsAnInch) * PIXELS_AN_INCH);
  draft.image = {
    widthPixels: pixels(header.readInt16LE(10) - header.readInt16LE(6)),
    heightPixels: pixels(header.readInt16LE(12) - header.readInt16LE(8)),
  };
};
