import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

const MAX_HEADER = 64 * 1024;
const FIRST_ATTRIBUTE = 8;
const MAX_ATTRIBUTES = 500;

/** Reads the size of an OpenEXR picture: of the pixels that it has, which may be fewer or more than are to be shown. */
export const readExr: Reader = async ({ source }, draft) => {
  const header = await source.read(0, MAX_HEADER);
  const window = attribute(header, 'dataWindow') ?? attribute(header, 'displayWindow');
  if (window === undefined || window.length < 16) throw new UnreadableError('it does not say its size');
  draft.image = {
    widthPixels: window.readInt32LE(8) - window.readInt32LE(0) + 1,
    heightPixels: window.readInt32LE(12) - window.readInt32LE(4) + 1,
  };
};

/** Attributes follow each other: name and type, each ended by zero, and the value after its length. */
function attribute(header: Buffer, wanted: string): Buffer | undefined {
  let at = FIRST_ATTRIBUTE;
  for (let count = 0; count < MAX_ATTRIBUTES; count += 1) {
    const name = header.indexOf(0, at);
    const type = header.indexOf(0, name + 1);
    if (name <= at || type < 0 || type + 5 > header.length) return undefined;
    const value = type + 5;
    const end = value + header.readUInt32LE(type + 1);
    if (header.toString('latin1', at, name) === wanted) return header.subarray(value, end);
    at = end;
  }
  return undefined;
}
