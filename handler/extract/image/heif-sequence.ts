import { boxes } from '../boxes.ts';
import { type ByteSource, partOf } from '../byte-source.ts';
import type { Draft } from '../reader.ts';
import { supplement } from './supplement.ts';

const MAX_BOXES = 64;

/** Reads how many frames an image sequence has, and their size, from its first track. */
export async function readHeifSequence(moov: ByteSource, draft: Draft): Promise<void> {
  const track = await inside(moov, ['trak']);
  if (track === undefined) return;
  const header = (await (await inside(track, ['tkhd']))?.read(0, 96)) ?? Buffer.alloc(0);
  const sizeAt = header[0] === 1 ? 88 : 76;
  if (header.length >= sizeAt + 8) {
    const widthPixels = header.readUInt16BE(sizeAt);
    const heightPixels = header.readUInt16BE(sizeAt + 4);
    draft.image = supplement(draft.image, { widthPixels, heightPixels });
  }
  const samples = await (await inside(track, ['mdia', 'minf', 'stbl', 'stsz']))?.read(0, 12);
  if (samples?.length === 12) draft.image = supplement(draft.image, { frames: samples.readUInt32BE(8) });
}

/** The content of the first box on each level. */
async function inside(source: ByteSource, path: readonly string[]): Promise<ByteSource | undefined> {
  let part: ByteSource | undefined = source;
  for (const type of path) part = part === undefined ? undefined : await firstBox(part, type);
  return part;
}

async function firstBox(source: ByteSource, type: string): Promise<ByteSource | undefined> {
  for await (const box of boxes(source, 0, source.size, MAX_BOXES)) {
    if (box.type === type) return partOf(source, box.content, box.end - box.content);
  }
  return undefined;
}
