import type { ByteSource } from '../byte-source.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { bigEndian, littleEndian } from './byte-order.ts';
import { TiffDirectory, type TiffLayout } from './tiff-directory.ts';

/** A file built of directories of tagged values: TIFF, most raw files, and EXIF wherever it lies. */
export interface TiffFile {
  readonly layout: TiffLayout;
  /** 42, 43 for BigTIFF, others for raw files of some makers. */
  readonly magic: number;
  /** Where the first directory lies. */
  readonly first: number;
  /** The directory at a place; undefined when there is none. */
  directory(offset: number): Promise<TiffDirectory | undefined>;
  /** The same of a part that counts its offsets from its own beginning. */
  within(part: ByteSource): Pick<TiffFile, 'directory'>;
}

const BIG_TIFF = 43;
const HEADER = 8;
const BIG_HEADER = 16;

/** Throws an `UnreadableError` when the bytes do not begin as a TIFF does. */
export async function openTiff(source: ByteSource): Promise<TiffFile> {
  const header = await source.read(0, BIG_HEADER);
  const mark = header.toString('latin1', 0, 2);
  if (header.length < HEADER || (mark !== 'II' && mark !== 'MM')) {
    throw new UnreadableError('it does not begin with a TIFF header');
  }
  const order = mark === 'II' ? littleEndian : bigEndian;
  const magic = order.uint16(header, 2);
  const big = magic === BIG_TIFF && header.length === BIG_HEADER;
  const layout = { source, order, big };
  return {
    layout,
    magic,
    first: big ? order.uint64(header, HEADER) : order.uint32(header, 4),
    directory: (offset) => TiffDirectory.at(layout, offset),
    within: (part) => ({ directory: (offset) => TiffDirectory.at({ ...layout, source: part }, offset) }),
  };
}
