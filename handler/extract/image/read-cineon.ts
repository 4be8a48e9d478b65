import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';

/** Where the number of channels stands, and what each of them is like. */
const CHANNELS = 193;
const FIRST_CHANNEL = 196;

/** Reads the size and colours of a scanned frame of film (Cineon). */
export const readCineon: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, FIRST_CHANNEL + 16);
  const channels = header.readUInt8(CHANNELS);
  draft.image = {
    widthPixels: header.readUInt32BE(FIRST_CHANNEL + 4),
    heightPixels: header.readUInt32BE(FIRST_CHANNEL + 8),
    bitsPerChannel: header.readUInt8(FIRST_CHANNEL + 2),
    channels,
    ...(channels === 1 || channels === 3 ? { colorModel: channels === 1 ? 'grey' : 'rgb' } : {}),
  };
};
