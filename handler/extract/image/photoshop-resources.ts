import { type ByteSource, partOf } from '../byte-source.ts';

/** A block of what Photoshop notes about a picture. */
export interface PhotoshopResource {
  readonly number: number;
  readonly content: ByteSource;
}

const MAX_RESOURCES = 1000;

/** The resources one after the other, each as `8BIM`, a number, a name and its data, padded to even lengths. */
export async function* photoshopResources(source: ByteSource): AsyncGenerator<PhotoshopResource> {
  let position = 0;
  for (let count = 0; count < MAX_RESOURCES; count += 1) {
    const head = await source.read(position, 7);
    const name = 1 + (head[6] ?? 0);
    const data = position + 6 + name + (name % 2);
    const length = await source.read(data, 4);
    if (head.length < 7 || length.length < 4) return;
    const content = partOf(source, data + 4, length.readUInt32BE(0));
    yield { number: head.readUInt16BE(4), content };
    position = data + 4 + content.size + (content.size % 2);
  }
}
