import type { PolicyStatement } from '../provision/policies.ts';

/** The texts in a member of a statement, which may be one, several or none. */
export function listOf(member: unknown): string[] {
  return [member].flat().filter((it) => typeof it === 'string');
}

/** Whether the statement allows the action on the resource, conditions aside; wildcards count. */
export function allows(statement: PolicyStatement, action: string, resource: string): boolean {
  return (
    statement.Effect === 'Allow' &&
    listOf(statement['Action']).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    listOf(statement['Resource']).some((pattern) => matches(pattern, resource))
  );
}

/** The values of a condition key, whichever operator compares them; keys are case-insensitive. */
export function conditionValues(statement: PolicyStatement, key: string): string[] {
  return Object.values((statement['Condition'] ?? {}) as object)
    .flatMap((comparison) => Object.entries(comparison as object))
    .filter(([name]) => name.toLowerCase() === key.toLowerCase())
    .flatMap(([, value]) => listOf(value));
}

/** Whether the statement is about this service as the caller. */
export function isForService(statement: PolicyStatement, service: string): boolean {
  const { Service } = (statement['Principal'] ?? {}) as { Service?: unknown };
  return listOf(Service).includes(service);
}

function matches(pattern: string, text: string): boolean {
  const wildcards: Readonly<Record<string, string>> = { '*': '.*', '?': '.' };
  const expression = pattern.replace(/[^A-Za-z0-9]/g, (sign) => wildcards[sign] ?? `\\${sign}`);
  return new RegExp(`^${expression}$`, 's').test(text);
}
