import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../aws-error.ts';
import type { Operations } from '../../service.ts';
import type { BlobStore } from '../blobs.ts';
import { invalidRequest } from '../errors.ts';
import { checkRead, type ReadConditions } from './conditions.ts';
import { describe, describeExtent, type ObjectHeaders, partsCount } from './output.ts';
import { type ByteRange, parseRange, rangeOfPart } from './range.ts';
import type { ObjectStore } from './store.ts';
import type { StoredObject } from './version.ts';

/** GetObject and HeadObject: the same answer with and without its body. */
export function readOperations(objects: ObjectStore, blobs: BlobStore): Operations<typeof sdk> {
  return {
    headObject: (input) =>
      objects.withObject(input, (object, bucket) => {
        checkRead(conditionsOf(input), object);
        const range = rangeOf(input, object);
        return { ...overridden(describe(object, bucket), input), ...extent(input, object, range) };
      }),
    getObject: (input) =>
      objects.withObject(input, (object, bucket) => {
        checkRead(conditionsOf(input), object);
        checkRestored(object);
        const range = rangeOf(input, object);
        const { start, end } = range ?? { start: 0, end: object.size };
        const answer = { ...overridden(describe(object, bucket), input), ...extent(input, object, range) };
        const body = blobs.readAtOnce(object.blobs, start, end) ?? blobs.read(object.blobs, start, end);
        // The SDK's type is what its client makes of the body; the wire takes bytes and any stream.
        return { ...answer, Body: body as NonNullable<sdk.GetObjectCommandOutput['Body']> };
      }),
  };
}

interface ReadInput {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
  readonly Range?: string | undefined;
  readonly PartNumber?: number | undefined;
  readonly ChecksumMode?: sdk.ChecksumMode | undefined;
  readonly ResponseCacheControl?: string | undefined;
  readonly ResponseContentDisposition?: string | undefined;
  readonly ResponseContentEncoding?: string | undefined;
  readonly ResponseContentLanguage?: string | undefined;
  readonly ResponseContentType?: string | undefined;
  readonly ResponseExpires?: Date | undefined;
}

function conditionsOf(input: ReadInput): ReadConditions {
  return {
    ifMatch: input.IfMatch,
    ifNoneMatch: input.IfNoneMatch,
    ifModifiedSince: input.IfModifiedSince,
    ifUnmodifiedSince: input.IfUnmodifiedSince,
  };
}

function rangeOf({ Range, PartNumber }: ReadInput, object: StoredObject): ByteRange | undefined {
  if (PartNumber === undefined) return parseRange(Range, object.size);
  if (Range !== undefined)
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  const range = rangeOfPart(object, PartNumber);
  return range.start < range.end ? range : undefined;
}

function extent({ PartNumber, ChecksumMode }: ReadInput, object: StoredObject, range: ByteRange | undefined) {
  const whole = describeExtent(object, range, ChecksumMode === 'ENABLED');
  return PartNumber === undefined ? whole : { ...whole, PartsCount: partsCount(object) };
}

/** What is stored with the object, unless a `response-…` parameter says otherwise. */
function overridden(stored: ObjectHeaders, input: ReadInput): ObjectHeaders {
  return {
    ...stored,
    CacheControl: input.ResponseCacheControl ?? stored.CacheControl,
    ContentDisposition: input.ResponseContentDisposition ?? stored.ContentDisposition,
    ContentEncoding: input.ResponseContentEncoding ?? stored.ContentEncoding,
    ContentLanguage: input.ResponseContentLanguage ?? stored.ContentLanguage,
    ContentType: input.ResponseContentType ?? stored.ContentType,
    Expires: input.ResponseExpires ?? stored.Expires,
  };
}

/** Archived objects must be restored first, which is not done here. */
export function checkRestored({ storageClass }: StoredObject): void {
  if (storageClass !== 'GLACIER' && storageClass !== 'DEEP_ARCHIVE') return;
  throw new AwsError('InvalidObjectState', "The operation is not valid for the object's storage class", {
    fields: { StorageClass: storageClass },
  });
}
