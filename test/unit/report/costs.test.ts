import { expect, it } from 'vitest';
import { estimate } from '../../../src/cost/estimate.ts';
import { defaultSettings } from '../../../src/provision/settings.ts';
import { costSummary, costTable, formatUsd } from '../../../src/report/costs.ts';

it.each([
  [0, '$0'],
  [0.004, '< $0.01'],
  [0.005, '$0.01'],
  [3.8, '$3.80'],
  [12_345.678, '$12,345.68'],
])('%d dollars are written %s', (usd, text) => {
  expect(formatUsd(usd)).toBe(text);
});

it('the summary names what is paid for while nothing happens', () => {
  expect(costSummary(estimate(defaultSettings))).toMatch(
    /^it costs about \$4\.00 a month while idle \(8 alarms on 10 metrics, a dashboard; nothing within the free tier\), and about \$0\.\d\d for every 100,000 files$/,
  );
});

it('the table says how much of what is reckoned, and when the prices were looked up', () => {
  const lines = costTable(estimate(defaultSettings, { files: 1, meanBytes: 2 * 1024 ** 2, via: 'api' }));
  expect(lines).toContainEqual(
    expect.stringMatching(/^1 file of 2\.0 MiB through the API +< \$0\.01 +< \$0\.01$/),
  );
  expect(lines.at(-1)).toMatch(/^an estimate at the prices of us-east-1, looked up on \d{4}-\d\d-\d\d$/);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});
