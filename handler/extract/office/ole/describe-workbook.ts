import type { Draft } from '../../reader.ts';
import { markLocked } from './mark-locked.ts';
import { workbookStart } from './workbook-sheets.ts';

/** How much of a workbook is looked at: the sheets' names stand before the texts of all cells. */
export const MAX_WORKBOOK = 256 * 1024;

/** Says what the beginning of an Excel workbook's stream tells of its sheets. */
export function describeWorkbook(stream: Buffer, document: NonNullable<Draft['document']>): void {
  const { sheetNames, encrypted } = workbookStart(stream);
  if (sheetNames.length > 0) Object.assign(document, { sheets: sheetNames.length, sheetNames });
  if (encrypted) markLocked(document);
}
