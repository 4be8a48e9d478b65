import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../aws-error.ts';
import type { Operations } from '../service.ts';
import { findGroup, groupArn } from './find-group.ts';
import type { LogGroup, LogStore } from './log-store.ts';
import { pageOf } from './page.ts';
import { checkClass, checkGroupName, checkRetention, checkTags, invalid } from './rules.ts';

export function groupOperations(store: LogStore): Operations<typeof sdk> {
  const { groups } = store;
  return {
    createLogGroup(input) {
      const { logGroupName: name, tags = {}, logGroupClass = 'STANDARD', deletionProtectionEnabled } = input;
      checkGroupName(name);
      checkClass(logGroupClass);
      checkTags(tags);
      if (input.kmsKeyId !== undefined) throw invalid('The embedded AWS has no KMS keys');
      if (groups.get(name) !== undefined) {
        throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
      }
      const deletionProtected = deletionProtectionEnabled ?? false;
      store.createGroup({ name, class: logGroupClass, deletionProtected, tags });
      return {};
    },
    deleteLogGroup({ logGroupName }) {
      const group = findGroup(store, logGroupName);
      if (group.deletionProtected) {
        throw new AwsError(
          'OperationAbortedException',
          'Log group cannot be deleted while deletion protection is enabled',
        );
      }
      store.deleteGroup(group);
      return {};
    },
    describeLogGroups(input) {
      const { limit = 50, nextToken } = input;
      const found = [...groups.values()].filter(wantedBy(input)).sort((a, b) => (a.name < b.name ? -1 : 1));
      const { page, ...next } = pageOf(found, ({ name }) => name, limit, nextToken);
      return { logGroups: page.map(describe), ...next };
    },
    putRetentionPolicy({ logGroupName, retentionInDays }) {
      checkRetention(retentionInDays);
      const group = findGroup(store, logGroupName);
      groups.set(group.name, { ...group, retentionDays: retentionInDays });
      return {};
    },
    deleteRetentionPolicy({ logGroupName }) {
      const { retentionDays: _, ...group } = findGroup(store, logGroupName);
      groups.set(group.name, group);
      return {};
    },
    putLogGroupDeletionProtection({ logGroupIdentifier, deletionProtectionEnabled }) {
      const group = findGroup(store, logGroupIdentifier);
      groups.set(group.name, { ...group, deletionProtected: deletionProtectionEnabled });
      return {};
    },
  };
}

function wantedBy(input: sdk.DescribeLogGroupsRequest): (group: LogGroup) => boolean {
  const { logGroupNamePrefix: prefix = '', logGroupNamePattern: pattern = '', logGroupClass } = input;
  if (prefix !== '' && pattern !== '') {
    throw invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
  }
  const names = input.logGroupIdentifiers?.map((id) =>
    id.replace(/^arn:.*:log-group:/, '').replace(/:\*$/, ''),
  );
  return ({ name, class: itsClass }) =>
    name.startsWith(prefix) &&
    name.toLowerCase().includes(pattern.toLowerCase()) &&
    (logGroupClass === undefined || logGroupClass === itsClass) &&
    (names === undefined || names.includes(name));
}

function describe(group: LogGroup): sdk.LogGroup {
  const arn = groupArn(group.name);
  return {
    logGroupName: group.name,
    creationTime: group.created,
    ...(group.retentionDays !== undefined && { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    storedBytes: group.bytes,
    logGroupClass: group.class,
    logGroupArn: arn,
    deletionProtectionEnabled: group.deletionProtected ?? false,
  };
}
