import type { Core } from '../../internal.ts';
import type { BlobStore } from '../blobs.ts';
import type { BucketAddress, Buckets } from '../buckets.ts';
import { noSuchUpload } from '../errors.ts';
import type { Exclusive } from '../exclusive.ts';
import type { Part, Upload, UploadTable } from './upload-table.ts';

export interface UploadAddress extends BucketAddress {
  readonly Key: string;
  readonly UploadId: string;
}

/** Changes of uploads that keep table and files together. */
export interface Uploads {
  require(address: UploadAddress): Promise<Upload>;
  begin(bucket: string, upload: Upload): Promise<void>;
  /** Takes the place of an earlier part of the same number. */
  addPart(address: UploadAddress, part: Part): Promise<void>;
  abort(address: UploadAddress): Promise<void>;
  /** Aborts all of a bucket that is being deleted; the caller holds the bucket. */
  abortAll(bucket: string): Promise<void>;
  partsOf(upload: Upload): Promise<Part[]>;
}

export interface UploadsParts {
  readonly core: Core;
  readonly buckets: Buckets;
  readonly table: UploadTable;
  readonly blobs: BlobStore;
  readonly exclusive: Exclusive;
}

export function createUploads({ core, buckets, table, blobs, exclusive }: UploadsParts): Uploads {
  return {
    require: requireUpload,
    begin: (bucket, upload) =>
      exclusive(bucket, async () => {
        buckets.require({ Bucket: bucket });
        await core.storage.write([table.putting(bucket, upload)]);
      }),
    addPart: (address, part) =>
      exclusive(address.Bucket, async () => {
        const upload = await requireUpload(address);
        const replaced = await table.part(upload, part.number);
        const dropped = replaced === undefined ? [] : [replaced.blob];
        await core.storage.write([
          table.puttingPart(upload, part),
          ...blobs.owning([part.blob]),
          ...blobs.loosing(dropped),
        ]);
        blobs.drop(dropped);
      }),
    abort: (address) =>
      exclusive(address.Bucket, async () => forget(address.Bucket, await requireUpload(address))),
    async abortAll(bucket) {
      for await (const upload of table.from(bucket, { at: 'name', name: '' })) await forget(bucket, upload);
    },
    partsOf,
  };

  async function requireUpload(address: UploadAddress): Promise<Upload> {
    const { name } = buckets.require(address);
    const upload = await table.find(name, address.Key, address.UploadId);
    if (upload === undefined) throw noSuchUpload(address.UploadId);
    return upload;
  }

  async function forget(bucket: string, upload: Upload): Promise<void> {
    const parts = await partsOf(upload);
    const dropped = parts.map(({ blob }) => blob);
    await core.storage.write([...table.deleting(bucket, upload, parts), ...blobs.loosing(dropped)]);
    blobs.drop(dropped);
  }

  async function partsOf(upload: Upload): Promise<Part[]> {
    const parts: Part[] = [];
    for await (const part of table.parts(upload)) parts.push(part);
    return parts;
  }
}
