import { FilepipeError } from '../errors.ts';
import type { DataAtStake } from './data-at-stake.ts';
import type { Names } from './names.ts';

/** Why a teardown does not go on that was not told what is to become of the data. */
export function refuseLoss(names: Pick<Names, 'bucket' | 'table'>, data: DataAtStake): FilepipeError {
  const versions = counted(data.versions + data.deleteMarkers, data.bucketCounted, 'object version');
  const records = counted(data.records, data.tableCounted, 'record');
  return new FilepipeError(`bucket ${names.bucket} holds ${versions} and table ${names.table} ${records}`, {
    hint: 'delete them with: filepipe teardown --delete-data, or keep both with: filepipe teardown --keep-data',
  });
}

function counted(count: number, all: boolean, noun: string): string {
  return `${all ? '' : 'at least '}${count} ${noun}${count === 1 ? '' : 's'}`;
}
