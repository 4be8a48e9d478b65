import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../aws-error.ts';
import type { Operations } from '../service.ts';
import { findGroup, groupArn, namedGroup } from './find-group.ts';
import type { LogGroup, LogStore, LogStream } from './log-store.ts';
import { pageOf } from './page.ts';
import { invalid } from './rules.ts';

export function streamOperations(store: LogStore): Operations<typeof sdk> {
  return {
    createLogStream({ logGroupName, logStreamName }) {
      const group = findGroup(store, logGroupName);
      if (store.stream(group, logStreamName) !== undefined) {
        throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
      }
      store.createStream(group, logStreamName);
      return {};
    },
    async deleteLogStream({ logGroupName, logStreamName }) {
      const group = findGroup(store, logGroupName);
      findStream(store, group, logStreamName);
      await store.deleteStream(group, logStreamName);
      return {};
    },
    describeLogStreams(input) {
      const { limit = 50, nextToken } = input;
      const group = namedGroup(store, input);
      const { page, ...next } = pageOf(
        ordered(store.streams(group), input),
        ({ name }) => name,
        limit,
        nextToken,
      );
      return { logStreams: page.map((stream) => describe(group, stream)), ...next };
    },
  };
}

export function findStream(store: LogStore, group: LogGroup, name: string): LogStream {
  const stream = store.stream(group, name);
  if (stream !== undefined) return stream;
  throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
}

function ordered(streams: readonly LogStream[], input: sdk.DescribeLogStreamsRequest): readonly LogStream[] {
  const { orderBy = 'LogStreamName', descending = false, logStreamNamePrefix: prefix = '' } = input;
  const byTime = orderBy === 'LastEventTime';
  if (byTime && prefix !== '') throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
  const sorted = streams
    .filter(({ name }) => name.startsWith(prefix))
    .sort((a, b) => (byTime ? (a.lastEvent ?? 0) - (b.lastEvent ?? 0) : 0) || (a.name < b.name ? -1 : 1));
  return descending ? sorted.reverse() : sorted;
}

function describe(group: LogGroup, stream: LogStream): sdk.LogStream {
  return {
    logStreamName: stream.name,
    creationTime: stream.created,
    ...(stream.firstEvent !== undefined && { firstEventTimestamp: stream.firstEvent }),
    ...(stream.lastEvent !== undefined && { lastEventTimestamp: stream.lastEvent }),
    ...(stream.lastIngested !== undefined && { lastIngestionTime: stream.lastIngested }),
    arn: `${groupArn(group.name)}:log-stream:${stream.name}`,
    // AWS tells no stream's size any more.
    storedBytes: 0,
  };
}
