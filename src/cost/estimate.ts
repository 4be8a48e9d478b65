import type { Settings } from '../provision/settings.ts';
import { type CostLine, total, totalBeyondFreeTier } from './cost-line.ts';
import { fixedCosts } from './fixed-costs.ts';
import { pricesAsOf, pricesRegion } from './prices.ts';
import { keepingCosts, type Usage, usageCosts } from './usage-costs.ts';

/** What an install costs on AWS, as far as list prices of one region and a few assumptions can tell. */
export interface Estimate {
  readonly currency: 'USD';
  readonly region: string;
  /** When the prices were looked up: a day. */
  readonly asOf: string;
  readonly usage: Usage;
  /** Each month, whatever happens. */
  readonly idle: Costs;
  /** Once, when the files come in. */
  readonly files: Costs;
  /** Each month for as long as these files are kept. */
  readonly keeping: Costs;
}

export interface Costs {
  readonly usd: number;
  /** For an account that does nothing else. */
  readonly usdBeyondFreeTier: number;
  readonly lines: readonly CostLine[];
}

/** Files as many of them are: stored in one piece, straight to the bucket. */
export const usualUsage: Usage = { files: 100_000, meanBytes: 1024 ** 2, via: 's3' };

/** What an install with these settings costs, with that much use. */
export function estimate(settings: Settings, usage: Usage = usualUsage): Estimate {
  return {
    currency: 'USD',
    region: pricesRegion,
    asOf: pricesAsOf,
    usage,
    idle: costs(fixedCosts()),
    files: costs(usageCosts(settings, usage)),
    keeping: costs(keepingCosts(settings, usage)),
  };
}

function costs(lines: readonly CostLine[]): Costs {
  return { usd: total(lines), usdBeyondFreeTier: totalBeyondFreeTier(lines), lines };
}
