import { createHash } from 'node:crypto';
import { type Algorithm, hasherOf } from './algorithm.ts';
import type { Digest } from './claims.ts';

/** Computes everything about a payload in one pass. */
export interface Digester {
  update(bytes: Uint8Array): void;
  finish(): Promise<Digest>;
}

export function createDigester(algorithms: Iterable<Algorithm>): Digester {
  const md5 = createHash('md5');
  const hashers = [...new Set(algorithms)].map((algorithm) => [algorithm, hasherOf(algorithm)] as const);
  let size = 0;
  return {
    update(bytes) {
      size += bytes.length;
      md5.update(bytes);
      for (const [, hasher] of hashers) hasher.update(bytes);
    },
    async finish() {
      const checksums: Partial<Record<Algorithm, string>> = {};
      for (const [algorithm, hasher] of hashers) {
        checksums[algorithm] = Buffer.from(await hasher.digest()).toString('base64');
      }
      return { size, md5: md5.digest('hex'), checksums };
    },
  };
}

/** The digest of bytes that are in memory. */
export async function digestOf(bytes: Uint8Array, algorithms: Iterable<Algorithm>): Promise<Digest> {
  const digester = createDigester(algorithms);
  digester.update(bytes);
  return await digester.finish();
}
