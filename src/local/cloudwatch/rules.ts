import { AwsError } from '../aws-error.ts';
import { percentileOf } from './distribution.ts';
import { VALIDATION } from './metric-id.ts';

const STATISTICS: readonly string[] = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'];

/** Seconds: 1, 5, 10, 20, 30 or whole minutes. */
export function checkPeriod(seconds: number): void {
  if ([1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0)) return;
  throw new AwsError(
    'InvalidParameterValueException',
    `The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60: ${seconds}`,
  );
}

/** What queries may name; other extended statistics (trimmed means and the like) are not served. */
export function checkStatistic(statistic: string): void {
  if (STATISTICS.includes(statistic) || percentileOf(statistic) !== undefined) return;
  throw new AwsError(VALIDATION, `The value ${statistic} for parameter Stat is not supported.`);
}
