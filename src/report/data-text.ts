import type { DataAtStake } from '../provision/data-at-stake.ts';
import { formatBytes, plural } from './format.ts';

/** `at least 8,123 objects in 10,456 versions, 2 delete markers, 1 unfinished upload (12 GiB)` and `8,100 records`. */
export function dataText(data: DataAtStake): { readonly bucket: string; readonly table: string } {
  const { objects, versions, deleteMarkers, uploads, bytes, records } = data;
  const parts = [
    `${plural(objects, 'object')} in ${plural(versions, 'version')}`,
    ...(deleteMarkers > 0 ? [plural(deleteMarkers, 'delete marker')] : []),
    ...(uploads > 0 ? [plural(uploads, 'unfinished upload')] : []),
  ];
  return {
    bucket: `${atLeast(data.bucketCounted)}${parts.join(', ')}, ${formatBytes(bytes)}`,
    table: `${atLeast(data.tableCounted)}${plural(records, 'record')}`,
  };
}

function atLeast(counted: boolean): string {
  return counted ? '' : 'at least ';
}
