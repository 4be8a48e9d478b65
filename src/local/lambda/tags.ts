import type * as sdk from '@aws-sdk/client-lambda';
import { checkConstraints } from '../constraints.ts';
import type { Operations } from '../service.ts';
import type { FunctionStore } from './function-store.ts';
import { invalidParameter } from './lambda-error.ts';

export function tagOperations(store: FunctionStore): Operations<typeof sdk> {
  return {
    tagResource({ Resource, Tags }) {
      const record = store.get(Resource);
      const tags = { ...record.tags, ...Tags };
      checkTags(tags);
      store.put({ ...record, tags });
      return {};
    },
    untagResource({ Resource, TagKeys }) {
      const record = store.get(Resource);
      const kept = Object.entries(record.tags).filter(([key]) => !TagKeys.includes(key));
      store.put({ ...record, tags: Object.fromEntries(kept) });
      return {};
    },
    listTags: ({ Resource }) => ({ Tags: store.get(Resource).tags }),
  };
}

/** Refuses tags that no AWS resource may have. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > MAX_TAGS) throw invalidParameter('Number of tags exceeds function tag limit.');
  for (const [key, value] of entries) {
    checkConstraints('ValidationException', {
      'tags.key': [key, { min: 1, max: 128, pattern: CHARACTERS }],
      'tags.value': [value, { max: 256, pattern: CHARACTERS }],
    });
    if (key.toLowerCase().startsWith('aws:')) {
      throw invalidParameter('The tag key prefix aws: is reserved for AWS use.');
    }
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html */
const MAX_TAGS = 50;
const CHARACTERS = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*';
