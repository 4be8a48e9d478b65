import type { ByteSource } from '../../byte-source.ts';
import { blockTimes } from './block-times.ts';

const CLUSTER = Buffer.from('1f43b675', 'hex');
/** The last cluster is looked for in so much of the end of the file, and then in more of it. */
const TAILS = [256 * 1024, 4 * 1024 * 1024];

/** When the last block of the file is shown, in ticks: how long a recording lasts that nobody finished; 0 when none is found. */
export async function lastBlock(source: ByteSource, firstCluster: number): Promise<number> {
  for (const length of TAILS) {
    const from = Math.max(firstCluster, source.size - length);
    const tail = await source.read(from, source.size - from);
    const at = tail.lastIndexOf(CLUSTER);
    let last = 0;
    if (at >= 0) {
      for await (const time of blockTimes(source, from + at, source.size)) last = Math.max(last, time);
    }
    if (last > 0 || from === firstCluster) return last;
  }
  return 0;
}
