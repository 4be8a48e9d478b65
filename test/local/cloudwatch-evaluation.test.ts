import { describe, expect, it } from 'vitest';
import { evaluate, type MissingData } from '../../src/local/cloudwatch/evaluation.ts';

const NOW = 100 * 60_000;

/** `X` breaches, `0` does not, `-` is missing; the newest is last and its period has just ended. */
function stateOf(points: string, datapoints: number, missing: MissingData) {
  const values = [...points.replaceAll(' ', '')].reverse();
  const verdict = evaluate(
    {
      periodSeconds: 60,
      periods: 3,
      datapoints,
      missing,
      countsEarly: true,
      breaches: (value) => value > 0,
      valueAt: (start) => ({ X: 1, '0': 0 })[values[(NOW - start) / 60_000 - 1] ?? '-'],
    },
    NOW,
  );
  return verdict.state ?? 'as it is';
}

/** From AWS's own tables: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html */
describe('an alarm with data missing', () => {
  it.each([
    ['0 - X - X', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', ['INSUFFICIENT_DATA', 'as it is', 'ALARM', 'OK']],
    ['0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - X - -', ['ALARM', 'as it is', 'ALARM', 'OK']],
  ])('is judged by three of three data points of %s as AWS does', (points, states) => {
    expect(treatments.map((missing) => stateOf(points, 3, missing))).toEqual(states);
  });

  it.each([
    ['0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - X -', ['ALARM', 'as it is', 'ALARM', 'OK']],
  ])('is judged by two of three data points of %s as AWS does', (points, states) => {
    expect(treatments.map((missing) => stateOf(points, 2, missing))).toEqual(states);
  });

  it('does not fire early on one new data point where three are wanted', () => {
    expect(stateOf('- - - - X', 3, 'missing')).toBe('as it is');
  });
});

const treatments: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
