import { type ByteSource, partOf } from '../byte-source.ts';
import type { ImageDetails } from '../details.ts';
import { readExactly } from '../read-exactly.ts';
import type { Draft, Reader } from '../reader.ts';
import { readExif } from './read-exif.ts';
import { readXmp } from './read-xmp.ts';

const HEADER = 26;
const MAX_RESOURCES = 1000;
const EXIF_RESOURCE = 1058;
const XMP_RESOURCE = 1060;

/** Reads a Photoshop file's size and colours (PSD and the large PSB), and the EXIF and XMP among its resources. */
export const readPsd: Reader = async ({ source }, draft) => {
  const header = await readExactly(source, 0, HEADER);
  const model = MODELS[header.readUInt16BE(24)];
  draft.image = {
    widthPixels: header.readUInt32BE(18),
    heightPixels: header.readUInt32BE(14),
    channels: header.readUInt16BE(12),
    bitsPerChannel: header.readUInt16BE(22),
    ...(model === undefined ? {} : { colorModel: model }),
  };
  await readResources(source, draft);
};

/** https://www.adobe.com/devnet-apps/photoshop/fileformatashtml/ */
const MODELS: Readonly<Record<number, NonNullable<ImageDetails['colorModel']>>> = {
  0: 'bilevel',
  1: 'grey',
  2: 'indexed',
  3: 'rgb',
  4: 'cmyk',
  8: 'grey',
  9: 'lab',
};

/** The resources follow the colour table, each as `8BIM`, a number, a name and its data, padded to even lengths. */
async function readResources(source: ByteSource, draft: Draft): Promise<void> {
  const table = await source.read(HEADER, 4);
  if (table.length < 4) return;
  const start = HEADER + 4 + table.readUInt32BE(0);
  const size = await source.read(start, 4);
  if (size.length < 4) return;
  const resources = partOf(source, start + 4, size.readUInt32BE(0));
  let position = 0;
  for (let count = 0; count < MAX_RESOURCES; count += 1) {
    const head = await resources.read(position, 7);
    const name = 1 + (head[6] ?? 0);
    const data = position + 6 + name + (name % 2);
    const length = await resources.read(data, 4);
    if (head.length < 7 || length.length < 4) return;
    const part = partOf(resources, data + 4, length.readUInt32BE(0));
    await readResource(head.readUInt16BE(4), part, draft);
    position = data + 4 + part.size + (part.size % 2);
  }
}

async function readResource(number: number, part: ByteSource, draft: Draft): Promise<void> {
  if (number === EXIF_RESOURCE) await readExif(part, draft);
  else if (number === XMP_RESOURCE) await readXmp(part, draft);
}
