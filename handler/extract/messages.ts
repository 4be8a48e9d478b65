import type { Description } from './description.ts';
import type { Usage } from './ranged-source.ts';

/** What the extractor's thread is told. */
export type Order =
  | {
      readonly kind: 'describe';
      readonly id: number;
      readonly name: string;
      readonly size: number;
      /** The file's first bytes, `beginningOf(size)` of them, where they are there already. */
      readonly beginning: Uint8Array | undefined;
    }
  | { readonly kind: 'bytes'; readonly id: number; readonly bytes: Uint8Array }
  /** The bytes that it asked for cannot be had. */
  | { readonly kind: 'no bytes'; readonly id: number; readonly why: string };

/** What it says. */
export type Reply =
  | { readonly kind: 'fetch'; readonly id: number; readonly start: number; readonly end: number }
  | { readonly kind: 'described'; readonly id: number; readonly described: Described };

export interface Described extends Description {
  readonly usage: Usage;
}
