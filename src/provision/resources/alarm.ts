import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  type MetricAlarm,
  type MetricDataQuery,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Clients } from '../../clients.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource, Tags } from '../engine/resource.ts';
import { tagList, tagsOf } from '../ownership.ts';

export interface AlarmSpec {
  readonly name: string;
  readonly arn: string;
  readonly tags: Tags;
  readonly topicArn: string;
  readonly rule: AlarmRule;
}

/** When an alarm fires: in `datapoints` of the last `periods` minutes the metrics' sum reached `threshold`. */
export interface AlarmRule {
  readonly description: string;
  readonly namespace: string;
  /** Several are added up. */
  readonly metrics: readonly string[];
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum' | 'p90';
  readonly threshold: number;
  readonly datapoints: number;
  readonly periods: number;
}

export interface AlarmLive {
  readonly tags: Tags;
  readonly state: string | undefined;
  readonly settings: unknown;
}

type Aws = Pick<Clients, 'cloudwatch'>;

/** An alarm that publishes to the topic. No data is good news: a quiet pipeline has none. */
export const alarm: Resource<Aws, AlarmSpec, AlarmLive> = resourceOf<Aws, AlarmSpec, AlarmLive>({
  async observe({ cloudwatch }, { name, arn }) {
    const described = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
    const found = described.MetricAlarms?.[0];
    if (found === undefined) return undefined;
    const { Tags } = await cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN: arn }));
    return { tags: tagsOf(Tags), state: found.StateValue, settings: comparable(found) };
  },

  create: (aws, spec) => put(aws, spec),

  aspects: [
    {
      path: 'settings',
      wanted: (spec) => comparable(alarmInput(spec)),
      actual: (live) => live.settings,
      write: (aws, spec) => put(aws, spec),
    },
  ],

  async remove({ cloudwatch }, { name }) {
    await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [name] }));
  },

  tags: (live) => live.tags,
  health: ({ state }) => ({ ok: state !== 'ALARM', text: state === 'ALARM' ? 'in alarm' : 'quiet' }),
});

async function put({ cloudwatch }: Aws, spec: AlarmSpec): Promise<void> {
  await cloudwatch.send(new PutMetricAlarmCommand({ ...alarmInput(spec), Tags: tagList(spec.tags) }));
}

function alarmInput({ name, topicArn, rule }: AlarmSpec) {
  return {
    AlarmName: name,
    AlarmDescription: rule.description,
    AlarmActions: [topicArn],
    ComparisonOperator: 'GreaterThanOrEqualToThreshold' as const,
    Threshold: rule.threshold,
    DatapointsToAlarm: rule.datapoints,
    EvaluationPeriods: rule.periods,
    TreatMissingData: 'notBreaching',
    ...(rule.metrics.length === 1 ? singleMetric(rule) : { Metrics: metricSum(rule) }),
  };
}

function singleMetric({ namespace, metrics, dimensions, statistic }: AlarmRule) {
  return {
    Namespace: namespace,
    MetricName: metrics[0],
    Dimensions: dimensionList(dimensions),
    Period: PERIOD_SECONDS,
    ...(statistic === 'p90' ? { ExtendedStatistic: statistic } : { Statistic: statistic }),
  };
}

/**
 * DynamoDB's alarms keep their last state while there is no data, whatever the alarm says about that;
 * FILL gives them data.
 */
function metricSum({ namespace, metrics, dimensions, statistic }: AlarmRule): MetricDataQuery[] {
  const terms = metrics.map((metric, index) => ({
    Id: `m${index}`,
    ReturnData: false,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: metric, Dimensions: dimensionList(dimensions) },
      Period: PERIOD_SECONDS,
      Stat: statistic,
    },
  }));
  const sum = terms.map(({ Id }) => `FILL(${Id}, 0)`).join(' + ');
  return [...terms, { Id: 'sum', Expression: sum, Label: 'sum', ReturnData: true }];
}

const PERIOD_SECONDS = 60;

function dimensionList(dimensions: Readonly<Record<string, string>>) {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

/** What of an alarm is ours to decide, in one shape for what is put and what is described. */
function comparable(alarm: MetricAlarm): unknown {
  return {
    description: alarm.AlarmDescription,
    actions: alarm.AlarmActions,
    actionsEnabled: alarm.ActionsEnabled ?? true,
    comparison: alarm.ComparisonOperator,
    threshold: alarm.Threshold,
    datapoints: alarm.DatapointsToAlarm,
    periods: alarm.EvaluationPeriods,
    missingData: alarm.TreatMissingData,
    metric: alarm.MetricName,
    namespace: alarm.Namespace,
    dimensions: dimensionsOf(alarm.Dimensions),
    statistic: alarm.ExtendedStatistic ?? alarm.Statistic,
    periodSeconds: alarm.Period,
    queries: (alarm.Metrics ?? []).map(comparableQuery),
  };
}

function comparableQuery({ Id, Expression, MetricStat, ReturnData }: MetricDataQuery): unknown {
  return {
    id: Id,
    expression: Expression,
    returned: ReturnData ?? true,
    metric: MetricStat?.Metric?.MetricName,
    namespace: MetricStat?.Metric?.Namespace,
    dimensions: dimensionsOf(MetricStat?.Metric?.Dimensions),
    periodSeconds: MetricStat?.Period,
    statistic: MetricStat?.Stat,
  };
}

function dimensionsOf(
  list: readonly { Name?: string | undefined; Value?: string | undefined }[] = [],
): unknown {
  return Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));
}
