import type { ByteSource } from '../byte-source.ts';

/** Where some bytes lie. */
export interface Stretch {
  readonly start: number;
  readonly length: number;
}

/** Bytes that lie in several places of a file, as if they lay side by side. */
export function joined(source: ByteSource, stretches: readonly Stretch[]): ByteSource {
  return {
    size: stretches.reduce((sum, { length }) => sum + length, 0),
    read: async (position, length) => {
      const parts: Buffer[] = [];
      let passed = 0;
      for (const stretch of stretches) {
        const from = Math.max(position - passed, 0);
        const to = Math.min(position + length - passed, stretch.length);
        if (from < to) parts.push(await source.read(stretch.start + from, to - from));
        passed += stretch.length;
      }
      return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    },
  };
}
