import type * as sdk from '@aws-sdk/client-s3';
import type { Operations } from '../../service.ts';
import { type Buckets, OWNER_ID } from '../buckets.ts';
import { invalidArgument } from '../errors.ts';
import { lastModified } from './conditions.ts';
import { currentObjects } from './current-objects.ts';
import { listingText, pageLimit } from './listing-input.ts';
import { quoted } from './output.ts';
import { after, type Page, type PageRequest, readPage } from './page.ts';
import type { StoredObject } from './version.ts';
import type { VersionTable } from './version-table.ts';

/** Both generations of listing a bucket's current objects. */
export function listOperations(buckets: Buckets, versions: VersionTable): Operations<typeof sdk> {
  return {
    async listObjects(input) {
      const { name } = buckets.require(input);
      const text = listingText(input.EncodingType);
      const { Prefix: prefix = '', Delimiter: delimiter = '', Marker: marker = '' } = input;
      const limit = pageLimit(input.MaxKeys, 'max-keys');
      const start = marker === '' ? undefined : after(marker, prefix, delimiter);
      const page = await read(name, { prefix, delimiter, start, limit });
      const next = page.truncated && delimiter !== '' ? lastName(page) : undefined;
      return {
        ...common(name, input, page, text),
        Marker: text(marker),
        NextMarker: next === undefined ? undefined : text(next),
        Contents: page.items.map((object) => ({ ...describe(object, text), Owner: { ID: OWNER_ID } })),
      };
    },
    async listObjectsV2(input) {
      const { name } = buckets.require(input);
      const text = listingText(input.EncodingType);
      const { Prefix: prefix = '', Delimiter: delimiter = '', StartAfter, ContinuationToken } = input;
      const limit = pageLimit(input.MaxKeys, 'max-keys');
      const marker = ContinuationToken === undefined ? StartAfter : fromToken(ContinuationToken);
      const start = marker ? after(marker, prefix, delimiter) : undefined;
      const page = await read(name, { prefix, delimiter, start, limit });
      const owner = input.FetchOwner ? { Owner: { ID: OWNER_ID } } : {};
      return {
        ...common(name, input, page, text),
        KeyCount: page.items.length + page.commonPrefixes.length,
        StartAfter: StartAfter === undefined ? undefined : text(StartAfter),
        ContinuationToken,
        NextContinuationToken: page.truncated ? toToken(lastName(page)) : undefined,
        Contents: page.items.map((object) => ({ ...describe(object, text), ...owner })),
      };
    },
  };

  function read(bucket: string, request: PageRequest): Promise<Page<StoredObject>> {
    return readPage((position) => currentObjects(versions, bucket, position), request);
  }
}

interface ListInput {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly EncodingType?: sdk.EncodingType | undefined;
  readonly MaxKeys?: number | undefined;
}

function common(name: string, input: ListInput, page: Page<StoredObject>, text: (raw: string) => string) {
  return {
    Name: name,
    Prefix: text(input.Prefix ?? ''),
    Delimiter: input.Delimiter === undefined ? undefined : text(input.Delimiter),
    MaxKeys: pageLimit(input.MaxKeys, 'max-keys'),
    EncodingType: input.EncodingType,
    IsTruncated: page.truncated,
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: text(prefix) })),
  };
}

function describe(object: StoredObject, text: (raw: string) => string) {
  return {
    Key: text(object.key),
    LastModified: lastModified(object),
    ETag: quoted(object.etag),
    Size: object.size,
    StorageClass: object.storageClass,
    ...checksumKind(object),
  };
}

function checksumKind({ checksum }: StoredObject) {
  return checksum === undefined
    ? {}
    : { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: checksum.type };
}

function lastName({ last }: Page<StoredObject>): string {
  return typeof last === 'object' ? last.key : (last ?? '');
}

function toToken(name: string): string {
  return Buffer.from(`1${name}`).toString('base64');
}

function fromToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (text.startsWith('1') && toToken(text.slice(1)) === token) return text.slice(1);
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
}
