import type { Policy } from '../iam/policy.ts';
import { checkPolicy, type PolicyKind } from '../iam/policy-grammar.ts';

/** Reads documents that have been accepted before. */
export type PolicyReader = (document: string, kind: PolicyKind) => Policy;

/** Documents differ far less often than requests do: each is read once. */
export function createPolicyReader(): PolicyReader {
  const known = new Map<string, Policy>();
  return (document, kind) => {
    const name = `${kind} ${document}`;
    const policy = known.get(name) ?? checkPolicy(document, kind);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(name, policy);
    return policy;
  };
}

const MAX_KNOWN = 1000;
