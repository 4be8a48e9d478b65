import type * as sdk from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Operations } from '../service.ts';
import { type Distribution, distributionOf, merged } from './distribution.ts';
import { metricIdOf } from './metric-id.ts';
import type { Datum, MetricStore } from './metric-store.ts';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
const MAX_METRICS = 1000;
const MAX_VALUES = 150;
const MAX_MAGNITUDE = 2 ** 360;
const HOUR = 3600 * 1000;
const OLDEST = 14 * 24 * HOUR;
const NEWEST = 2 * HOUR;

export function putMetricDataOperation(store: MetricStore, clock: Clock): Operations<typeof sdk> {
  return {
    async putMetricData({ Namespace, MetricData = [], EntityMetricData }) {
      if (EntityMetricData !== undefined) throw invalid('The embedded AWS does not serve EntityMetricData');
      if (/^aws\//i.test(Namespace)) {
        throw invalid(`The value ${Namespace} for parameter Namespace is invalid.`);
      }
      if (MetricData.length > MAX_METRICS) {
        throw invalid(`The collection MetricData must not have a size greater than ${MAX_METRICS}.`);
      }
      // All are read before the first is recorded: a request counts as a whole.
      for (const datum of MetricData.map((it) => readDatum(Namespace, it, clock.now()))) store.record(datum);
      await store.flush();
      return {};
    },
  };
}

function readDatum(namespace: string, datum: sdk.MetricDatum, now: number): Datum {
  const { MetricName, Dimensions, Timestamp, Unit = 'None', StorageResolution = 60 } = datum;
  const time = Timestamp?.getTime() ?? now;
  if (StorageResolution !== 1 && StorageResolution !== 60) {
    throw invalid(`The value ${StorageResolution} for parameter StorageResolution is invalid.`);
  }
  if (time < now - OLDEST || time > now + NEWEST) {
    throw invalid(
      'The parameter MetricData.Timestamp must not be more than two weeks in the past or two hours in the future.',
    );
  }
  const metric = metricIdOf(namespace, MetricName, Dimensions);
  return { metric, time, unit: Unit, distribution: readDistribution(datum), resolution: StorageResolution };
}

function readDistribution(datum: sdk.MetricDatum): Distribution {
  const { Value, Values, Counts, StatisticValues } = datum;
  const given = [Value, Values, StatisticValues].filter((it) => it !== undefined);
  if (given.length !== 1) {
    throw new AwsError(
      given.length === 0 ? 'MissingRequiredParameterException' : 'InvalidParameterCombinationException',
      'The parameters MetricData.member.1.Value, MetricData.member.1.Values and MetricData.member.1.StatisticValues ' +
        'are mutually exclusive and you must specify one.',
    );
  }
  if (Value !== undefined) return distributionOf(checkNumber(Value));
  if (Values !== undefined) return readValues(Values, Counts);
  return readStatistics(StatisticValues ?? {});
}

function readValues(values: readonly number[], counts: readonly number[] = []): Distribution {
  if (values.length < 1 || values.length > MAX_VALUES) {
    throw invalid(`The collection MetricData.Values must have a size from 1 to ${MAX_VALUES}.`);
  }
  if (counts.length > 0 && counts.length !== values.length) {
    throw invalid('The collections MetricData.Values and MetricData.Counts must have the same size.');
  }
  return values
    .map((value, i) => distributionOf(checkNumber(value), checkNumber(counts[i] ?? 1)))
    .reduce(merged);
}

function readStatistics({ SampleCount, Sum, Minimum, Maximum }: Partial<sdk.StatisticSet>): Distribution {
  const [count, sum, min, max] = [SampleCount, Sum, Minimum, Maximum].map((it) => checkNumber(it ?? 0));
  if (!count || (min ?? 0) > (max ?? 0)) throw invalid('The value of MetricData.StatisticValues is invalid.');
  return { count, sum: sum ?? 0, min: min ?? 0, max: max ?? 0 };
}

function checkNumber(value: number): number {
  if (Number.isFinite(value) && Math.abs(value) <= MAX_MAGNITUDE) return value;
  throw invalid(`The value ${value} for parameter MetricData.member.1.Value is invalid.`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}
