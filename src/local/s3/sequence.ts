import type { Storage } from '../storage.ts';

/** The next of a row of whole numbers that only ever rises, over restarts too. */
export type Sequence = () => number;

/** Each start takes a block of 2³² numbers for itself, so that no number needs writing down. */
export async function openSequence(storage: Storage): Promise<Sequence> {
  const table = storage.table<number>('s3/sequence');
  const block = ((await table.get('block')) ?? 0) + 1;
  await table.put('block', block);
  let next = block * 2 ** 32;
  return () => next++;
}
