import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  paginateFilterLogEvents,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../src/local/clock.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';

const GROUP = '/aws/lambda/FilesProcessed';
const ARN = `arn:aws:logs:us-east-1:000000000000:log-group:${GROUP}`;

describe('CloudWatch Logs', () => {
  let clock: ManualClock;
  let fresh: FreshAws;
  let logs: CloudWatchLogsClient;

  /** The client signs with the time that the server has now. */
  function connect(): CloudWatchLogsClient {
    const systemClockOffset = clock.now() - Date.now();
    return new CloudWatchLogsClient({ ...fresh.clientOptions(), systemClockOffset });
  }

  async function restart(): Promise<void> {
    logs.destroy();
    await fresh.restart();
    logs = connect();
  }

  beforeEach(async () => {
    clock = manualClock();
    fresh = await freshAws({ clock });
    logs = connect();
  });

  afterEach(async () => {
    logs.destroy();
    await fresh.close();
  });

  function put(stream: string, ...messages: readonly string[]) {
    const logEvents = messages.map((message, i) => ({ timestamp: clock.now() + i, message }));
    return logs.send(new PutLogEventsCommand({ logGroupName: GROUP, logStreamName: stream, logEvents }));
  }

  async function filtered(filterPattern: string): Promise<readonly (string | undefined)[]> {
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: GROUP, filterPattern }));
    return (events ?? []).map(({ message }) => message);
  }

  describe('groups', () => {
    it('describes a group with both forms of its ARN', async () => {
      await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP, tags: { a: '1' } }));
      const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws' }));
      expect(logGroups).toEqual([
        {
          logGroupName: GROUP,
          creationTime: clock.now(),
          metricFilterCount: 0,
          arn: `${ARN}:*`,
          storedBytes: 0,
          logGroupClass: 'STANDARD',
          logGroupArn: ARN,
          deletionProtectionEnabled: false,
        },
      ]);
    });

    it('pages through groups in the order of their names', async () => {
      for (const logGroupName of ['c', 'a', 'b'])
        await logs.send(new CreateLogGroupCommand({ logGroupName }));
      const first = await logs.send(new DescribeLogGroupsCommand({ limit: 2 }));
      const { nextToken } = first;
      const second = await logs.send(new DescribeLogGroupsCommand({ limit: 2, nextToken }));
      const names = [...(first.logGroups ?? []), ...(second.logGroups ?? [])].map((it) => it.logGroupName);
      expect(names).toEqual(['a', 'b', 'c']);
      expect(second.nextToken).toBeUndefined();
    });

    it('keeps tags, retention and events over a restart', async () => {
      await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP, tags: { a: '1' } }));
      await logs.send(new PutRetentionPolicyCommand({ logGroupName: GROUP, retentionInDays: 14 }));
      await logs.send(new TagResourceCommand({ resourceArn: ARN, tags: { b: '2' } }));
      await logs.send(new UntagResourceCommand({ resourceArn: ARN, tagKeys: ['a'] }));
      await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: 's' }));
      await put('s', 'one', 'two');
      await restart();
      await put('s', 'three');
      expect((await logs.send(new ListTagsForResourceCommand({ resourceArn: ARN }))).tags).toEqual({
        b: '2',
      });
      const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
      expect(logGroups).toMatchObject([{ retentionInDays: 14, storedBytes: 3 * 26 + 11 }]);
      expect(new Set(await filtered(''))).toEqual(new Set(['one', 'two', 'three']));
    });

    it('shows nothing of its predecessor in a group that is made again', async () => {
      await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
      await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: 's' }));
      await put('s', 'old');
      await logs.send(new DeleteLogGroupCommand({ logGroupName: GROUP }));
      await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
      expect(await filtered('')).toEqual([]);
      const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: GROUP }));
      expect(logStreams).toEqual([]);
    });

    it.each([
      [
        'a name with a space',
        () => new CreateLogGroupCommand({ logGroupName: 'a b' }),
        'InvalidParameterException',
      ],
      [
        'a reserved name',
        () => new CreateLogGroupCommand({ logGroupName: 'aws/x' }),
        'InvalidParameterException',
      ],
      [
        'a name twice',
        () => new CreateLogGroupCommand({ logGroupName: 'there' }),
        'ResourceAlreadyExistsException',
      ],
      [
        'thirteen days of retention',
        () => new PutRetentionPolicyCommand({ logGroupName: 'there', retentionInDays: 13 }),
        'InvalidParameterException',
      ],
      [
        'retention of a group that is not there',
        () => new PutRetentionPolicyCommand({ logGroupName: 'missing', retentionInDays: 14 }),
        'ResourceNotFoundException',
      ],
    ])('refuses %s', async (_what, command, name) => {
      await logs.send(new CreateLogGroupCommand({ logGroupName: 'there' }));
      await expect(logs.send(command() as CreateLogGroupCommand)).rejects.toMatchObject({ name });
    });

    it('deletes what is past its retention', async () => {
      await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
      await logs.send(new PutRetentionPolicyCommand({ logGroupName: GROUP, retentionInDays: 1 }));
      await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: 's' }));
      await put('s', 'old');
      clock.advance(25 * 3600 * 1000);
      logs = connect();
      await put('s', 'new');
      await expect.poll(() => filtered('')).toEqual(['new']);
    });
  });

  describe('events', () => {
    beforeEach(async () => {
      await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
      for (const logStreamName of ['s1', 's2']) {
        await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName }));
      }
    });

    it('tells a stream of its first and last event', async () => {
      await put('s1', 'one', 'two');
      const { logStreams } = await logs.send(
        new DescribeLogStreamsCommand({ logGroupName: GROUP, orderBy: 'LastEventTime', descending: true }),
      );
      expect(logStreams).toMatchObject([
        { logStreamName: 's1', firstEventTimestamp: clock.now(), lastEventTimestamp: clock.now() + 1 },
        { logStreamName: 's2' },
      ]);
    });

    it('reads a stream forwards and backwards', async () => {
      await put('s1', 'a', 'b', 'c', 'd', 'e');
      await put('s2', 'x');
      const stream = { logGroupName: GROUP, logStreamName: 's1', limit: 2 };
      const read = async (more: object) => {
        const page = await logs.send(new GetLogEventsCommand({ ...stream, ...more }));
        return { ...page, texts: (page.events ?? []).map(({ message }) => message).join('') };
      };
      const tail = await read({});
      expect(tail.texts).toBe('de');
      const before = await read({ nextToken: tail.nextBackwardToken });
      expect(before.texts).toBe('bc');
      const head = await read({ startFromHead: true });
      expect(head.texts).toBe('ab');
      expect((await read({ nextToken: head.nextForwardToken })).texts).toBe('cd');
      const end = await read({ nextToken: tail.nextForwardToken });
      expect(end).toMatchObject({ texts: '', nextForwardToken: tail.nextForwardToken });
      await put('s1', 'f');
      clock.advance(1000);
      await put('s1', 'g');
      expect((await read({ nextToken: tail.nextForwardToken })).texts).toBe('g');
    });

    it('pages through a filter over all streams', async () => {
      await put('s1', 'a', 'b', 'c');
      await put('s2', 'd', 'e');
      const pages = paginateFilterLogEvents({ client: logs, pageSize: 2 }, { logGroupName: GROUP });
      const texts: string[] = [];
      for await (const { events = [] } of pages) texts.push(events.map(({ message }) => message).join(''));
      expect(texts).toEqual(['ad', 'be', 'c']);
    });

    it('filters by time and by stream', async () => {
      await put('s1', 'a', 'b', 'c');
      await put('s2', 'd');
      const { events } = await logs.send(
        new FilterLogEventsCommand({
          logGroupIdentifier: ARN,
          logStreamNamePrefix: 's1',
          startTime: clock.now() + 1,
          endTime: clock.now() + 2,
        }),
      );
      expect(events?.map(({ message }) => message)).toEqual(['b', 'c']);
    });

    const lines = [
      'plain ERROR here',
      'plain warning',
      '{"level":"ERROR","size":12,"user":{"name":"ann"},"tags":["x","y"],"gone":null}',
      '{"level":"INFO","size":3}',
    ];

    it.each([
      ['ERROR', [0, 2]],
      ['plain -ERROR', [1]],
      ['?warning ?INFO', [1, 3]],
      ['"plain w"', [1]],
      ['{ $.level = "ERROR" }', [2]],
      ['{ $.level != "ERROR" }', [3]],
      ['{ $.size > 3 && $.level = "E*" }', [2]],
      ['{ ($.size <= 3) || ($.user.name = ann) }', [2, 3]],
      ['{ $.tags[1] = "y" }', [2]],
      ['{ $.gone IS NULL }', [2]],
      ['{ $.user NOT EXISTS }', [3]],
    ])('matches %s', async (pattern, expected) => {
      await put('s1', ...lines);
      expect(await filtered(pattern)).toEqual(expected.map((i) => lines[i]));
    });

    it.each(['{ $.level = }', '{ level = "x" }', 'a:b', '[a, b]'])(
      'refuses the pattern %s',
      async (pattern) => {
        await expect(filtered(pattern)).rejects.toMatchObject({ name: 'InvalidParameterException' });
      },
    );

    it('refuses events that are out of order', async () => {
      const logEvents = [
        { timestamp: clock.now() + 1, message: 'b' },
        { timestamp: clock.now(), message: 'a' },
      ];
      const request = { logGroupName: GROUP, logStreamName: 's1', logEvents };
      await expect(logs.send(new PutLogEventsCommand(request))).rejects.toThrow(
        'must be in chronological order',
      );
    });

    it('drops events that are too new, and says which', async () => {
      const logEvents = [
        { timestamp: clock.now(), message: 'now' },
        { timestamp: clock.now() + 3 * 3600 * 1000, message: 'later' },
      ];
      const request = { logGroupName: GROUP, logStreamName: 's1', logEvents };
      const { rejectedLogEventsInfo } = await logs.send(new PutLogEventsCommand(request));
      expect(rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
      expect(await filtered('')).toEqual(['now']);
    });

    it('deletes a stream with its events', async () => {
      await put('s1', 'a');
      await put('s2', 'b');
      await logs.send(new DeleteLogStreamCommand({ logGroupName: GROUP, logStreamName: 's1' }));
      expect(await filtered('')).toEqual(['b']);
      await expect(put('s1', 'c')).rejects.toThrow('The specified log stream does not exist.');
    });
  });
});
