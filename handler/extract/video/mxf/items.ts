import { labelOf } from './key-values.ts';

/** What a set says, by tag. */
export type Items = ReadonlyMap<number, Buffer>;

/** An unsigned number of at most four bytes; 0 when it is not said. */
export function numberIn(items: Items, tag: number): number {
  const bytes = items.get(tag) ?? Buffer.alloc(0);
  return bytes.length > 4 ? 0 : bytes.reduce((value, byte) => value * 256 + byte, 0);
}

/** A length of eight bytes; 0 when it is not said, and where -1 stands for what nobody knew. */
export function unitsIn(items: Items, tag: number): number {
  const bytes = items.get(tag);
  return bytes?.length === 8 ? Math.max(0, Number(bytes.readBigInt64BE(0))) : 0;
}

/** A fraction; undefined when it is none. */
export function rationalIn(items: Items, tag: number): number | undefined {
  const bytes = items.get(tag);
  if (bytes?.length !== 8) return undefined;
  const value = bytes.readUInt32BE(0) / bytes.readUInt32BE(4);
  return value > 0 && Number.isFinite(value) ? value : undefined;
}

export function labelIn(items: Items, tag: number): string {
  return labelOf(items.get(tag) ?? Buffer.alloc(0));
}
