import { partOf } from '../byte-source.ts';
import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { readJpegFrom } from './read-jpeg.ts';

/** Where the header says where the JPEG lies that carries size and EXIF. */
const JPEG_POINTER = 84;

/** Reads Fuji's raw files by the full-sized JPEG that they contain. */
export const readRaf: Reader = async ({ source }, draft) => {
  const pointer = await exactBytes(source, JPEG_POINTER, 8);
  await readJpegFrom(partOf(source, pointer.readUInt32BE(0), pointer.readUInt32BE(4)), draft);
};
