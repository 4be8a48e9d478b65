import type * as sdk from '@aws-sdk/client-s3';
import { ACCOUNT_ID, PARTITION } from '../../credentials.ts';
import type { Operations } from '../../service.ts';
import { type Buckets, OWNER_ID } from '../buckets.ts';
import { listingText, pageLimit } from '../object/listing-input.ts';
import { quoted } from '../object/output.ts';
import { after, type Page, readPage } from '../object/page.ts';
import type { Position } from '../ordered-key.ts';
import { partChecksum } from './part-operations.ts';
import type { Part, Upload, UploadTable } from './upload-table.ts';
import type { Uploads } from './uploads.ts';

/** What has been uploaded so far, and which uploads are under way. */
export function uploadListOperations(
  uploads: Uploads,
  table: UploadTable,
  buckets: Buckets,
): Operations<typeof sdk> {
  return {
    async listParts(input) {
      const upload = await uploads.require(input);
      const limit = pageLimit(input.MaxParts, 'max-parts');
      const marker = Number(input.PartNumberMarker ?? 0);
      const { parts, truncated } = await readParts(upload, marker, limit);
      return {
        Bucket: input.Bucket,
        Key: upload.key,
        UploadId: upload.uploadId,
        PartNumberMarker: String(marker),
        NextPartNumberMarker: String(parts.at(-1)?.number ?? 0),
        MaxParts: limit,
        IsTruncated: truncated,
        Parts: parts.map((part) => ({
          PartNumber: part.number,
          LastModified: new Date(part.modified),
          ETag: quoted(part.etag),
          Size: part.blob.size,
          ...partChecksum(part, upload.algorithm),
        })),
        Initiator: INITIATOR,
        Owner: { ID: OWNER_ID },
        StorageClass: upload.attributes.storageClass,
        ChecksumAlgorithm: upload.algorithm,
        ChecksumType: upload.checksumType,
      };
    },
    async listMultipartUploads(input) {
      const { name } = buckets.require(input);
      const text = listingText(input.EncodingType);
      const { Prefix: prefix = '', Delimiter: delimiter = '' } = input;
      const limit = pageLimit(input.MaxUploads, 'max-uploads');
      const start = startOf(input.KeyMarker, input.UploadIdMarker, prefix, delimiter);
      const page = await readPage((position) => table.from(name, position), {
        prefix,
        delimiter,
        start,
        limit,
      });
      return {
        Bucket: name,
        KeyMarker: text(input.KeyMarker ?? ''),
        UploadIdMarker: input.UploadIdMarker ?? '',
        Prefix: text(prefix),
        Delimiter: input.Delimiter === undefined ? undefined : text(delimiter),
        ...nextMarkers(page, text),
        MaxUploads: limit,
        EncodingType: input.EncodingType,
        IsTruncated: page.truncated,
        Uploads: page.items.map((upload) => describe(upload, text)),
        CommonPrefixes: page.commonPrefixes.map((group) => ({ Prefix: text(group) })),
      };
    },
  };

  async function readParts(upload: Upload, marker: number, limit: number) {
    const parts: Part[] = [];
    for await (const part of table.parts(upload, marker)) {
      if (parts.length === limit) return { parts, truncated: true };
      parts.push(part);
    }
    return { parts, truncated: false };
  }
}

const INITIATOR = { ID: `arn:${PARTITION}:iam::${ACCOUNT_ID}:root`, DisplayName: 'root' };

function startOf(
  key: string | undefined,
  uploadId: string | undefined,
  prefix: string,
  delimiter: string,
): Position | undefined {
  if (!key) return undefined;
  return uploadId ? { at: 'after-record', name: key, order: uploadId } : after(key, prefix, delimiter);
}

function nextMarkers({ last, truncated }: Page<Upload>, text: (raw: string) => string) {
  if (!truncated || last === undefined) return {};
  return typeof last === 'string'
    ? { NextKeyMarker: text(last) }
    : { NextKeyMarker: text(last.key), NextUploadIdMarker: last.uploadId };
}

function describe(upload: Upload, text: (raw: string) => string): sdk.MultipartUpload {
  return {
    UploadId: upload.uploadId,
    Key: text(upload.key),
    Initiated: new Date(upload.initiated),
    StorageClass: upload.attributes.storageClass,
    Owner: { ID: OWNER_ID },
    Initiator: INITIATOR,
    ChecksumAlgorithm: upload.algorithm,
    ChecksumType: upload.checksumType,
  };
}
