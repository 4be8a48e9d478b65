import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import type { FileRecord, Tombstone } from '../../handler/record.ts';
import type { Inspected } from './inspected.ts';

/** How a file here relates to the row of its name. */
export interface Comparison {
  /** `missing`: the table has no such file. */
  readonly state: 'same' | 'different' | 'missing';
  readonly differences: readonly Difference[];
}

export interface Difference {
  /** `size`, `content`, `document.pages`. */
  readonly field: string;
  /** Undefined where one side has no such field. */
  readonly here: unknown;
  readonly table: unknown;
}

/**
 * Compares what a file is with what the table says of its name. The content itself is compared when the row's
 * ETag is an MD5, as it is for what came in one piece; `path` is then read whole.
 */
export async function compare(
  path: string,
  here: Inspected,
  row: FileRecord | Tombstone | undefined,
): Promise<Comparison> {
  if (row === undefined || row.status === 'removed') return { state: 'missing', differences: [] };
  const differences = [
    ...differencesOf(fieldsOf(here), fieldsOf(row)),
    ...(here.size === row.size && MD5.test(row.etag) ? contentDifference(await md5(path), row.etag) : []),
  ];
  return { state: differences.length === 0 ? 'same' : 'different', differences };
}

/** An object encrypted with a KMS key has an ETag of this form, too, and then seems to differ. */
const MD5 = /^[0-9a-f]{32}$/;

function contentDifference(here: string, table: string): Difference[] {
  return here === table ? [] : [{ field: 'content', here: `md5 ${here}`, table: `md5 ${table}` }];
}

async function md5(path: string): Promise<string> {
  const hash = createHash('md5');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** What both sides know, flat: `size`, `status`, `document.pages`. */
function fieldsOf(record: Inspected | FileRecord): ReadonlyMap<string, unknown> {
  const { size, status, reason, extractor, details = {} } = record;
  const flat = new Map<string, unknown>(Object.entries({ size, status, reason, extractor }));
  for (const [part, value] of Object.entries(details)) {
    if (typeof value !== 'object' || value === null) flat.set(part, value);
    else for (const [field, one] of Object.entries(value)) flat.set(`${part}.${field}`, one);
  }
  return flat;
}

function differencesOf(
  here: ReadonlyMap<string, unknown>,
  table: ReadonlyMap<string, unknown>,
): Difference[] {
  const fields = new Set([...here.keys(), ...table.keys()]);
  return [...fields]
    .map((field) => ({ field, here: here.get(field), table: table.get(field) }))
    .filter((one) => !isDeepStrictEqual(one.here, one.table));
}
