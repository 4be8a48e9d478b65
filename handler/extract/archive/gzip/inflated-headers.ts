import type { ByteSource } from '../../byte-source.ts';
import type { ReadHeader } from '../header-windows.ts';
import { type Ending, inflate } from './inflate.ts';

/** Of one file, once inflated: what takes about a second of the third of a core that comes with 512 MB of memory. */
const MAX_INFLATED = 64 * 1024 * 1024;

export interface InflatedHeaders {
  /** Reads on from where was read last, or the same again. Undefined for what is not to be had. */
  readonly read: ReadHeader;
  /** In bytes, once all was inflated. */
  sizeOf(): number | undefined;
  isDamaged(): boolean;
  close(): Promise<void>;
}

/**
 * Reads headers in what gzip packed, as in a file that is read forward: up to 64 MiB of it, and nothing is inflated for
 * what lies behind. Keeps what was read last and what came with it.
 */
export function inflatedHeaders(source: ByteSource, content: number): InflatedHeaders {
  const chunks = inflate(source, content);
  let start = 0;
  let window: Buffer = Buffer.alloc(0);
  let ending: Ending | undefined;

  /** Adds the next chunk to what is at the position and behind it. */
  async function goOn(position: number): Promise<void> {
    const next = await chunks.next();
    if (next.done === true) {
      ending = next.value;
      return;
    }
    const passed = Math.min(position - start, window.length);
    const rest = window.subarray(passed);
    window = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
    start += passed;
  }

  return {
    read: async (position, length) => {
      const end = position + length;
      if (position < start || end > MAX_INFLATED) return undefined;
      while (start + window.length < end && ending === undefined) await goOn(position);
      const bytes = window.subarray(position - start, end - start);
      return bytes.length === length ? bytes : undefined;
    },
    sizeOf: () => (ending === 'whole' ? start + window.length : undefined),
    isDamaged: () => ending === 'damaged',
    close: async () => {
      await chunks.return('cut off');
    },
  };
}
