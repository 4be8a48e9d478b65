import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allClients } from '../../../src/clients.ts';
import { costOf } from '../../../src/cost/cost-of-step.ts';
import { estimate } from '../../../src/cost/estimate.ts';
import { type Price, prices, pricesAsOf } from '../../../src/cost/prices.ts';
import { keepingCosts, usageCosts } from '../../../src/cost/usage-costs.ts';
import { packageRoot } from '../../../src/package-root.ts';
import { pipeline } from '../../../src/provision/pipeline.ts';
import { noCode } from '../../../src/provision/resources/code-archive.ts';
import { defaultSettings, settingsFrom } from '../../../src/provision/settings.ts';

const MIB = 1024 ** 2;
const million = { files: 1e6, meanBytes: MIB, via: 's3' } as const;

/** What each price comes to. */
function byPrice(lines: ReturnType<typeof usageCosts>): Readonly<Record<string, number>> {
  return Object.fromEntries(lines.map(({ price, usd }) => [price, usd]));
}

describe('an estimate', () => {
  it('has the alarms and the dashboard while nothing happens, both free in a new account', () => {
    const { idle } = estimate(defaultSettings);
    expect(idle.lines.map(({ what, usd }) => [what, usd])).toEqual([
      ['8 alarms on 10 metrics', 1],
      ['a dashboard', 3],
    ]);
    expect(idle).toMatchObject({ usd: 4, usdBeyondFreeTier: 0 });
  });

  it('reckons a million files with the list prices', () => {
    expect(byPrice(usageCosts(defaultSettings, million))).toEqual({
      s3Write: 5,
      s3Read: 0.8,
      lambdaRequest: 0.2,
      lambdaSecond: expect.closeTo(0.67, 2),
      tableWrite: 1.25,
      logIngest: expect.closeTo(0.33, 2),
    });
  });

  it('charges the API only for what comes through it, and then one request for each file', () => {
    const lines = usageCosts(defaultSettings, { ...million, meanBytes: 9 * MIB, via: 'api' });
    expect(byPrice(lines)).toMatchObject({ apiRequest: 3.5, s3Write: 5 });
    expect(byPrice(usageCosts(defaultSettings, million))).not.toHaveProperty('apiRequest');
  });

  it.each([
    [0, 1],
    [8 * MIB, 1],
    [8 * MIB + 1, 4],
    [1024 * MIB, 130],
  ])('charges a file of %i bytes for %i requests, as it is uploaded', (meanBytes, requests) => {
    const lines = usageCosts(defaultSettings, { files: 1000, meanBytes, via: 's3' });
    expect(lines.find(({ price }) => price === 's3Write')?.quantity).toBe(requests * 1000);
  });

  it('charges for the memory that the function has', () => {
    const of = (memoryMb: number) => byPrice(usageCosts({ memoryMb }, million))['lambdaSecond'] ?? 0;
    expect(of(1024)).toBeCloseTo(of(512) * 2, 5);
  });

  it('charges for what is kept, and for logs no longer than they are', () => {
    const kept = (logRetentionDays: number) => byPrice(keepingCosts({ logRetentionDays }, million));
    expect(kept(30)).toMatchObject({ s3Storage: expect.closeTo(22.46, 2) });
    expect(kept(3)['logStorage']).toBeCloseTo((kept(30)['logStorage'] ?? 0) / 10, 5);
    expect(kept(365)['logStorage']).toBe(kept(30)['logStorage']);
  });

  it('takes the free tier off, as far as it goes', () => {
    const { files } = estimate(defaultSettings, million);
    const lambda = files.lines.filter(({ price }) => price.startsWith('lambda'));
    expect(lambda.map(({ usdBeyondFreeTier }) => usdBeyondFreeTier)).toEqual([0, 0]);
    const more = estimate(defaultSettings, { ...million, files: 3e6 }).files.lines;
    expect(more.find(({ price }) => price === 'lambdaRequest')?.usdBeyondFreeTier).toBe(0.4);
  });
});

describe('prices', () => {
  it.each(Object.entries<Price>(prices))('%s says where it comes from', (_name, { known, sources }) => {
    expect(sources.every((source) => source.startsWith('https://'))).toBe(true);
    const official = sources.some((source) => /^https:\/\/(docs\.)?aws\.amazon\.com\//.test(source));
    if (known === 'official') expect(official).toBe(true);
    expect(sources.length).toBeGreaterThanOrEqual(known === 'reported' ? 2 : 1);
  });

  it('are those of the page about them', async () => {
    const page = await readFile(join(packageRoot, 'docs/cost.md'), 'utf8');
    const rows = Object.values<Price>(prices).map(({ usd, unit, free, known }) => {
      const price = usd < 0.001 ? `${(usd * 1e6).toFixed(3)} a million` : usd.toFixed(3);
      const allowance = free === 0 ? '–' : free.toLocaleString('en-US');
      return `| ${unit} | $${price} | ${allowance} | ${known} |`;
    });
    expect(page.split('\n')).toEqual(expect.arrayContaining(rows));
    expect(page).toContain(pricesAsOf);
  });
});

describe('the cost of a step', () => {
  it.each([
    ['alarm function-errors', '$0.10 a month; 10 metrics of an account are free'],
    ['alarm table-throttles', '$0.20 a month; 10 metrics of an account are free'],
    ['dashboard', '$3.00 a month; 3 of an account are free'],
    ['function role', 'nothing'],
  ])('of %s is: %s', (step, cost) => {
    expect(costOf(step)).toBe(cost);
  });

  it('is known by the names that the pipeline has', async () => {
    const place = { accountId: '000000000000', region: 'us-east-1', partition: 'aws', dnsSuffix: '' };
    const clients = await allClients({ ...place, label: '', credentials: nobody });
    const settings = settingsFrom({ alarmEmail: 'ops@example.com' });
    const names = pipeline(clients, place, settings, noCode).map(({ name }) => name);
    expect(names.filter((name) => costOf(name) === 'nothing')).toEqual([
      'function role',
      'api role',
      'query role',
      'alarm topic',
      'event retries',
      'invoke permission',
      'trigger',
      'api key',
    ]);
  });
});

async function nobody(): Promise<never> {
  throw new Error('nothing is to be called');
}
