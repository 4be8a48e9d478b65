import { randomBytes } from 'node:crypto';

/**
 * A new unique id of IAM's form, its prefix saying what it names: `AROA` a role, `ANPA` a policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
 */
export function uniqueId(prefix: 'AROA' | 'ANPA'): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return prefix + Array.from(randomBytes(17), (byte) => alphabet[byte % 32]).join('');
}
