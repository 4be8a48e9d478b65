import type { ByteSource } from '../byte-source.ts';
import type { Draft } from '../reader.ts';
import { photoshopResources } from './photoshop-resources.ts';
import { readExif } from './read-exif.ts';
import { readIptc } from './read-iptc.ts';
import { readXmp } from './read-xmp.ts';

const IPTC = 1028;
const EXIF = 1058;
const XMP = 1060;

/** Adds what the IPTC, EXIF and XMP among Photoshop's notes say about a picture. */
export async function readPhotoshopResources(source: ByteSource, draft: Draft): Promise<void> {
  const seen = new Set<number>();
  for await (const { number, content } of photoshopResources(source)) {
    if (seen.has(number)) continue;
    seen.add(number);
    if (number === IPTC) await readIptc(content, draft);
    else if (number === EXIF) await readExif(content, draft);
    else if (number === XMP) await readXmp(content, draft);
  }
}
