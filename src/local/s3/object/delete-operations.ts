import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../aws-error.ts';
import type { Operations, RequestContext } from '../../service.ts';
import { deletion } from '../access.ts';
import type { BucketAddress } from '../buckets.ts';
import { malformedXml, preconditionFailed } from '../errors.ts';
import { lastModified, writeCondition } from './conditions.ts';
import type { ObjectStore, Removal, RemovalTarget } from './store.ts';
import type { StoredObject } from './version.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const MAX_DELETED = 1000;

export function deleteOperations(objects: ObjectStore): Operations<typeof sdk> {
  return {
    async deleteObject(input, context) {
      const target = toTarget({
        Key: input.Key,
        VersionId: input.VersionId,
        ETag: input.IfMatch,
        LastModifiedTime: input.IfMatchLastModifiedTime,
        Size: input.IfMatchSize,
      });
      const [removal] = await objects.remove(input, [target], context);
      if (removal instanceof AwsError) throw removal;
      return { VersionId: removal?.versionId, DeleteMarker: removal?.deleteMarker };
    },
    async deleteObjects(input, context) {
      const { Objects: identifiers = [], Quiet: quiet = false } = input.Delete;
      if (identifiers.length === 0 || identifiers.length > MAX_DELETED) throw malformedXml();
      const targets = identifiers.map(toTarget);
      const removals = await removePermitted(input, targets, context);
      const Deleted: sdk.DeletedObject[] = [];
      const Errors: sdk._Error[] = [];
      for (const [i, removal] of removals.entries()) {
        const { key = '', versionId } = targets[i] ?? {};
        if (removal instanceof AwsError) Errors.push(toError(key, versionId, removal));
        else if (!quiet) Deleted.push(toDeleted(key, versionId, removal));
      }
      return { Deleted, Errors };
    },
  };

  /** What the caller may not remove is told in its place. */
  async function removePermitted(
    input: BucketAddress,
    targets: readonly RemovalTarget[],
    context: RequestContext,
  ): Promise<(Removal | AwsError)[]> {
    const denials = targets.map(({ key, versionId }) =>
      context.denial(deletion({ Bucket: input.Bucket, Key: key, VersionId: versionId })),
    );
    const permitted = targets.filter((_, i) => denials[i] === undefined);
    const removals = await objects.remove(input, permitted, context);
    return denials.map((denied) => denied ?? removals.shift() ?? {});
  }
}

function toTarget(identifier: sdk.ObjectIdentifier): RemovalTarget {
  const { Key: key = '', VersionId: versionId, ETag, LastModifiedTime, Size } = identifier;
  const matches = writeCondition({ Key: key, IfMatch: ETag });
  const condition = (current: StoredObject | undefined) => {
    matches(current);
    if (current === undefined) return;
    const modified = lastModified(current).getTime();
    if (LastModifiedTime !== undefined && LastModifiedTime.getTime() !== modified) {
      throw preconditionFailed('If-Match-Last-Modified-Time');
    }
    if (Size !== undefined && Size !== current.size) throw preconditionFailed('If-Match-Size');
  };
  return { key, versionId, condition };
}

/** A marker that was made and a marker that was removed are told apart by what was asked for. */
function toDeleted(key: string, asked: string | undefined, removal: Removal): sdk.DeletedObject {
  return {
    Key: key,
    ...(asked !== undefined && { VersionId: asked }),
    ...(removal.deleteMarker && { DeleteMarker: true, DeleteMarkerVersionId: removal.versionId }),
  };
}

function toError(key: string, versionId: string | undefined, { code, message }: AwsError): sdk._Error {
  return { Key: key, ...(versionId !== undefined && { VersionId: versionId }), Code: code, Message: message };
}
