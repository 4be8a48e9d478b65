import { readZip } from '../archive/zip/read-zip.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { readBareWorkbook } from './ole/read-bare-workbook.ts';
import { readOle } from './ole/read-ole.ts';
import { readRtf } from './rtf/read-rtf.ts';

const CONTAINERS: readonly (readonly [signature: Buffer, reader: Reader])[] = [
  [Buffer.from('PK', 'latin1'), readZip],
  [Buffer.from('d0cf11e0a1b11ae1', 'hex'), readOle],
  [Buffer.from('{\\rtf', 'latin1'), readRtf],
  [Buffer.from('0908', 'hex'), readBareWorkbook],
];

/**
 * Reads an office document by what it is packed in, which its media type or its name may have wrong. Of those that
 * are older than all of these it says no more than their type.
 */
export const readOffice: Reader = async (subject, draft) => {
  const start = await subject.source.read(0, 8);
  const found = CONTAINERS.find(([signature]) => start.subarray(0, signature.length).equals(signature));
  if (found !== undefined) await found[1](subject, draft);
  else if (draft.mediaTypeFrom !== 'content')
    throw new UnreadableError('it does not begin like an office document');
};
