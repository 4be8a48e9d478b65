import type * as sdk from '@aws-sdk/client-s3';
import type { Operations } from '../../service.ts';
import type { BlobStore } from '../blobs.ts';
import type { Buckets } from '../buckets.ts';
import type { Claims } from '../checksum/claims.ts';
import { checksumMembers } from '../checksum/members.ts';
import { notImplemented } from '../errors.ts';
import { attributesFrom } from './attributes.ts';
import { writeCondition } from './conditions.ts';
import { encryptionMembers, quoted, versionMember } from './output.ts';
import { claimsOf, type Received, receive } from './receive.ts';
import type { ObjectStore } from './store.ts';
import { tagsInHeader } from './tags.ts';
import type { Checksum } from './version.ts';

export function putOperations(
  objects: ObjectStore,
  buckets: Buckets,
  blobs: BlobStore,
): Operations<typeof sdk> {
  return {
    async putObject(input, context) {
      const bucket = buckets.require(input);
      if (input.WriteOffsetBytes !== undefined) throw notImplemented('appending to objects');
      const attributes = attributesFrom(input, bucket);
      const tags = tagsInHeader(input.Tagging);
      const condition = writeCondition(input);
      const claims = claimsOf(context);
      const received = await receive(blobs, context, claims, claims.algorithm ? [] : ['CRC64NVME']);
      try {
        const draft = { ...attributes, ...contentOf(received, claims), tags };
        const options = { event: 'ObjectCreated:Put', by: context, condition };
        const object = await objects.put(input, () => ({ draft }), options);
        return {
          ETag: quoted(object.etag),
          ...checksumMembers(object.checksum),
          ...encryptionMembers(object.encryption),
          ...versionMember(object, bucket),
        };
      } catch (error) {
        blobs.drop([received.blob]);
        throw error;
      }
    },
  };
}

/** The part of an object that comes from one blob. Without a wish S3 keeps a CRC64NVME. */
export function contentOf(
  { blob, digest }: Received,
  { algorithm = 'CRC64NVME' }: Pick<Claims, 'algorithm'>,
) {
  const value = digest.checksums[algorithm];
  const checksum: Checksum | undefined =
    value === undefined ? undefined : { algorithm, value, type: 'FULL_OBJECT' };
  return { blobs: [blob], size: blob.size, etag: digest.md5, checksum };
}
