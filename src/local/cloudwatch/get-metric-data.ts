import type * as sdk from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../aws-error.ts';
import type { Operations } from '../service.ts';
import { VALIDATION } from './metric-id.ts';
import { type Query, readQueries } from './metric-query.ts';
import type { MetricStore } from './metric-store.ts';

/** AWS's own limits. */
const MAX_QUERIES = 500;
const MAX_DATAPOINTS = 100_800;

/** A next token is the number of data points that earlier pages had. */
export function getMetricDataOperation(store: MetricStore): Operations<typeof sdk> {
  return {
    getMetricData(input) {
      const { StartTime, EndTime, MetricDataQueries, ScanBy = 'TimestampDescending' } = input;
      const { MaxDatapoints = MAX_DATAPOINTS, NextToken = '0' } = input;
      if (MetricDataQueries.length > MAX_QUERIES) throw invalid(`At most ${MAX_QUERIES} queries are allowed`);
      if (StartTime >= EndTime)
        throw invalid('The parameter StartTime must be less than the parameter EndTime.');
      if (!/^\d+$/.test(NextToken)) throw new AwsError('InvalidNextToken', 'The next token is not valid');
      const returned = readQueries(store, MetricDataQueries).filter((query) => query.returned);
      const all = returned.map((query) => ({ query, points: pointsOf(query, StartTime, EndTime) }));
      if (ScanBy === 'TimestampDescending') for (const { points } of all) points.reverse();
      const limit = Math.min(MaxDatapoints, MAX_DATAPOINTS);
      const skipped = Number(NextToken);
      const total = all.reduce((sum, { points }) => sum + points.length, 0);
      const more = skipped + limit < total;
      return {
        MetricDataResults: cut(all, skipped, limit),
        ...(more && { NextToken: String(skipped + limit) }),
      };
    },
  };
}

interface Point {
  readonly start: number;
  readonly value: number;
}

interface Points {
  readonly query: Query;
  readonly points: Point[];
}

function pointsOf({ periodSeconds, valueAt }: Query, from: Date, to: Date): Point[] {
  const period = periodSeconds * 1000;
  const points: Point[] = [];
  for (let start = Math.floor(from.getTime() / period) * period; start < to.getTime(); start += period) {
    const value = valueAt(start);
    if (value !== undefined) points.push({ start, value });
  }
  return points;
}

/** `limit` data points after `skipped`, counted over all results. */
function cut(all: readonly Points[], skipped: number, limit: number): sdk.MetricDataResult[] {
  let before = 0;
  return all.map(({ query, points }) => {
    const from = Math.max(0, skipped - before);
    const to = Math.max(0, skipped + limit - before);
    const page = points.slice(from, to);
    before += points.length;
    return {
      Id: query.id,
      Label: query.label,
      Timestamps: page.map(({ start }) => new Date(start)),
      Values: page.map(({ value }) => value),
      StatusCode: to < points.length ? 'PartialData' : 'Complete',
    };
  });
}

function invalid(message: string): AwsError {
  return new AwsError(VALIDATION, message);
}
