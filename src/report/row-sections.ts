import type { FileRecord, Tombstone } from '../../handler/record.ts';
import { detailSections } from './detail-sections.ts';
import { type Field, fieldOf, localTime } from './field.ts';
import type { Section } from './sections.ts';

/** What is known of a file: a row of the table, or so much of one as is known without AWS. */
export type KnownFile = Pick<FileRecord, 'status'> & Partial<FileRecord>;

/** A file in words: first what it is from outside, then what was found inside it. */
export function rowSections(row: KnownFile | Tombstone): Section[] {
  if (row.status === 'removed') return [{ fields: removalFields(row) }];
  const { details = {}, ...attributes } = row;
  return [{ fields: [...baseFields(attributes), ...otherFields(attributes)] }, ...detailSections(details)];
}

function removalFields({ removedTime, bucket, expiresAt }: Tombstone): Field[] {
  const until = new Date(expiresAt * 1000).toISOString();
  return [
    { label: 'status', text: `removed on ${localTime(removedTime)}` },
    { label: 'bucket', text: bucket },
    { label: 'remembered', text: `until ${localTime(until)}` },
  ];
}

type Attributes = Omit<KnownFile, 'details'>;

/** Rows that an older function wrote lack some. */
const BASE: readonly (readonly [name: keyof Attributes, label: string])[] = [
  ['size', 'size'],
  ['uploadTime', 'uploaded'],
  ['contentType', 'type'],
  ['bucket', 'bucket'],
  ['storageClass', 'storage class'],
  ['etag', 'ETag'],
  ['versionId', 'version'],
  ['checksum', 'checksum'],
  ['sequencer', 'sequencer'],
];

function baseFields(attributes: Attributes): Field[] {
  const known = BASE.filter(([name]) => attributes[name] !== undefined).map(([name, label]) => {
    const value = attributes[name];
    const { text } = name === 'uploadTime' ? { text: localTime(String(value)) } : fieldOf(name, value);
    return { label, text };
  });
  return [...known, ...statusFields(attributes)];
}

function statusFields({ status, reason, extractor }: Partial<Attributes>): Field[] {
  if (status === undefined) return [];
  const by = extractor === undefined ? '' : ` by extractor ${extractor}`;
  const words = status === 'failed' ? 'not understood' : status;
  const why = status === 'failed' ? (reason ?? 'none is given') : reason;
  return [
    { label: 'status', text: `${words}${by}` },
    ...(why === undefined ? [] : [{ label: 'reason', text: why }]),
  ];
}

/** What somebody else's function has written into the row. */
function otherFields(attributes: Attributes): Field[] {
  const told = new Set<string>([...BASE.map(([name]) => name), ...NOT_TOLD]);
  return Object.entries(attributes)
    .filter(([name]) => !told.has(name))
    .map(([name, value]) => fieldOf(name, value));
}

const NOT_TOLD = ['filename', 'status', 'reason', 'extractor', 'timeShard'];
