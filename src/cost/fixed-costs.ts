import { alarmMetrics } from './alarm-metrics.ts';
import { type CostLine, costLine } from './cost-line.ts';

/** What an install costs a month while nothing happens and nothing is stored: all else in it is paid by use. */
export function fixedCosts(): readonly CostLine[] {
  const metrics = [...alarmMetrics().values()];
  const count = metrics.reduce((sum, one) => sum + one, 0);
  return [
    costLine(`${metrics.length} alarms on ${count} metrics`, 'alarmMetric', count),
    costLine('a dashboard', 'dashboard', 1),
  ];
}
