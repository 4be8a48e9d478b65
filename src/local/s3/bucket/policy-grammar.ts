import { AwsError } from '../../aws-error.ts';
import { PARTITION } from '../../credentials.ts';
import { PolicyFault } from '../../iam/policy-fault.ts';
import { checkPolicy as checkPolicyLanguage } from '../../iam/policy-grammar.ts';

/** A statement of a bucket policy whose form has been checked. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
const MAX_POLICY_BYTES = 20 * 1024;

/** The statements of a policy document for `bucket`; `MalformedPolicy` for whatever is wrong with it. */
export function checkPolicy(text: string, bucket: string): readonly Statement[] {
  if (Buffer.byteLength(text) > MAX_POLICY_BYTES) {
    throw malformed('Normalized policy document exceeds the maximum allowed size of 20480 bytes');
  }
  const document = parse(text);
  checkFields(document, ['Version', 'Id', 'Statement']);
  const { Version: version, Statement: statements } = document;
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    throw malformed('The policy must contain a valid version string');
  }
  if (statements === undefined) throw malformed('Missing required field Statement');
  const list = asList(statements);
  if (list.length === 0) throw malformed('Could not parse the policy: Statement is empty!');
  const checked = list.map((statement) => checkStatement(statement, bucket));
  checkLanguage(text);
  return checked;
}

/** Whether anybody at all is let in. Conditions that pin the caller or the source make it not so. */
export function isPublic(statements: readonly Statement[]): boolean {
  return statements.some(({ Effect, Principal, NotPrincipal, Condition }) => {
    const everyone = NotPrincipal !== undefined || asList(allPrincipals(Principal)).includes('*');
    return Effect === 'Allow' && everyone && !pins(Condition);
  });
}

/** What S3 has no words of its own for. */
function checkLanguage(text: string): void {
  try {
    checkPolicyLanguage(text, 'resource');
  } catch (error) {
    if (error instanceof PolicyFault) throw malformed(error.message);
    throw error;
  }
}

type Json = Readonly<Record<string, unknown>>;

function parse(text: string): Json {
  if (!text.startsWith('{')) throw malformed("Policies must be valid JSON and the first byte must be '{'");
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw malformed('This policy contains invalid Json');
  }
}

const STATEMENT_FIELDS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

function checkStatement(statement: unknown, bucket: string): Statement {
  if (!isObject(statement)) throw malformed('Invalid policy syntax.');
  checkFields(statement, STATEMENT_FIELDS);
  const { Effect: effect, Condition: condition } = statement;
  if (effect === undefined) throw malformed('Missing required field Effect');
  if (effect !== 'Allow' && effect !== 'Deny') throw malformed(`Invalid effect: ${String(effect)}`);
  checkPrincipal(oneOf(statement, 'Principal', 'NotPrincipal'));
  for (const action of asTexts(oneOf(statement, 'Action', 'NotAction'), 'Action')) checkAction(action);
  for (const resource of asTexts(oneOf(statement, 'Resource', 'NotResource'), 'Resource')) {
    checkResource(resource, bucket);
  }
  checkCondition(condition);
  const { Principal, NotPrincipal } = statement;
  return { Effect: effect, Principal, NotPrincipal, Condition: condition };
}

function checkFields(object: Json, known: readonly string[]): void {
  for (const name of Object.keys(object)) if (!known.includes(name)) throw malformed(`Unknown field ${name}`);
}

function oneOf(statement: Json, name: string, opposite: string): unknown {
  const [value, other] = [statement[name], statement[opposite]];
  if (value !== undefined && other !== undefined)
    throw malformed(`${name} and ${opposite} cannot both be set`);
  if (value === undefined && other === undefined) throw malformed(`Missing required field ${name}`);
  return value ?? other;
}

function checkPrincipal(principal: unknown): void {
  if (principal === '*') return;
  if (!isObject(principal) || Object.keys(principal).length === 0)
    throw malformed('Invalid principal in policy');
  for (const [kind, names] of Object.entries(principal)) {
    const known = ['AWS', 'Service', 'Federated', 'CanonicalUser'].includes(kind);
    const fits = kind === 'AWS' ? isAccountPrincipal : () => true;
    if (!known || !asTexts(names, 'Principal').every(fits)) throw malformed('Invalid principal in policy');
  }
}

function isAccountPrincipal(name: string): boolean {
  return (
    name === '*' || /^\d{12}$/.test(name) || /^arn:[\w-]+:(?:iam|sts)::(?:\d{12}|cloudfront):.+$/.test(name)
  );
}

function checkAction(action: string): void {
  if (action !== '*' && !/^s3:[A-Za-z*?]+$/i.test(action)) throw malformed('Policy has invalid action');
}

/** A policy speaks of its own bucket only. */
function checkResource(resource: string, bucket: string): void {
  const prefix = `arn:${PARTITION}:s3:::`;
  const [name = ''] = resource.slice(prefix.length).split('/');
  const pattern = new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, wildcard)}$`);
  if (!resource.startsWith(prefix) || !pattern.test(bucket)) throw malformed('Policy has invalid resource');
}

function wildcard(char: string): string {
  return { '*': '.*', '?': '.' }[char] ?? `\\${char}`;
}

function checkCondition(condition: unknown): asserts condition is Statement['Condition'] {
  if (condition === undefined) return;
  if (!isObject(condition)) throw malformed('Conditions must be of the form of an object');
  for (const [operator, tests] of Object.entries(condition)) {
    if (!OPERATOR.test(operator)) throw malformed(`Invalid Condition type : ${operator}`);
    if (!isObject(tests)) throw malformed('Invalid policy syntax.');
  }
}

const OPERATOR =
  /^(?:ForAllValues:|ForAnyValue:)?(?:String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)|(?:Numeric|Date)(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|Bool|BinaryEquals|(?:Not)?IpAddress|Arn(?:Not)?(?:Equals|Like)|Null)(?:IfExists)?$/;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const PINNING_KEYS: readonly string[] = [
  'aws:principalorgid',
  'aws:principalarn',
  'aws:principalaccount',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
];

function pins(condition: Statement['Condition']): boolean {
  return Object.entries(condition ?? {}).some(
    ([operator, tests]) =>
      !operator.includes('Not') && Object.keys(tests).some((key) => PINNING_KEYS.includes(key.toLowerCase())),
  );
}

function allPrincipals(principal: unknown): unknown {
  return isObject(principal) ? principal['AWS'] : principal;
}

function asTexts(value: unknown, field: string): string[] {
  const list = asList(value);
  const texts = list.filter((item) => typeof item === 'string');
  if (texts.length < list.length || texts.length === 0)
    throw malformed(`Policy has invalid ${field.toLowerCase()}`);
  return texts;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicy', message, { status: 400 });
}
