import { AwsError } from '../aws-error.ts';
import { ACCOUNT_ID, PARTITION, REGION } from '../credentials.ts';
import type { LogGroup, LogStore } from './log-store.ts';
import { invalid } from './rules.ts';

/** Without `:*`. */
export function groupArn(name: string): string {
  return `arn:${PARTITION}:logs:${REGION}:${ACCOUNT_ID}:log-group:${name}`;
}

/** The group of a name or an ARN. */
export function findGroup({ groups }: Pick<LogStore, 'groups'>, nameOrArn: string): LogGroup {
  const name = /^arn:[^:]+:logs:[^:]*:\d*:log-group:([^:]+)(?::\*)?$/.exec(nameOrArn)?.[1] ?? nameOrArn;
  const group = groups.get(name);
  if (group !== undefined) return group;
  throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
}

interface NameOrIdentifier {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/** The group that a request names in one of the two ways it can. */
export function namedGroup(store: Pick<LogStore, 'groups'>, request: NameOrIdentifier): LogGroup {
  const { logGroupName, logGroupIdentifier } = request;
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw invalid('LogGroup name and LogGroup identifier are mutually exclusive parameters.');
  }
  const name = logGroupName ?? logGroupIdentifier;
  if (name === undefined) throw invalid('Either logGroupName or logGroupIdentifier must be given');
  return findGroup(store, name);
}
