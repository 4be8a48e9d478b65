import type * as sdk from '@aws-sdk/client-s3';
import type { Operations } from '../../service.ts';
import { checksumMembers, memberOf } from '../checksum/members.ts';
import { invalidArgument } from '../errors.ts';
import { lastModified } from './conditions.ts';
import { versionMember } from './output.ts';
import { isMultipart } from './range.ts';
import type { ObjectStore } from './store.ts';
import type { StoredObject } from './version.ts';

/** GetObjectAttributes: what is asked for and nothing else. */
export function attributesOperation(objects: ObjectStore): Operations<typeof sdk> {
  return {
    getObjectAttributes: (input) =>
      objects.withObject(input, (object, bucket) => {
        const wanted = new Set<string>(input.ObjectAttributes);
        for (const name of wanted) {
          if (!KNOWN.has(name)) {
            throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', name);
          }
        }
        return {
          LastModified: lastModified(object),
          ...versionMember(object, bucket),
          ...(wanted.has('ETag') && { ETag: object.etag }),
          ...(wanted.has('Checksum') && { Checksum: checksumMembers(object.checksum) }),
          ...(wanted.has('ObjectParts') && isMultipart(object) && { ObjectParts: partsPage(object, input) }),
          ...(wanted.has('StorageClass') && { StorageClass: object.storageClass }),
          ...(wanted.has('ObjectSize') && { ObjectSize: object.size }),
        };
      }),
  };
}

const KNOWN: ReadonlySet<string> = new Set(['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']);

/** Parts are listed only when each has a checksum of its own; their number is told in any case. */
function partsPage(
  object: StoredObject,
  input: { readonly MaxParts?: number | undefined; readonly PartNumberMarker?: string | undefined },
): sdk.GetObjectAttributesParts {
  const total = { TotalPartsCount: object.blobs.length };
  const { partChecksums, checksum } = object;
  if (partChecksums === undefined || checksum === undefined) return total;
  const after = Number(input.PartNumberMarker ?? 0);
  const limit = Math.min(input.MaxParts ?? 1000, 1000);
  const last = Math.min(after + limit, object.blobs.length);
  const Parts = object.blobs.slice(after, last).map(({ size }, i) => ({
    PartNumber: after + i + 1,
    Size: size,
    [memberOf(checksum.algorithm)]: partChecksums[after + i],
  }));
  return {
    ...total,
    PartNumberMarker: String(after),
    NextPartNumberMarker: String(last),
    MaxParts: limit,
    IsTruncated: last < object.blobs.length,
    Parts,
  };
}
