import type { Tag as SdkTag } from '@aws-sdk/client-iam';
import { AwsError } from '../aws-error.ts';
import type { Tag } from './role-store.ts';

/** IAM's limit for a role. */
const MAX_TAGS = 50;

/** Refuses AWS's own keys, and keys that occur twice whatever their case. */
export function checkTags(tags: readonly SdkTag[]): void {
  for (const { Key } of tags) {
    if (Key?.toLowerCase().startsWith('aws:')) {
      throw new AwsError(
        'InvalidInputException',
        'aws: prefixed tag key names are not allowed for external use.',
      );
    }
  }
  if (new Set(tags.map(({ Key }) => Key?.toLowerCase())).size < tags.length) {
    throw new AwsError(
      'InvalidInputException',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  checkCount(tags.length);
}

/** `present` with `added`, whose values win; refused when there are too many. */
export function mergeTags(present: readonly Tag[], added: readonly SdkTag[]): Tag[] {
  const keys = new Set(added.map(({ Key }) => Key?.toLowerCase()));
  const merged = [...present.filter(({ key }) => !keys.has(key.toLowerCase())), ...toTags(added)];
  checkCount(merged.length);
  return merged;
}

export function toTags(tags: readonly SdkTag[]): Tag[] {
  return tags.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }));
}

export function fromTags(tags: readonly Tag[]): SdkTag[] {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }));
}

function checkCount(count: number): void {
  if (count <= MAX_TAGS) return;
  throw new AwsError('LimitExceededException', `The number of tags has reached the maximum limit.`);
}
