import type * as sdk from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../aws-error.ts';
import type { Operations } from '../service.ts';
import { type Distribution, merged, percentileOf, statisticOf } from './distribution.ts';
import { metricIdOf } from './metric-id.ts';
import type { Bucket, MetricStore } from './metric-store.ts';
import { checkPeriod } from './rules.ts';

const MAX_DATAPOINTS = 1440;

export function getMetricStatisticsOperation(store: MetricStore): Operations<typeof sdk> {
  return {
    getMetricStatistics(input) {
      checkRequest(input);
      const metric = metricIdOf(input.Namespace, input.MetricName, input.Dimensions);
      const period = input.Period * 1000;
      const start = Math.floor(input.StartTime.getTime() / period) * period;
      const buckets = store
        .read(metric, start, input.EndTime.getTime())
        .filter(({ unit }) => input.Unit === undefined || unit === input.Unit);
      const Datapoints = [...inPeriods(buckets, period)].map(([key, { unit, distribution }]) => ({
        Timestamp: new Date(Number(key.split('/')[0])),
        Unit: unit as sdk.StandardUnit,
        ...statisticsOf(distribution, input),
      }));
      return { Label: input.MetricName, Datapoints };
    },
  };
}

/** Units are not mixed: each has data points of its own. */
function inPeriods(buckets: readonly Bucket[], period: number): ReadonlyMap<string, Bucket> {
  const periods = new Map<string, Bucket>();
  for (const bucket of buckets) {
    const start = Math.floor(bucket.start / period) * period;
    const key = `${start}/${bucket.unit}`;
    const known = periods.get(key);
    const distribution = known ? merged(known.distribution, bucket.distribution) : bucket.distribution;
    periods.set(key, { ...bucket, distribution });
  }
  return periods;
}

function statisticsOf(distribution: Distribution, input: sdk.GetMetricStatisticsInput): sdk.Datapoint {
  const value = (statistic: string) => [statistic, statisticOf(distribution, statistic)];
  const extended = (input.ExtendedStatistics ?? []).map(value).filter(([, number]) => number !== undefined);
  return {
    ...Object.fromEntries((input.Statistics ?? []).map(value)),
    ...(extended.length > 0 && { ExtendedStatistics: Object.fromEntries(extended) }),
  };
}

function checkRequest(input: sdk.GetMetricStatisticsInput): void {
  const { StartTime, EndTime, Period = 0, Statistics = [], ExtendedStatistics = [] } = input;
  checkPeriod(Period);
  const unknown = ExtendedStatistics.find((statistic) => percentileOf(statistic) === undefined);
  if (unknown !== undefined) {
    throw invalid('Value', `The value ${unknown} for parameter ExtendedStatistics is not supported.`);
  }
  if (Statistics.length + ExtendedStatistics.length === 0) {
    throw invalid('Combination', 'Must specify either Statistics or ExtendedStatistics');
  }
  const milliseconds = (EndTime?.getTime() ?? 0) - (StartTime?.getTime() ?? 0);
  if (milliseconds <= 0) {
    throw invalid('Value', 'The parameter StartTime must be less than the parameter EndTime.');
  }
  const count = Math.ceil(milliseconds / (Period * 1000));
  if (count > MAX_DATAPOINTS) {
    throw invalid(
      'Combination',
      `You have requested up to ${count} datapoints, which exceeds the limit of 1,440. ` +
        'You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    );
  }
}

function invalid(what: 'Value' | 'Combination', message: string): AwsError {
  return new AwsError(`InvalidParameter${what}Exception`, message);
}
