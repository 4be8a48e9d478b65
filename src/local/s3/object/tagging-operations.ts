import type * as sdk from '@aws-sdk/client-s3';
import type { Operations } from '../../service.ts';
import type { Buckets } from '../buckets.ts';
import { versionMember } from './output.ts';
import type { ObjectStore } from './store.ts';
import { MAX_OBJECT_TAGS, readTags, toTagSet } from './tags.ts';

export function taggingOperations(objects: ObjectStore, buckets: Buckets): Operations<typeof sdk> {
  return {
    async putObjectTagging(input, context) {
      const tags = readTags(input.Tagging.TagSet ?? [], MAX_OBJECT_TAGS);
      const object = await objects.setTags(input, tags, context);
      return versionMember(object, buckets.require(input));
    },
    getObjectTagging: (input) =>
      objects.withObject(input, (object, bucket) => ({
        TagSet: toTagSet(object.tags),
        ...versionMember(object, bucket),
      })),
    async deleteObjectTagging(input, context) {
      const object = await objects.setTags(input, {}, context);
      return versionMember(object, buckets.require(input));
    },
  };
}
