import { readZip } from '../archive/zip/read-zip.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { readOle } from './ole/read-ole.ts';
import { readRtf } from './rtf/read-rtf.ts';

const CONTAINERS: readonly (readonly [signature: Buffer, reader: Reader])[] = [
  [Buffer.from('PK', 'latin1'), readZip],
  [Buffer.from('d0cf11e0a1b11ae1', 'hex'), readOle],
  [Buffer.from('{\\rtf', 'latin1'), readRtf],
];

/** Reads an office document by what it is packed in, which its media type or its name may have wrong. */
export const readOffice: Reader = async (subject, draft) => {
  const start = await subject.source.read(0, 8);
  const found = CONTAINERS.find(([signature]) => start.subarray(0, signature.length).equals(signature));
  if (found === undefined) throw new UnreadableError('it does not begin like an office document');
  await found[1](subject, draft);
};
