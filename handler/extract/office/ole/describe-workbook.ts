import type { Draft } from '../../reader.ts';
import { markLocked } from './mark-locked.ts';
import { workbookStart } from './workbook-sheets.ts';

/** How much of a workbook is looked at first, and at most: fonts and styles stand before the sheets' names. */
const FIRST_BYTES = 64 * 1024;
const MOST_BYTES = 1024 * 1024;
const GROWTH = 4;

/** Says what the beginning of an Excel workbook's stream tells of its sheets; `read` gives so much of it, or all. */
export async function describeWorkbook(
  read: (most: number) => Promise<Buffer>,
  document: NonNullable<Draft['document']>,
): Promise<void> {
  const { sheetNames, encrypted } = await startOf(read);
  if (sheetNames.length > 0) Object.assign(document, { sheets: sheetNames.length, sheetNames });
  if (encrypted) markLocked(document);
}

async function startOf(read: (most: number) => Promise<Buffer>): Promise<ReturnType<typeof workbookStart>> {
  for (let most = FIRST_BYTES; ; most *= GROWTH) {
    const stream = await read(most);
    const start = workbookStart(stream);
    if (start.ended || stream.length < most || most >= MOST_BYTES) return start;
  }
}
