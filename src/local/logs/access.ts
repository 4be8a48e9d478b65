import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { Need } from '../access/need.ts';
import { ACCOUNT_ID, PARTITION, REGION } from '../credentials.ts';
import type { AccessTable } from '../service.ts';

/**
 * Groups are told with an empty log stream at their end, so that policies have to say `:*` after a group's
 * name; tags alone belong to the bare name.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
export const logsAccess: AccessTable<typeof sdk> = {
  createLogGroup: ({ logGroupName, tags }) => [
    onGroup('CreateLogGroup')({ logGroupName }),
    ...(Object.keys(tags ?? {}).length > 0
      ? [onArn('TagResource')({ resourceArn: groupArn(logGroupName) })]
      : []),
  ],
  deleteLogGroup: onGroup('DeleteLogGroup'),
  describeLogGroups: () => onGroup('DescribeLogGroups')({}),
  putRetentionPolicy: onGroup('PutRetentionPolicy'),
  deleteRetentionPolicy: onGroup('DeleteRetentionPolicy'),
  putLogGroupDeletionProtection: onGroup('PutLogGroupDeletionProtection'),
  createLogStream: onGroup('CreateLogStream'),
  deleteLogStream: onGroup('DeleteLogStream'),
  describeLogStreams: onGroup('DescribeLogStreams'),
  putLogEvents: onGroup('PutLogEvents'),
  getLogEvents: onGroup('GetLogEvents'),
  filterLogEvents: ({ logGroupName, logGroupIdentifier }) =>
    onGroup('FilterLogEvents')({ logGroupName, logGroupIdentifier }),
  tagResource: onArn('TagResource'),
  untagResource: onArn('UntagResource'),
  listTagsForResource: onArn('ListTagsForResource'),
};

interface GroupInput {
  readonly logGroupName?: string | undefined;
  /** A name or an ARN. */
  readonly logGroupIdentifier?: string | undefined;
  readonly logStreamName?: string | undefined;
}

/** What writing to a stream takes, and making it. */
export function onStream(action: 'CreateLogStream' | 'PutLogEvents', group: string, stream: string): Need {
  return onGroup(action)({ logGroupName: group, logStreamName: stream });
}

/** What making a group takes. */
export function onNewGroup(group: string): Need {
  return onGroup('CreateLogGroup')({ logGroupName: group });
}

function onGroup(action: string) {
  return ({ logGroupName, logGroupIdentifier = '', logStreamName = '' }: GroupInput): Need => {
    const group = logGroupName ?? logGroupIdentifier;
    const arn = group.startsWith('arn:') ? bare(group) : groupArn(group);
    return { action: `logs:${action}`, resource: `${arn}:log-stream:${logStreamName}` };
  };
}

function onArn(action: string) {
  return ({ resourceArn }: { readonly resourceArn: string }): Need => ({
    action: `logs:${action}`,
    resource: bare(resourceArn),
  });
}

function groupArn(name: string): string {
  return `arn:${PARTITION}:logs:${REGION}:${ACCOUNT_ID}:log-group:${name}`;
}

function bare(arn: string): string {
  return arn.replace(/:\*$/, '');
}
