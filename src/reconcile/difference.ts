import { EXTRACTOR } from '../../handler/extract/description.ts';
import { fits, type ObjectInRow, ROUNDING_MILLISECONDS } from '../../handler/fits.ts';

/**
 * How bucket and table differ about a name: an object without a row, a row about other bytes or another version,
 * a row without an object, a row of an older extractor, a row that says that its file could not be understood.
 */
export const DIFFERENCES = ['missing', 'stale', 'orphaned', 'outdated', 'failed'] as const;

export type Difference = (typeof DIFFERENCES)[number];

/** What of a row counts. */
export interface RowFacts extends ObjectInRow {
  readonly status?: string;
  readonly extractor?: string;
  /** Of a file that was removed: ISO 8601. */
  readonly removedTime?: string;
}

/** What of an object counts. */
export interface ObjectFacts {
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly lastModified: Date;
  /** A listing does not tell it. */
  readonly versionId?: string | undefined;
}

/** Both sides of a name. The row of a file that was removed counts as none. */
export interface Sides {
  readonly row: RowFacts | undefined;
  readonly object: ObjectFacts | undefined;
}

/** What is looked for. */
export type Sought = ReadonlySet<Difference>;

/** The difference between the two sides, the most serious first; undefined when none that is sought. */
export function differenceOf({ row, object }: Sides, sought: Sought): Difference | undefined {
  const found = differencesOf({ row: row?.status === 'removed' ? undefined : row, object });
  return found.find((difference) => sought.has(difference));
}

/**
 * Whether a row that seems to fit may be about another version with the same bytes: the object is newer than the row
 * says, or older, as when the newest version was deleted. Parts count from when the first was sent, so it may be
 * nothing.
 */
export function mayBeOtherVersion({ row, object }: Sides): boolean {
  if (row?.versionId === undefined || row.uploadTime === undefined || object === undefined) return false;
  const late = Date.parse(row.uploadTime) - object.lastModified.getTime();
  return late > SAME_UPLOAD_MILLISECONDS || late < -ROUNDING_MILLISECONDS;
}

/** From when S3 dates an object to when it announces it, unless it comes in parts. */
const SAME_UPLOAD_MILLISECONDS = 10_000;

function differencesOf({ row, object }: Sides): Difference[] {
  if (row === undefined) return object === undefined ? [] : ['missing'];
  if (object === undefined) return ['orphaned'];
  if (!fits(row, object)) return ['stale'];
  const outdated = Number(row.extractor ?? 0) < Number(EXTRACTOR);
  return [
    ...(outdated ? ['outdated' as const] : []),
    ...(row.status === 'failed' ? ['failed' as const] : []),
  ];
}
