import type * as sdk from '@aws-sdk/client-dynamodb';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Operations } from '../service.ts';
import { invalid } from './table-settings.ts';
import { checkThere } from './table-state.ts';
import { type StoredTable, type TableStore, tableName } from './table-store.ts';

export function tagOperations({ now }: Clock, { tables }: TableStore): Operations<typeof sdk> {
  return {
    tagResource({ ResourceArn, Tags }) {
      const table = findByArn(ResourceArn);
      checkThere(table, now());
      const tags = { ...table.tags, ...readTags(Tags) };
      if (Object.keys(tags).length > MAX_TAGS) throw tooManyTags();
      tables.set(table.name, { ...table, tags });
      return {};
    },
    untagResource({ ResourceArn, TagKeys }) {
      const table = findByArn(ResourceArn);
      checkThere(table, now());
      const kept = Object.entries(table.tags).filter(([key]) => !TagKeys.includes(key));
      tables.set(table.name, { ...table, tags: Object.fromEntries(kept) });
      return {};
    },
    listTagsOfResource({ ResourceArn, NextToken = '' }) {
      const tags = Object.entries(findByArn(ResourceArn).tags).sort(([a], [b]) => (a < b ? -1 : 1));
      const after = Buffer.from(NextToken, 'base64').toString();
      const left = tags.filter(([key]) => key > after);
      const page = left.slice(0, TAGS_PER_PAGE);
      const last = page.at(-1)?.[0] ?? '';
      return {
        Tags: page.map(([Key, Value]) => ({ Key, Value })),
        ...(left.length > page.length && { NextToken: Buffer.from(last).toString('base64') }),
      };
    },
  };

  function findByArn(arn: string): StoredTable {
    if (!/^arn:[^:]+:dynamodb:[^:]*:\d+:table\/[\w.-]+$/.test(arn)) {
      throw invalid(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
    }
    const table = tables.get(tableName(arn));
    if (table !== undefined) return table;
    throw new AwsError(
      'ResourceNotFoundException',
      `Requested resource not found: ResourcArn: ${arn} not found`,
    );
  }
}

const MAX_TAGS = 50;
const TAGS_PER_PAGE = 10;

/** The tags of a request; refused when one breaks AWS's rules. */
export function readTags(tags: readonly sdk.Tag[] = []): Record<string, string> {
  if (tags.length > MAX_TAGS) throw tooManyTags();
  const read: Record<string, string> = {};
  for (const { Key = '', Value = '' } of tags) {
    if (Key.toLowerCase().startsWith('aws:')) throw invalid(`Tag keys must not begin with 'aws:': ${Key}`);
    if (read[Key] !== undefined) throw invalid('Duplicate tag keys found');
    read[Key] = Value;
  }
  return read;
}

function tooManyTags(): AwsError {
  return invalid('Too Many Tags: Subscriber limit exceeded: 50 tags per resource');
}
