import type { ByteSource } from '../byte-source.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { readCrossReference } from './cross-reference.ts';
import { linearizationOf } from './linearization.ts';
import { type PdfFile, unlocked, WHOLE_BYTES } from './pdf-file.ts';
import { PdfObjects } from './pdf-objects.ts';

/** Of files that are not read whole, the end, where the cross-reference lies and what it leads to first. */
const TAIL_BYTES = 256 * 1024;
/** How far from the end `startxref` is looked for. */
const START_BYTES = 64 * 1024;

/** Opens a file by its cross-reference. Throws an `UnreadableError` when that is missing or damaged. */
export async function openByTable(source: ByteSource): Promise<PdfFile> {
  await source.read(source.size <= WHOLE_BYTES ? 0 : source.size - TAIL_BYTES, WHOLE_BYTES);
  const { trailer, find } = await readCrossReference(source, await startOfCrossReference(source));
  const file = await unlocked(new PdfObjects(source, find), trailer, source.size);
  return file.isWhole ? file : { ...file, linearization: await linearizationOf(source) };
}

async function startOfCrossReference(source: ByteSource): Promise<number> {
  const tail = await source.read(Math.max(0, source.size - START_BYTES), START_BYTES);
  const at = tail.lastIndexOf('startxref');
  const start = at < 0 ? null : /^startxref\s*(\d{1,15})/.exec(tail.toString('latin1', at, at + 64));
  if (start === null) throw new UnreadableError('it does not say where its cross-reference is');
  return Number(start[1]);
}
