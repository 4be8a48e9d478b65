import { AwsError } from '../../aws-error.ts';
import type { StoredObject } from './version.ts';

/** Bytes of an object from `start` up to and without `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The range that a `Range` header asks for; undefined when there is none, or one that S3 does not
 * understand and so ignores. `InvalidRange` when it lies outside the object.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
  if (start < end) return { start, end };
  throw new AwsError('InvalidRange', 'The requested range is not satisfiable', {
    status: 416,
    fields: { RangeRequested: header, ActualObjectSize: size },
    headers: { 'content-range': `bytes */${size}` },
  });
}

/** The bytes of a part, counted from 1; an object that was not uploaded in parts is its own only one. */
export function rangeOfPart(object: StoredObject, partNumber: number): ByteRange {
  const sizes = isMultipart(object) ? object.blobs.map(({ size }) => size) : [object.size];
  const size = sizes[partNumber - 1];
  if (size === undefined) {
    throw new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', { status: 416 });
  }
  const start = sizes.slice(0, partNumber - 1).reduce((sum, bytes) => sum + bytes, 0);
  return { start, end: start + size };
}

export function isMultipart({ etag }: StoredObject): boolean {
  return etag.includes('-');
}
