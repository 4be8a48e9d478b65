import type { CostLine } from '../cost/cost-line.ts';
import type { Costs, Estimate } from '../cost/estimate.ts';
import { formatBytes, plural } from './format.ts';

/** One sentence for somebody who is about to set an install up. */
export function costSummary({ idle, files, usage }: Estimate): string {
  const what = idle.lines.map((line) => line.what).join(', ');
  const free = idle.usdBeyondFreeTier === 0 ? 'nothing within the free tier' : 'less within the free tier';
  const many = plural(usage.files, 'file');
  return `it costs about ${formatUsd(idle.usd)} a month while idle (${what}; ${free}), and about ${formatUsd(files.usd)} for every ${many}`;
}

/** The whole estimate, line by line. */
export function costTable({ idle, files, keeping, usage, region, asOf }: Estimate): string[] {
  const many = `${plural(usage.files, 'file')} of ${formatBytes(usage.meanBytes)}`;
  const door = usage.via === 'api' ? 'through the API' : 'straight to the bucket';
  return [
    row('USD', 'LIST PRICE', 'AFTER FREE TIER'),
    ...section('a month while idle', idle),
    ...section(`${many} ${door}`, files),
    ...section('a month of keeping these', keeping),
    '',
    `an estimate at the prices of ${region}, looked up on ${asOf}`,
  ];
}

/** `$3.80`, `$1,204.00`, `$0` for nothing, `< $0.01` for next to nothing. */
export function formatUsd(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < 0.005) return '< $0.01';
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

const NAME_CELLS = 46;

function section(title: string, { usd, usdBeyondFreeTier, lines }: Costs): string[] {
  return ['', row(title, formatUsd(usd), formatUsd(usdBeyondFreeTier)), ...lines.map(lineOf)];
}

function lineOf({ what, usd, usdBeyondFreeTier }: CostLine): string {
  return row(`  ${what}`, formatUsd(usd), formatUsd(usdBeyondFreeTier));
}

function row(name: string, first: string, second: string): string {
  return `${name.padEnd(NAME_CELLS)} ${first.padStart(12)} ${second.padStart(16)}`;
}
