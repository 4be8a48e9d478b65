import { AwsError } from '../aws-error.ts';
import type { Refusal } from './judge.ts';
import type { Need } from './need.ts';

/** The error that `service` answers a caller with who may not do something. */
export function accessDenied(service: string, callerArn: string, need: Need, refusal: Refusal): AwsError {
  const { code, status } = DIALECTS[service] ?? OTHERS;
  return new AwsError(code, deniedSentence(service, callerArn, need, refusal), { status });
}

/** Who may not do what, on what, and why not, as `service` words it. */
export function deniedSentence(service: string, callerArn: string, need: Need, refusal: Refusal): string {
  const { spell = asItIs, quote = asItIs } = DIALECTS[service] ?? OTHERS;
  const action = spell(need.action);
  const on = need.resource === '*' && service === 's3' ? '' : ` on resource: ${quote(need.resource)}`;
  const may = `User: ${callerArn} is not authorized to perform: ${action}${on}`;
  // STS does not say which policy would have to allow it, nor what a trust policy denies.
  if (service === 'sts' && !(refusal.explicit && refusal.by === 'identity-based policy')) return may;
  return refusal.explicit
    ? `${may} with an explicit deny in ${article(refusal.by)} ${refusal.by}`
    : `${may} because no ${refusal.by} allows the ${action} action`;
}

interface Dialect {
  readonly code: string;
  readonly status: number;
  readonly spell?: (action: string) => string;
  readonly quote?: (resource: string) => string;
}

const OTHERS: Dialect = { code: 'AccessDeniedException', status: 400 };

const DIALECTS: Readonly<Record<string, Dialect>> = {
  s3: { code: 'AccessDenied', status: 403, quote: (resource) => `"${resource}"` },
  iam: { code: 'AccessDenied', status: 403 },
  sts: { code: 'AccessDenied', status: 403 },
  monitoring: { code: 'AccessDenied', status: 403 },
  sqs: { code: 'AccessDenied', status: 403, spell: (action) => action.toLowerCase() },
  sns: {
    code: 'AuthorizationErrorException',
    status: 403,
    spell: (action) => action.replace(/^sns:/, 'SNS:'),
  },
  lambda: { code: 'AccessDeniedException', status: 403 },
  apigateway: { code: 'AccessDeniedException', status: 403 },
};

function asItIs(text: string): string {
  return text;
}

function article(by: Refusal['by']): string {
  return by === 'identity-based policy' ? 'an' : 'a';
}
