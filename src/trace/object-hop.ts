import { formatBytes } from '../report/format.ts';
import type { Ends, Hop } from './trace.ts';

/** What the bucket holds; never a failure, since what is not there is not lost. */
export function objectHop({ bucket, object }: Ends): Hop {
  if (object === undefined)
    return { hop: 'object', state: 'ok', text: `not in bucket ${bucket}`, details: [] };
  const { kind, time, size, etag, versionId } = object;
  const version = versionId === undefined ? [] : [`version ${versionId}`];
  return kind === 'deleted'
    ? { hop: 'object', state: 'ok', time, text: 'deleted', details: version }
    : { hop: 'object', state: 'ok', time, text: formatBytes(size), details: [`ETag ${etag}`, ...version] };
}
