import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { Operations } from '../service.ts';
import { findGroup } from './find-group.ts';
import type { LogStore } from './log-store.ts';
import { checkTags, invalid } from './rules.ts';

/** Log groups are all that has tags here. */
export function tagOperations(store: LogStore): Operations<typeof sdk> {
  const { groups } = store;
  return {
    tagResource({ resourceArn, tags }) {
      const group = groupOf(resourceArn);
      const all = { ...group.tags, ...tags };
      checkTags(all);
      groups.set(group.name, { ...group, tags: all });
      return {};
    },
    untagResource({ resourceArn, tagKeys }) {
      const group = groupOf(resourceArn);
      const kept = Object.entries(group.tags).filter(([key]) => !tagKeys.includes(key));
      groups.set(group.name, { ...group, tags: Object.fromEntries(kept) });
      return {};
    },
    listTagsForResource: ({ resourceArn }) => ({ tags: { ...groupOf(resourceArn).tags } }),
  };

  function groupOf(arn: string) {
    if (!arn.startsWith('arn:') || arn.endsWith(':*')) throw invalid(`Invalid resource ARN: ${arn}`);
    return findGroup(store, arn);
  }
}
