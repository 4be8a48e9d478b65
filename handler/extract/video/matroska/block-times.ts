import type { ByteSource } from '../../byte-source.ts';
import { type Element, elements } from './elements.ts';

const CLUSTER = 0x1f43b675;
const TIMESTAMP = 0xe7;
const BLOCK_GROUP = 0xa0;
/** In a group, and on its own. */
const BLOCKS = new Set([0xa1, 0xa3]);
const MAX_STEPS = 3000;

/** When the blocks in the clusters between two positions are shown, in ticks: of one track, or of all. */
export async function* blockTimes(
  source: ByteSource,
  start: number,
  end: number,
  track?: number,
): AsyncGenerator<number> {
  let cluster = 0;
  for await (const { id, content, end: after } of leaves(source, start, end)) {
    if (id === TIMESTAMP) cluster = await numberAt(source, content, after);
    const time = BLOCKS.has(id) ? await timeIn(source, content, track) : undefined;
    if (time !== undefined) yield cluster + time;
  }
}

/** What is in clusters and in groups of blocks, one after the other. */
async function* leaves(source: ByteSource, start: number, end: number): AsyncGenerator<Element> {
  let position = start;
  for (let step = 0; step < MAX_STEPS && position < end; step += 1) {
    const { value: element } = await elements(source, position, end, 1).next();
    if (element === undefined) return;
    const isAround = element.id === CLUSTER || element.id === BLOCK_GROUP;
    if (!isAround) yield element;
    position = isAround ? element.content : element.end;
  }
}

async function numberAt(source: ByteSource, content: number, end: number): Promise<number> {
  const bytes = await source.read(content, Math.min(8, end - content));
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

/** A block begins with its track, here of one byte, and its time after the cluster's. */
async function timeIn(
  source: ByteSource,
  content: number,
  track: number | undefined,
): Promise<number | undefined> {
  const bytes = await source.read(content, 3);
  const isAsked = track === undefined || bytes[0] === track + 0x80;
  return bytes.length === 3 && isAsked ? bytes.readInt16BE(1) : undefined;
}
