import type { Condition, Patterns, Policy, Statement } from './policy.ts';
import { isOperator, splitOperator } from './policy-conditions.ts';
import { PolicyFault } from './policy-fault.ts';
import { readPrincipals } from './policy-principals.ts';
import { checkAction, checkResource } from './policy-resources.ts';

/** Who a policy is attached to: a role as to whom it trusts, an identity, or a resource. */
export type PolicyKind = 'trust' | 'identity' | 'resource';

/**
 * Reads a policy document by the grammar of IAM's policy language, or throws a `PolicyFault` that says
 * what is wrong in IAM's words. Whether what it names exists is not looked at.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function checkPolicy(text: string, kind: PolicyKind): Policy {
  const document = parse(text);
  onlyMembers(document, ['Version', 'Id', 'Statement']);
  checkVersion(document['Version'], kind);
  optionalText(document['Id']);
  const statements = listOf(document['Statement']).map((statement) => readStatement(statement, kind));
  if (statements.length === 0) throw new PolicyFault();
  checkSids(statements);
  return { statements };
}

type Json = Readonly<Record<string, unknown>>;

function parse(text: string): Json {
  try {
    return asObject(JSON.parse(text));
  } catch (error) {
    if (error instanceof PolicyFault) throw error;
    throw new PolicyFault('This policy contains invalid Json');
  }
}

function checkVersion(version: unknown, kind: PolicyKind): void {
  const known = version === undefined || version === '2008-10-17' || version === '2012-10-17';
  if (!known) throw new PolicyFault();
  if (kind === 'identity' && version !== '2012-10-17') {
    throw new PolicyFault('Policy document must be version 2012-10-17 or greater.');
  }
}

function readStatement(value: unknown, kind: PolicyKind): Statement {
  const statement = asObject(value);
  onlyMembers(statement, STATEMENT_MEMBERS);
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') throw new PolicyFault();
  return {
    sid: optionalText(statement['Sid']),
    effect,
    actions: readActions(statement, kind),
    resources: readResources(statement, kind),
    principals: readPrincipals(statement, kind),
    conditions: readConditions(statement['Condition']),
  };
}

const STATEMENT_MEMBERS = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
];

/** What a trust policy may speak of. */
const TRUST_ACTIONS = new Set([
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:setsourceidentity',
  'sts:setcontext',
  'sts:tagsession',
]);

function readActions(statement: Json, kind: PolicyKind): Patterns {
  const actions = readPatterns(statement, 'Action');
  if (actions === undefined) throw new PolicyFault('Policy statement must contain actions.');
  for (const action of actions.patterns) checkAction(action);
  if (kind === 'trust' && !actions.patterns.every((action) => TRUST_ACTIONS.has(action.toLowerCase()))) {
    throw new PolicyFault('AssumeRole policy may only specify STS AssumeRole actions.');
  }
  return actions;
}

function readResources(statement: Json, kind: PolicyKind): Patterns | undefined {
  const resources = readPatterns(statement, 'Resource');
  if (kind === 'trust') {
    if (resources !== undefined) throw new PolicyFault('Has prohibited field Resource');
    return undefined;
  }
  if (resources === undefined) throw new PolicyFault('Policy statement must contain resources.');
  for (const resource of resources.patterns) checkResource(resource);
  return resources;
}

/** `Action` or `NotAction`, `Resource` or `NotResource`; undefined when there is neither, or an empty one. */
function readPatterns(statement: Json, name: 'Action' | 'Resource'): Patterns | undefined {
  const [plain, negated] = [statement[name], statement[`Not${name}`]];
  if (plain !== undefined && negated !== undefined) throw new PolicyFault();
  const patterns = textsOf(plain ?? negated ?? []);
  return patterns.length === 0 ? undefined : { except: negated !== undefined, patterns };
}

function readConditions(value: unknown): Condition[] {
  if (value === undefined) return [];
  return Object.entries(asObject(value)).flatMap(([name, keys]) => {
    const operator = splitOperator(name);
    if (!isOperator(operator.operator)) throw new PolicyFault(`Invalid Condition type : ${name}.`);
    return Object.entries(asObject(keys)).map(([key, values]) => {
      if (!/^[\w-]+:./.test(key)) {
        throw new PolicyFault('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
      }
      return { ...operator, key, values: scalarsOf(values) };
    });
  });
}

function checkSids(statements: readonly Statement[]): void {
  const sids = statements.flatMap(({ sid }) => sid || []);
  if (new Set(sids).size < sids.length) {
    throw new PolicyFault('Statement IDs (SID) in a single policy must be unique.');
  }
}

function onlyMembers(object: Json, names: readonly string[]): void {
  if (!Object.keys(object).every((name) => names.includes(name))) throw new PolicyFault();
}

function asObject(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new PolicyFault();
  return value as Json;
}

function optionalText(value: unknown): string | undefined {
  if (value !== undefined && typeof value !== 'string') throw new PolicyFault();
  return value;
}

function textsOf(value: unknown): string[] {
  return listOf(value).map((text) => {
    if (typeof text !== 'string') throw new PolicyFault();
    return text;
  });
}

function scalarsOf(value: unknown): string[] {
  return listOf(value).map((scalar) => {
    if (!['string', 'number', 'boolean'].includes(typeof scalar)) throw new PolicyFault();
    return String(scalar);
  });
}

function listOf(value: unknown): unknown[] {
  if (value === undefined) throw new PolicyFault();
  return Array.isArray(value) ? value : [value];
}
