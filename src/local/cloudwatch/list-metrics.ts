import type * as sdk from '@aws-sdk/client-cloudwatch';
import type { Clock } from '../clock.ts';
import type { Operations } from '../service.ts';
import { dimensionList } from './metric-id.ts';
import { idOf, type MetricStore, type Series } from './metric-store.ts';
import { pageOf } from './page.ts';

const METRICS_PER_PAGE = 500;
const RECENT_MILLISECONDS = 3 * 3600 * 1000;

export function listMetricsOperation(store: MetricStore, clock: Clock): Operations<typeof sdk> {
  return {
    listMetrics(input) {
      const found = store.series().filter(wantedBy(input, clock.now()));
      const { page, NextToken } = pageOf(found, idOf, METRICS_PER_PAGE, input.NextToken);
      const Metrics = page.map(({ namespace, name, dimensions }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: dimensionList(dimensions),
      }));
      return NextToken === undefined ? { Metrics } : { Metrics, NextToken };
    },
  };
}

function wantedBy(input: sdk.ListMetricsInput, now: number): (series: Series) => boolean {
  const { Namespace, MetricName, Dimensions = [], RecentlyActive } = input;
  const oldest = RecentlyActive === undefined ? 0 : now - RECENT_MILLISECONDS;
  return ({ namespace, name, dimensions, newest }) =>
    (Namespace === undefined || Namespace === namespace) &&
    (MetricName === undefined || MetricName === name) &&
    newest >= oldest &&
    Dimensions.every(({ Name = '', Value }) => {
      const value = dimensions[Name];
      return value !== undefined && (Value === undefined || Value === value);
    });
}
