import type { ChecksumType } from '@aws-sdk/client-s3';
import type { Algorithm } from './algorithm.ts';

/** The member of inputs and outputs that carries a checksum. */
export type ChecksumMember = `Checksum${Algorithm}`;
export type ChecksumMembers = Partial<Record<ChecksumMember, string | undefined>>;

export function memberOf(algorithm: Algorithm): ChecksumMember {
  return `Checksum${algorithm}`;
}

/** A checksum as outputs carry it; nothing when there is none. */
export function checksumMembers(
  checksum:
    | { readonly algorithm: Algorithm; readonly value: string; readonly type: ChecksumType }
    | undefined,
): ChecksumMembers & { ChecksumType?: ChecksumType } {
  if (checksum === undefined) return {};
  return { [memberOf(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type };
}
