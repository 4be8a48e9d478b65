import type { AddPermissionRequest } from '@aws-sdk/client-lambda';
import { PARTITION } from '../credentials.ts';
import { invalidParameter } from './lambda-error.ts';

/** A statement of a function's policy, as GetPolicy shows it. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: '*' | { readonly Service: string } | { readonly AWS: string };
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Who asks to invoke a function, and on whose behalf. */
export interface InvokeRequest {
  /** `s3.amazonaws.com` */
  readonly principal: string;
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

/** The statement that AddPermission makes of its input. */
export function toStatement(input: AddPermissionRequest, resource: string): Statement {
  const condition = conditionOf(input);
  return {
    Sid: String(input.StatementId),
    Effect: 'Allow',
    Principal: toPrincipal(String(input.Principal)),
    Action: String(input.Action),
    Resource: resource,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

/** The document that GetPolicy gives out. */
export function policyDocument(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements });
}

/** Whether one of the statements lets the request invoke the function. */
export function admits(statements: readonly Statement[], request: InvokeRequest): boolean {
  return statements.some(
    (statement) =>
      namesPrincipal(statement.Principal, request.principal) &&
      ['lambda:InvokeFunction', 'lambda:*', '*'].includes(statement.Action) &&
      holds(statement.Condition ?? {}, request),
  );
}

function conditionOf(input: AddPermissionRequest) {
  const equals = {
    ...(input.SourceAccount !== undefined && { 'AWS:SourceAccount': input.SourceAccount }),
    ...(input.PrincipalOrgID !== undefined && { 'aws:PrincipalOrgID': input.PrincipalOrgID }),
    ...(input.EventSourceToken !== undefined && { 'lambda:EventSourceToken': input.EventSourceToken }),
  };
  return {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(input.SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
  };
}

function toPrincipal(principal: string): Statement['Principal'] {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:${PARTITION}:iam::${principal}:root` };
  if (/^arn:aws[\w-]*:(?:iam|sts)::\d{12}:.+$/.test(principal)) return { AWS: principal };
  if (/^[\w.-]+\.amazonaws\.com(?:\.cn)?$/.test(principal)) return { Service: principal };
  throw invalidParameter('The provided principal was invalid. Please check the principal and try again.');
}

function namesPrincipal(principal: Statement['Principal'], service: string): boolean {
  return principal === '*' || ('Service' in principal && principal.Service === service);
}

/** A condition that asks for something else than the source does not hold. */
function holds(condition: NonNullable<Statement['Condition']>, request: InvokeRequest): boolean {
  const { StringEquals: equals = {}, ArnLike: like = {} } = condition;
  return (
    Object.entries(equals).every(
      ([key, value]) => key === 'AWS:SourceAccount' && value === request.sourceAccount,
    ) &&
    Object.entries(like).every(([key, value]) => key === 'AWS:SourceArn' && arnLike(value, request.sourceArn))
  );
}

/** `*` and `?` match within one of an ARN's six parts each; the last part takes the rest. */
function arnLike(pattern: string, arn: string): boolean {
  const [wanted, given] = [arnParts(pattern), arnParts(arn)];
  return wanted.length === given.length && wanted.every((part, i) => glob(part).test(given[i] ?? ''));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function glob(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
