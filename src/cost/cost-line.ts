import { type PriceName, prices } from './prices.ts';

/** One line of an estimate. */
export interface CostLine {
  /** What is paid for: `7 alarms on 8 metrics`. */
  readonly what: string;
  readonly price: PriceName;
  /** In the price's units. */
  readonly quantity: number;
  /** At the list price, to a millionth. */
  readonly usd: number;
  /** What is left of it for an account that does nothing else, and so has the whole free tier for this. */
  readonly usdBeyondFreeTier: number;
}

/** So much of something at its price. */
export function costLine(what: string, price: PriceName, quantity: number): CostLine {
  const { usd, free } = prices[price];
  return {
    what,
    price,
    quantity,
    usd: rounded(quantity * usd),
    usdBeyondFreeTier: rounded(Math.max(quantity - free, 0) * usd),
  };
}

/** What the lines come to at the list price. */
export function total(lines: readonly CostLine[]): number {
  return rounded(lines.reduce((sum, { usd }) => sum + usd, 0));
}

/** What the lines come to within the free tier. */
export function totalBeyondFreeTier(lines: readonly CostLine[]): number {
  return rounded(lines.reduce((sum, { usdBeyondFreeTier }) => sum + usdBeyondFreeTier, 0));
}

function rounded(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}
