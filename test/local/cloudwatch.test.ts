import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
  ListTagsForResourceCommand,
  type MetricDatum,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AwsJson1_0Protocol, AwsQueryProtocol } from '@aws-sdk/core/protocols';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../src/local/clock.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';

const MINUTE = 60_000;

describe('CloudWatch', () => {
  let clock: ManualClock;
  let fresh: FreshAws;
  let cloudwatch: CloudWatchClient;

  /** Clients sign with the time that the server has now. */
  function settings() {
    return { ...fresh.clientOptions(), systemClockOffset: clock.now() - Date.now() };
  }

  async function restart(): Promise<void> {
    cloudwatch.destroy();
    await fresh.restart();
    cloudwatch = new CloudWatchClient(settings());
  }

  beforeEach(async () => {
    // At the beginning of a minute, and of a quarter of an hour.
    clock = manualClock(Math.floor(Date.now() / (15 * MINUTE)) * 15 * MINUTE);
    fresh = await freshAws({ clock });
    cloudwatch = new CloudWatchClient(settings());
  });

  afterEach(async () => {
    cloudwatch.destroy();
    await fresh.close();
  });

  function put(...data: readonly Partial<MetricDatum>[]) {
    const MetricData = data.map((datum) => ({
      MetricName: 'Errors',
      Timestamp: new Date(clock.now()),
      ...datum,
    }));
    return cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Test', MetricData }));
  }

  describe('metrics', () => {
    it('counts all statistics of a period', async () => {
      await put({ Values: [1, 2, 3, 4], Counts: [1, 1, 1, 7] }, { Value: 10 });
      const { Datapoints, Label } = await cloudwatch.send(
        new GetMetricStatisticsCommand({
          Namespace: 'Test',
          MetricName: 'Errors',
          StartTime: new Date(clock.now() - 10 * MINUTE),
          EndTime: new Date(clock.now() + MINUTE),
          Period: 60,
          Statistics: ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'],
          ExtendedStatistics: ['p50', 'p99'],
        }),
      );
      expect(Label).toBe('Errors');
      expect(Datapoints).toEqual([
        {
          Timestamp: new Date(clock.now()),
          Unit: 'None',
          Sum: 44,
          Average: 4,
          Minimum: 1,
          Maximum: 10,
          SampleCount: 11,
          ExtendedStatistics: { p50: 4, p99: 10 },
        },
      ]);
    });

    it('keeps metrics apart by dimensions, and data over a restart', async () => {
      const Dimensions = [
        { Name: 'A', Value: '1' },
        { Name: 'B', Value: '2' },
      ];
      await put({ Value: 1 }, { Value: 2, Dimensions }, { Value: 3, Dimensions: Dimensions.toReversed() });
      await restart();
      await put({ Value: 4, Dimensions });
      const MetricDataQueries = [
        {
          Id: 'plain',
          MetricStat: { Metric: { Namespace: 'Test', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' },
        },
        {
          Id: 'fine',
          MetricStat: {
            Metric: { Namespace: 'Test', MetricName: 'Errors', Dimensions },
            Period: 60,
            Stat: 'Sum',
          },
        },
        { Id: 'share', Expression: '100 * plain / (plain + fine)' },
        { Id: 'filled', Expression: 'FILL(plain, 0) - 1' },
      ];
      const range = { StartTime: new Date(clock.now() - MINUTE), EndTime: new Date(clock.now() + MINUTE) };
      const { MetricDataResults } = await cloudwatch.send(
        new GetMetricDataCommand({ MetricDataQueries, ...range }),
      );
      expect(MetricDataResults).toMatchObject([
        {
          Id: 'plain',
          Label: 'Errors',
          Values: [1],
          Timestamps: [new Date(clock.now())],
          StatusCode: 'Complete',
        },
        { Id: 'fine', Values: [9] },
        { Id: 'share', Values: [10] },
        { Id: 'filled', Values: [0, -1] },
      ]);
      const listed = await cloudwatch.send(
        new ListMetricsCommand({ Namespace: 'Test', Dimensions: [{ Name: 'A' }] }),
      );
      expect(listed.Metrics).toEqual([{ Namespace: 'Test', MetricName: 'Errors', Dimensions }]);
    });

    it.each([
      ['query', AwsQueryProtocol],
      ['JSON', AwsJson1_0Protocol],
      ['CBOR', SmithyRpcV2CborProtocol],
    ])('speaks %s', async (_name, protocol) => {
      const client = new CloudWatchClient({ ...settings(), protocol });
      const MetricData = [
        { MetricName: 'm', Value: 1.5, Timestamp: new Date(clock.now()), Unit: 'Count' as const },
      ];
      await client.send(new PutMetricDataCommand({ Namespace: 'T', MetricData }));
      const { Datapoints } = await client.send(
        new GetMetricStatisticsCommand({
          Namespace: 'T',
          MetricName: 'm',
          StartTime: new Date(clock.now() - MINUTE),
          EndTime: new Date(clock.now() + MINUTE),
          Period: 60,
          Statistics: ['Sum'],
        }),
      );
      expect(Datapoints).toEqual([{ Timestamp: new Date(clock.now()), Sum: 1.5, Unit: 'Count' }]);
      await expect(client.send(new GetDashboardCommand({ DashboardName: 'd' }))).rejects.toMatchObject({
        message: 'Dashboard d does not exist',
        $metadata: { httpStatusCode: 404 },
      });
      client.destroy();
    });

    it('takes a large, compressed request', async () => {
      await put(...Array.from({ length: 500 }, (_, i) => ({ MetricName: `A${i}`, Value: i })));
      const first = await cloudwatch.send(new ListMetricsCommand({ Namespace: 'Test' }));
      expect(first.Metrics).toHaveLength(500);
      expect(first.NextToken).toBeUndefined();
    });

    it.each([
      ['a namespace of AWS', { Namespace: 'AWS/X', MetricData: [] }, 'InvalidParameterValueException'],
      [
        'no value',
        { Namespace: 'T', MetricData: [{ MetricName: 'm' }] },
        'MissingRequiredParameterException',
      ],
      [
        'a value and values',
        { Namespace: 'T', MetricData: [{ MetricName: 'm', Value: 1, Values: [1] }] },
        'InvalidParameterCombinationException',
      ],
      [
        'an unknown unit',
        { Namespace: 'T', MetricData: [{ MetricName: 'm', Value: 1, Unit: 'Apples' }] },
        'ValidationException',
      ],
      [
        'a datum of the last month',
        { Namespace: 'T', MetricData: [{ MetricName: 'm', Value: 1, Timestamp: new Date(0) }] },
        'InvalidParameterValueException',
      ],
    ])('refuses %s', async (_what, input, name) => {
      const command = new PutMetricDataCommand(
        input as ConstructorParameters<typeof PutMetricDataCommand>[0],
      );
      await expect(cloudwatch.send(command)).rejects.toMatchObject({ name });
    });
  });

  describe('alarms', () => {
    let topicArn: string;
    let sqs: SQSClient;
    let queueUrl: string;

    beforeEach(async () => {
      const sns = new SNSClient(settings());
      sqs = new SQSClient(settings());
      topicArn = (await sns.send(new CreateTopicCommand({ Name: 'alarms' }))).TopicArn ?? '';
      queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'alarms' }))).QueueUrl ?? '';
      const queue = {
        TopicArn: topicArn,
        Protocol: 'sqs',
        Endpoint: 'arn:aws:sqs:us-east-1:000000000000:alarms',
      };
      await sns.send(new SubscribeCommand(queue));
      sns.destroy();
    });

    afterEach(() => sqs.destroy());

    function putAlarm(changes: Partial<PutMetricAlarmCommandInput> = {}) {
      const input: PutMetricAlarmCommandInput = {
        AlarmName: 'errors',
        AlarmActions: [topicArn],
        Namespace: 'Test',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Threshold: 2,
        TreatMissingData: 'notBreaching',
        ...changes,
      };
      return cloudwatch.send(new PutMetricAlarmCommand(input));
    }

    async function alarm() {
      const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({}));
      return MetricAlarms[0];
    }

    async function messages() {
      const request = { QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 };
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request));
      return Messages.map(({ Body = '' }) => JSON.parse(Body) as { Subject: string; Message: string });
    }

    it('is told of as it was put', async () => {
      await putAlarm({ Tags: [{ Key: 'a', Value: '1' }] });
      const found = await alarm();
      expect(found).toMatchObject({
        AlarmName: 'errors',
        AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors',
        ActionsEnabled: true,
        OKActions: [],
        StateValue: 'INSUFFICIENT_DATA',
        StateReason: 'Unchecked: Initial alarm creation',
        Dimensions: [],
      });
      const ResourceARN = found?.AlarmArn;
      await cloudwatch.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'b', Value: '2' }] }));
      await cloudwatch.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['a'] }));
      const { Tags } = await cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN }));
      expect(Tags).toEqual([{ Key: 'b', Value: '2' }]);
    });

    it('fires as soon as its metric breaches, tells its topic once, and recovers', async () => {
      await putAlarm({ AlarmDescription: 'too many' });
      clock.advance(100);
      expect((await alarm())?.StateValue).toBe('OK');
      await put({ Value: 1 });
      clock.advance(100);
      expect((await alarm())?.StateValue).toBe('OK');
      await put({ Value: 1 });
      clock.advance(100);
      expect(await alarm()).toMatchObject({
        StateValue: 'ALARM',
        StateReason: expect.stringMatching(
          /^Threshold Crossed: 1 out of the last 1 datapoint \[2\.0 \(.*\)\] was greater than or equal to the threshold \(2\.0\) \(minimum 1 datapoint for OK -> ALARM transition\)\.$/,
        ),
      });
      await put({ Value: 5 });
      clock.advance(100);
      await expect.poll(messages).toHaveLength(1);
      clock.advance(5 * MINUTE);
      expect((await alarm())?.StateValue).toBe('OK');
      const { AlarmHistoryItems = [] } = await cloudwatch.send(
        new DescribeAlarmHistoryCommand({ AlarmName: 'errors', HistoryItemType: 'StateUpdate' }),
      );
      expect(AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary)).toEqual([
        'Alarm updated from ALARM to OK',
        'Alarm updated from OK to ALARM',
        'Alarm updated from INSUFFICIENT_DATA to OK',
      ]);
    });

    it('publishes what AWS would', async () => {
      await putAlarm({ AlarmDescription: 'too many', Dimensions: [{ Name: 'F', Value: 'x' }] });
      await put({ Value: 7, Dimensions: [{ Name: 'F', Value: 'x' }] });
      clock.advance(100);
      let received: Awaited<ReturnType<typeof messages>> = [];
      await expect
        .poll(async () => {
          received = [...received, ...(await messages())];
          return received.length;
        })
        .toBe(1);
      const [notification] = received;
      expect(notification?.Subject).toBe('ALARM: "errors" in US East (N. Virginia)');
      expect(JSON.parse(notification?.Message ?? '')).toMatchObject({
        AlarmName: 'errors',
        AlarmDescription: 'too many',
        AWSAccountId: '000000000000',
        NewStateValue: 'ALARM',
        OldStateValue: 'INSUFFICIENT_DATA',
        Region: 'US East (N. Virginia)',
        StateChangeTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
        AlarmActions: [topicArn],
        OKActions: [],
        Trigger: {
          MetricName: 'Errors',
          Namespace: 'Test',
          StatisticType: 'Statistic',
          Statistic: 'SUM',
          Unit: null,
          Dimensions: [{ value: 'x', name: 'F' }],
          Period: 60,
          EvaluationPeriods: 1,
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
          Threshold: 2,
          TreatMissingData: 'notBreaching',
          EvaluateLowSampleCountPercentile: '',
        },
      });
    });

    it('adds metrics up', async () => {
      const stat = (MetricName: string) => ({
        Metric: { Namespace: 'Test', MetricName },
        Period: 60,
        Stat: 'Sum',
      });
      const metric: Partial<PutMetricAlarmCommandInput> = {
        Namespace: undefined,
        MetricName: undefined,
        Statistic: undefined,
        Period: undefined,
      };
      await putAlarm({
        ...metric,
        Metrics: [
          { Id: 'm0', ReturnData: false, MetricStat: stat('Errors') },
          { Id: 'm1', ReturnData: false, MetricStat: stat('Throttles') },
          { Id: 'sum', Expression: 'FILL(m0, 0) + FILL(m1, 0)', ReturnData: true },
        ],
      });
      await put({ Value: 1 });
      clock.advance(100);
      expect((await alarm())?.StateValue).toBe('OK');
      await put({ Value: 1, MetricName: 'Throttles' });
      clock.advance(100);
      expect((await alarm())?.StateValue).toBe('ALARM');
    });

    it('keeps its state, its history and what is to be published over a restart', async () => {
      await putAlarm();
      await put({ Value: 3 });
      clock.advance(100);
      await restart();
      expect((await alarm())?.StateValue).toBe('ALARM');
      sqs.destroy();
      sqs = new SQSClient(settings());
      queueUrl = queueUrl.replace(/^http:\/\/[^/]+/, fresh.aws.endpoint);
      await expect.poll(messages).toHaveLength(1);
    });

    it('does nothing while its actions are off', async () => {
      await putAlarm();
      await cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: ['errors'] }));
      const state = { AlarmName: 'errors', StateReason: 'because' };
      await cloudwatch.send(new SetAlarmStateCommand({ ...state, StateValue: 'ALARM' }));
      const { AlarmHistoryItems = [] } = await cloudwatch.send(new DescribeAlarmHistoryCommand({}));
      expect(AlarmHistoryItems.map(({ HistoryItemType }) => HistoryItemType)).toEqual([
        'StateUpdate',
        'ConfigurationUpdate',
      ]);
    });

    it('pages, filters and deletes', async () => {
      for (const AlarmName of ['c', 'a', 'b', 'other']) await putAlarm({ AlarmName });
      const first = await cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 3 }));
      const { NextToken } = first;
      const second = await cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 3, NextToken }));
      const names = [...(first.MetricAlarms ?? []), ...(second.MetricAlarms ?? [])].map((it) => it.AlarmName);
      expect(names).toEqual(['a', 'b', 'c', 'other']);
      await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['a', 'b', 'missing'] }));
      const left = await cloudwatch.send(
        new DescribeAlarmsCommand({ AlarmNamePrefix: 'o', StateValue: 'INSUFFICIENT_DATA' }),
      );
      expect(left.MetricAlarms).toMatchObject([{ AlarmName: 'other' }]);
    });

    it.each<[string, Partial<PutMetricAlarmCommandInput>, string]>([
      ['a period of seven seconds', { Period: 7 }, 'ValidationException'],
      ['two days of periods', { EvaluationPeriods: 2880 }, 'ValidationException'],
      ['an unknown comparison', { ComparisonOperator: 'Above' as never }, 'ValidationException'],
      ['an unknown treatment of missing data', { TreatMissingData: 'guess' }, 'ValidationException'],
      ['two statistics', { ExtendedStatistic: 'p90' }, 'InvalidParameterCombinationException'],
      ['no statistic', { Statistic: undefined }, 'InvalidParameterCombinationException'],
      ['more data points than periods', { DatapointsToAlarm: 2 }, 'ValidationException'],
      ['an action that is no ARN', { AlarmActions: ['mail me'] }, 'ValidationException'],
      ['no threshold', { Threshold: undefined }, 'MissingRequiredParameterException'],
      [
        'metrics beside a metric',
        { Metrics: [{ Id: 'a', Expression: '1' }] },
        'InvalidParameterCombinationException',
      ],
    ])('is refused with %s', async (_what, changes, name) => {
      await expect(putAlarm(changes)).rejects.toMatchObject({ name });
    });
  });

  describe('dashboards', () => {
    const body = JSON.stringify({
      widgets: [
        { type: 'text', x: 0, y: 0, width: 24, height: 2, properties: { markdown: 'hi' } },
        { type: 'metric', properties: { region: 'us-east-1', metrics: [['AWS/Lambda', 'Errors']] } },
      ],
    });

    it('are kept as they were put', async () => {
      const put = await cloudwatch.send(new PutDashboardCommand({ DashboardName: 'd', DashboardBody: body }));
      expect(put.DashboardValidationMessages ?? []).toEqual([]);
      await restart();
      const got = await cloudwatch.send(new GetDashboardCommand({ DashboardName: 'd' }));
      expect(got).toMatchObject({
        DashboardBody: body,
        DashboardArn: 'arn:aws:cloudwatch::000000000000:dashboard/d',
      });
      const { DashboardEntries } = await cloudwatch.send(new ListDashboardsCommand({}));
      expect(DashboardEntries).toMatchObject([{ DashboardName: 'd', Size: body.length }]);
      await cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: ['d'] }));
      await expect(cloudwatch.send(new GetDashboardCommand({ DashboardName: 'd' }))).rejects.toMatchObject({
        name: 'ResourceNotFound',
      });
    });

    it.each([
      ['that are no JSON', 'nope'],
      ['with an unknown widget', '{"widgets":[{"type":"chart","properties":{}}]}'],
      [
        'with a metric widget that names no region',
        '{"widgets":[{"type":"metric","properties":{"metrics":[]}}]}',
      ],
    ])('%s are refused', async (_what, DashboardBody) => {
      const command = new PutDashboardCommand({ DashboardName: 'd', DashboardBody });
      await expect(cloudwatch.send(command)).rejects.toMatchObject({
        name: 'DashboardInvalidInputError',
        dashboardValidationMessages: [{ DataPath: expect.any(String), Message: expect.any(String) }],
      });
    });

    it('are refused under a bad name in the words of AWS', async () => {
      const command = new PutDashboardCommand({ DashboardName: 'a b', DashboardBody: body });
      await expect(cloudwatch.send(command)).rejects.toThrow(
        'The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).\n',
      );
    });
  });
});
