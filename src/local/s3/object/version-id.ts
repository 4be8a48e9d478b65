import { randomBytes } from 'node:crypto';
import { invalidArgument } from '../errors.ts';

/** An opaque id that nevertheless tells where its version is found: the sequence number leads it. */
export function newVersionId(sequence: number): string {
  const bytes = Buffer.concat([Buffer.alloc(8), randomBytes(16)]);
  bytes.writeBigUInt64BE(BigInt(sequence));
  return bytes.toString('base64url');
}

/** `InvalidArgument` for what cannot be an id of ours. */
export function sequenceOf(versionId: string): number {
  const bytes = Buffer.from(versionId, 'base64url');
  const sequence = /^[\w-]{32}$/.test(versionId) ? Number(bytes.readBigUInt64BE()) : Number.NaN;
  if (Number.isSafeInteger(sequence)) return sequence;
  throw invalidArgument('Invalid version id specified', 'versionId', versionId);
}
