import { type Items, rationalIn, unitsIn } from './items.ts';

const INSTANCE = 0x3c0a;
const DURATION = 0x0202;
const SEQUENCE = 0x4803;
const EDIT_RATE = 0x4b01;

/** Gathers how long tracks last, in seconds: a track has an edit rate, and a sequence that counts in it. */
export interface Timeline {
  add(items: Items): void;
  /** Of the longest; 0 when none says it. */
  longest(): number;
}

export function timeline(): Timeline {
  const units = new Map<string, number>();
  const rates = new Map<string, number>();
  return {
    add(items) {
      const instance = items.get(INSTANCE)?.toString('hex');
      const sequence = items.get(SEQUENCE)?.toString('hex');
      const rate = rationalIn(items, EDIT_RATE);
      if (instance !== undefined && items.has(DURATION)) units.set(instance, unitsIn(items, DURATION));
      if (sequence !== undefined && rate !== undefined) rates.set(sequence, rate);
    },
    longest: () => Math.max(0, ...[...rates].map(([sequence, rate]) => (units.get(sequence) ?? 0) / rate)),
  };
}
