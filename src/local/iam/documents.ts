import { AwsError } from '../aws-error.ts';
import type { Policy } from './policy.ts';
import { PolicyFault } from './policy-fault.ts';
import { checkPolicy, type PolicyKind } from './policy-grammar.ts';

/** Refuses a trust policy that is malformed or longer than a role's may be. */
export function checkTrust(document: string): void {
  checkDocument(document, 'trust');
  checkSize(document.length, MAX_TRUST_CHARACTERS, 'ACLSizePerRole');
}

/** Refuses an identity policy that is malformed. */
export function checkDocument(document: string, kind: PolicyKind = 'identity'): Policy {
  try {
    return checkPolicy(document, kind);
  } catch (error) {
    if (!(error instanceof PolicyFault)) throw error;
    throw new AwsError('MalformedPolicyDocumentException', error.message, { cause: error });
  }
}

/** Refuses inline policies that are together longer than a role's may be; white space does not count. */
export function checkInlineSize(roleName: string, documents: readonly string[]): void {
  const characters = documents.reduce((sum, document) => sum + countable(document), 0);
  if (characters <= MAX_INLINE_CHARACTERS) return;
  throw new AwsError(
    'LimitExceededException',
    `Maximum policy size of ${MAX_INLINE_CHARACTERS} bytes exceeded for role ${roleName}`,
  );
}

/** Refuses a managed policy that is too long; white space does not count. */
export function checkManagedSize(document: string): void {
  checkSize(countable(document), MAX_MANAGED_CHARACTERS, 'PolicySize');
}

/** As the API gives documents back: percent-encoded by RFC 3986. */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const MAX_TRUST_CHARACTERS = 2048;
const MAX_INLINE_CHARACTERS = 10_240;
const MAX_MANAGED_CHARACTERS = 6144;

function countable(document: string): number {
  return document.replace(/\s/g, '').length;
}

function checkSize(characters: number, most: number, quota: string): void {
  if (characters <= most) return;
  throw new AwsError('LimitExceededException', `Cannot exceed quota for ${quota}: ${most}`);
}
