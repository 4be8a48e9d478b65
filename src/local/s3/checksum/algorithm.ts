import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32cJs, Crc64NvmeJs } from '@aws-sdk/checksums/crc';
import { Xxh3_64, Xxh3_128, Xxh64 } from '@aws-sdk/checksums/xxh';
import type { ChecksumAlgorithm } from '@aws-sdk/client-s3';

export type Algorithm = ChecksumAlgorithm;

/** Takes bytes piece by piece; `digest` is called once, at the end. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array | Promise<Uint8Array>;
}

interface AlgorithmFacts {
  readonly hasher: () => Hasher;
  /** Length of the digest. */
  readonly bytes: number;
}

const FACTS: Readonly<Record<Algorithm, AlgorithmFacts>> = {
  CRC32: { hasher: nativeCrc32, bytes: 4 },
  CRC32C: { hasher: () => new Crc32cJs(), bytes: 4 },
  CRC64NVME: { hasher: () => new Crc64NvmeJs(), bytes: 8 },
  SHA1: { hasher: () => createHash('sha1'), bytes: 20 },
  SHA256: { hasher: () => createHash('sha256'), bytes: 32 },
  SHA512: { hasher: () => createHash('sha512'), bytes: 64 },
  MD5: { hasher: () => createHash('md5'), bytes: 16 },
  XXHASH64: { hasher: () => new Xxh64(), bytes: 8 },
  XXHASH3: { hasher: () => new Xxh3_64(), bytes: 8 },
  XXHASH128: { hasher: () => new Xxh3_128(), bytes: 16 },
};

export const ALGORITHMS = Object.keys(FACTS) as readonly Algorithm[];

export function isAlgorithm(name: string): name is Algorithm {
  return Object.hasOwn(FACTS, name);
}

export function hasherOf(algorithm: Algorithm): Hasher {
  return FACTS[algorithm].hasher();
}

/** Whether `value` is base64 of as many bytes as the algorithm gives. */
export function looksLike(algorithm: Algorithm, value: string): boolean {
  return /^[A-Za-z0-9+/]+=*$/.test(value) && Buffer.from(value, 'base64').length === FACTS[algorithm].bytes;
}

/** The header, or trailer, that carries a checksum. */
export function headerOf(algorithm: Algorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

function nativeCrc32(): Hasher {
  let value = 0;
  return {
    update(bytes) {
      value = crc32(bytes, value);
    },
    digest() {
      const digest = Buffer.alloc(4);
      digest.writeUInt32BE(value);
      return digest;
    },
  };
}
