import type * as sdk from '@aws-sdk/client-s3';
import type { Operations, RequestContext } from '../../service.ts';
import { tagsOf } from '../access.ts';
import type { BlobStore } from '../blobs.ts';
import type { Bucket, Buckets } from '../buckets.ts';
import { type Algorithm, isAlgorithm } from '../checksum/algorithm.ts';
import { checksumMembers } from '../checksum/members.ts';
import { invalidArgument, invalidRequest, preconditionFailed } from '../errors.ts';
import { type AttributesInput, attributesFrom } from './attributes.ts';
import { failedCondition, lastModified, writeCondition } from './conditions.ts';
import { type CopySourceInput, readCopySource, sourceConditions } from './copy-source.ts';
import { encryptionMembers, quoted, versionMember } from './output.ts';
import { contentOf } from './put-operations.ts';
import { checkRestored } from './read-operations.ts';
import { store } from './receive.ts';
import type { ObjectStore } from './store.ts';
import { type Tags, tagsInHeader } from './tags.ts';
import type { ObjectAttributes, StoredObject } from './version.ts';

/** The largest object that one CopyObject takes. */
const MAX_COPIED_BYTES = 5 * 1024 ** 3;

export function copyOperations(
  objects: ObjectStore,
  buckets: Buckets,
  blobs: BlobStore,
): Operations<typeof sdk> {
  return {
    async copyObject(input, context) {
      const bucket = buckets.require(input);
      const condition = writeCondition(input);
      const source = await openSource(objects, blobs, input);
      checkTagging(input, source, context);
      const { draft, blob } = await copy(input, source, bucket).finally(() => source.bytes.destroy());
      try {
        const options = { event: 'ObjectCreated:Copy', by: context, condition };
        const object = await objects.put(input, () => ({ draft }), options);
        return {
          CopyObjectResult: {
            ETag: quoted(object.etag),
            LastModified: lastModified(object),
            ...checksumMembers(object.checksum),
          },
          CopySourceVersionId: source.versionId,
          ...encryptionMembers(object.encryption),
          ...versionMember(object, bucket),
        };
      } catch (error) {
        blobs.drop([blob]);
        throw error;
      }
    },
  };

  async function copy(input: CopyInput, { object, bytes }: Source, bucket: Bucket) {
    checkToItself(input, object);
    const algorithm = algorithmFor(input.ChecksumAlgorithm, object);
    const attributes = copiedAttributes(input, object, bucket);
    const tags = copiedTags(input, object);
    const received = await store(blobs, bytes, [algorithm]);
    return { blob: received.blob, draft: { ...attributes, ...contentOf(received, { algorithm }), tags } };
  }
}

/** Tags that come along are read there and written here. */
function checkTagging(
  input: CopyInput & { readonly Bucket: string; readonly Key: string },
  { object, bytes }: Source,
  { denial }: RequestContext,
): void {
  if (input.TaggingDirective === 'REPLACE' || Object.keys(object.tags).length === 0) return;
  const denied =
    denial(tagsOf('Get')(readCopySource(input))) ??
    denial(tagsOf('Put')({ Bucket: input.Bucket, Key: input.Key }));
  if (denied === undefined) return;
  bytes.destroy();
  throw denied;
}

type CopyInput = sdk.CopyObjectRequest & AttributesInput & CopySourceInput;
type Source = Awaited<ReturnType<typeof openSource>>;

/** Opens what is to be copied, when it is as the request wants it; its bytes must be read or destroyed. */
export function openSource(
  objects: ObjectStore,
  blobs: BlobStore,
  input: CopySourceInput,
  rangeOf: (object: StoredObject) => { readonly start: number; readonly end: number } = whole,
) {
  return objects.withObject(readCopySource(input), (object, bucket) => {
    const failed = failedCondition(sourceConditions(input), object);
    if (failed !== undefined) throw preconditionFailed(`x-amz-copy-source-${failed}`);
    checkRestored(object);
    const { start, end } = rangeOf(object);
    return {
      object,
      versionId: versionMember(object, bucket).VersionId,
      bytes: blobs.read(object.blobs, start, end),
    };
  });
}

function whole({ size }: StoredObject) {
  if (size > MAX_COPIED_BYTES) {
    throw invalidRequest(
      'The specified copy source is larger than the maximum allowable size for a copy source: 5368709120',
    );
  }
  return { start: 0, end: size };
}

/** A copy onto itself must change something. */
function checkToItself(input: CopyInput, source: StoredObject): void {
  const { Bucket, Key } = readCopySource(input);
  const changes =
    input.MetadataDirective === 'REPLACE' ||
    input.TaggingDirective === 'REPLACE' ||
    input.ServerSideEncryption !== undefined ||
    input.ChecksumAlgorithm !== undefined ||
    (input.StorageClass !== undefined && input.StorageClass !== source.storageClass);
  if (Bucket !== input.Bucket || Key !== input.Key || changes || input.CopySource.includes('?versionId='))
    return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

function algorithmFor(wanted: string | undefined, source: StoredObject): Algorithm {
  if (wanted === undefined) return source.checksum?.algorithm ?? 'CRC64NVME';
  if (isAlgorithm(wanted)) return wanted;
  throw invalidRequest('Checksum algorithm provided is unsupported.');
}

/** The source's own headers and metadata unless they are to be replaced; class and encryption are new. */
function copiedAttributes(
  input: AttributesInput & { readonly MetadataDirective?: string | undefined },
  source: StoredObject,
  bucket: Bucket,
): ObjectAttributes {
  const given = attributesFrom(input, bucket);
  if (replaces('metadata', input.MetadataDirective)) return given;
  return {
    contentType: source.contentType,
    cacheControl: source.cacheControl,
    contentDisposition: source.contentDisposition,
    contentEncoding: source.contentEncoding,
    contentLanguage: source.contentLanguage,
    expires: source.expires,
    metadata: source.metadata,
    storageClass: given.storageClass,
    encryption: given.encryption,
  };
}

function copiedTags({ Tagging, TaggingDirective }: sdk.CopyObjectRequest, source: StoredObject): Tags {
  return replaces('tagging', TaggingDirective) ? tagsInHeader(Tagging) : source.tags;
}

/** Whether a directive says that something is not to be copied. */
function replaces(what: 'metadata' | 'tagging', directive = 'COPY'): boolean {
  if (directive === 'COPY' || directive === 'REPLACE') return directive === 'REPLACE';
  throw invalidArgument(`Unknown ${what} directive.`, `x-amz-${what}-directive`, directive);
}
