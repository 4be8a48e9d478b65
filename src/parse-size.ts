import { UsageError } from './errors.ts';

const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** The bytes of a size as people write it: `2MiB`, `1.5 GB`, `4096`. Fails with a `UsageError`. */
export function parseSize(text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text.trim()) ?? [];
  const factor = FACTORS[unit.toLowerCase()];
  if (number === undefined || factor === undefined) {
    throw new UsageError(`"${text}" is not a size`, { hint: 'write it like 200KiB, 2MiB or 4096' });
  }
  return Math.round(Number(number) * factor);
}
