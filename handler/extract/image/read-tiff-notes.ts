import { sourceOfBytes } from '../byte-source.ts';
import type { Draft } from '../reader.ts';
import { exifTag } from './exif-tags.ts';
import { readIptc } from './read-iptc.ts';
import { readPhotoshopResources } from './read-photoshop-resources.ts';
import { readXmp } from './read-xmp.ts';
import type { TiffDirectory } from './tiff-directory.ts';

const MAX_BYTES = 256 * 1024;

/** Adds what the XMP, IPTC and Photoshop's notes in a TIFF's main directory say. */
export async function readTiffNotes(main: TiffDirectory, draft: Draft): Promise<void> {
  const source = async (tag: number) => sourceOfBytes(await main.bytes(tag, MAX_BYTES));
  await readXmp(await source(exifTag.xmp), draft);
  await readIptc(await source(exifTag.iptc), draft);
  await readPhotoshopResources(await source(exifTag.photoshop), draft);
}
