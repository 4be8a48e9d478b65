import { alarmMetrics } from './alarm-metrics.ts';
import { perFile } from './per-file.ts';
import { type PriceName, prices } from './prices.ts';

/** What the thing that a step makes costs on AWS, in us-east-1: a phrase, such as `$3.00 a month`. */
export function costOf(step: string): string {
  const metrics = alarmMetrics().get(step.replace(/^alarm /, ''));
  if (metrics !== undefined)
    return `${usd('alarmMetric', metrics)} a month; 10 metrics of an account are free`;
  return costs[step] ?? 'nothing';
}

const MILLION = 1e6;
const writesPerFile = 2 * Math.ceil(perFile.rowBytes / 1024);

const costs: Readonly<Record<string, string>> = {
  bucket: `${usd('s3Write', MILLION)} for a million files stored, ${usd('s3Read', MILLION)} for a million read, ${usd('s3Storage')} a month for each GB`,
  table: `${usd('tableWrite', MILLION * writesPerFile)} for a million files recorded, ${usd('tableStorage')} a month for each GB after 25, ${usd('tableRecovery')} for being able to recover it`,
  function: `${usd('lambdaRequest', MILLION)} for a million files after the first in a month, ${usd('lambdaSecond', MILLION)} for a million GB-seconds after 400,000`,
  'log group': `${usd('logIngest')} for each GB logged after 5 in a month, ${usd('logStorage')} a month to keep one, compressed`,
  'failure queue': `nothing while nothing fails; then ${usd('queueRequest', MILLION)} for a million requests after the first`,
  'alarm mail': `${usd('mail', 1000)} for 1,000 mails after the first 1,000 in a month`,
  api: `${usd('apiRequest', MILLION)} for a million uploads or questions through it`,
  dashboard: `${usd('dashboard')} a month; 3 of an account are free`,
};

function usd(price: PriceName, units = 1): string {
  return `$${(prices[price].usd * units).toFixed(2)}`;
}
