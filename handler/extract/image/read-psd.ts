import { type ByteSource, partOf } from '../byte-source.ts';
import type { ImageDetails } from '../details.ts';
import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { readAhead } from './read-ahead.ts';
import { readPhotoshopResources } from './read-photoshop-resources.ts';

const HEADER = 26;

/** Reads a Photoshop file's size and colours (PSD and the large PSB), and the EXIF and XMP among its resources. */
export const readPsd: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, HEADER);
  const model = MODELS[header.readUInt16BE(24)];
  draft.image = {
    widthPixels: header.readUInt32BE(18),
    heightPixels: header.readUInt32BE(14),
    channels: header.readUInt16BE(12),
    bitsPerChannel: header.readUInt16BE(22),
    ...(model === undefined ? {} : { colorModel: model }),
  };
  const resources = await resourcesOf(source);
  if (resources !== undefined) await readPhotoshopResources(readAhead(resources), draft);
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

/** They follow the colour table. */
async function resourcesOf(source: ByteSource): Promise<ByteSource | undefined> {
  const table = await source.read(HEADER, 4);
  if (table.length < 4) return undefined;
  const start = HEADER + 4 + table.readUInt32BE(0);
  const size = await source.read(start, 4);
  return size.length < 4 ? undefined : partOf(source, start + 4, size.readUInt32BE(0));
}
