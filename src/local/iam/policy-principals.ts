import type { Principal, Principals } from './policy.ts';
import { PolicyFault } from './policy-fault.ts';
import type { PolicyKind } from './policy-grammar.ts';

/** `Principal` or `NotPrincipal` of a statement: forbidden in identity policies, required in the others. */
export function readPrincipals(
  statement: Readonly<Record<string, unknown>>,
  kind: PolicyKind,
): Principals | undefined {
  const [plain, negated] = [statement['Principal'], statement['NotPrincipal']];
  const given = plain ?? negated;
  if (kind === 'identity') {
    if (given !== undefined) throw new PolicyFault('Policy document should not specify a principal.');
    return undefined;
  }
  if (given === undefined) throw new PolicyFault('Missing required field Principal');
  if (plain !== undefined && negated !== undefined) throw new PolicyFault();
  return { except: negated !== undefined, principals: readAll(given) };
}

function readAll(given: unknown): Principal[] {
  if (given === '*') return [{ type: 'AWS', value: '*' }];
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw invalid('AWS', given);
  const principals = Object.entries(given).flatMap(([type, values]) =>
    (Array.isArray(values) ? values : [values]).map((value: unknown) => readOne(type, value)),
  );
  if (principals.length === 0) throw new PolicyFault('Missing required field Principal cannot be empty!');
  return principals;
}

function readOne(type: string, value: unknown): Principal {
  if (!isType(type) || typeof value !== 'string' || !FORMS[type].test(value)) throw invalid(type, value);
  return { type, value };
}

/** An account may stand as its number alone; identities as ARNs; an identity that is gone by its unique id. */
const FORMS = {
  AWS: /^(?:\*|\d{12}|A(?:ROA|IDA)[A-Z0-9]{12,}|arn:[\w-]+:(?:iam|sts)::\d{12}:(?:root|(?:user|role|assumed-role|federated-user)\/[\w+=,.@/-]+))$/,
  Service: /^[a-z0-9][\w.-]*\.amazonaws\.com(?:\.cn)?$/,
  Federated: /^(?:arn:[\w-]+:iam::\d{12}:(?:saml|oidc)-provider\/.+|[\w-]+(?:\.[\w-]+)+)$/,
  CanonicalUser: /^[0-9a-f]{64}$/,
} as const;

function isType(type: string): type is Principal['type'] {
  return Object.hasOwn(FORMS, type);
}

function invalid(type: string, value: unknown): PolicyFault {
  const name = { Service: 'SERVICE', Federated: 'FEDERATED' }[type] ?? type;
  return new PolicyFault(`Invalid principal in policy: "${name}":"${String(value)}"`);
}
