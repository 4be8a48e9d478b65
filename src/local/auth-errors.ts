import { AwsError } from './aws-error.ts';

// Who may not pass is told so in three ways: S3's own, that of the services with a query protocol, and
// that of the services which speak JSON.

export function unknownKey(service: string): AwsError {
  return byDialect(service, {
    s3: ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403],
    query: ['InvalidClientTokenId', INVALID_TOKEN, 403],
    json: ['UnrecognizedClientException', INVALID_TOKEN, 400],
  });
}

export function invalidToken(service: string): AwsError {
  return byDialect(service, {
    s3: ['InvalidToken', 'The provided token is malformed or otherwise invalid.', 400],
    query: ['InvalidClientTokenId', INVALID_TOKEN, 403],
    json: ['UnrecognizedClientException', INVALID_TOKEN, 400],
  });
}

export function expiredToken(service: string): AwsError {
  return byDialect(service, {
    s3: ['ExpiredToken', 'The provided token has expired.', 400],
    query: ['ExpiredToken', EXPIRED_TOKEN, 403],
    json: ['ExpiredTokenException', EXPIRED_TOKEN, 400],
  });
}

export function missingToken(service: string): AwsError {
  return byDialect(service, {
    s3: ['AccessDenied', 'Access Denied', 403],
    query: ['MissingAuthenticationToken', 'Request is missing Authentication Token', 403],
    json: ['MissingAuthenticationTokenException', 'Missing Authentication Token', 400],
  });
}

export function signatureMismatch(service: string): AwsError {
  const message =
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';
  return byDialect(service, {
    s3: ['SignatureDoesNotMatch', message, 403],
    query: ['SignatureDoesNotMatch', message, 403],
    json: ['InvalidSignatureException', message, 400],
  });
}

/** The request was signed too long ago, or with a clock that runs ahead. */
export function timeSkewed(service: string, timestamp: string, now: Date): AwsError {
  const server = `${now.toISOString().replace(/[-:]|\.\d+/g, '')}`;
  const message = `Signature expired or not yet current: ${timestamp} is more than 15 min. from ${server}`;
  const error = byDialect(service, {
    s3: [
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      403,
    ],
    query: ['SignatureDoesNotMatch', message, 403],
    json: ['InvalidSignatureException', message, 400],
  });
  return service === 's3'
    ? new AwsError(error.code, error.message, { status: 403, fields: { ServerTime: now.toISOString() } })
    : error;
}

const INVALID_TOKEN = 'The security token included in the request is invalid.';
const EXPIRED_TOKEN = 'The security token included in the request is expired';

/** These forbid where the other services that speak JSON call the request bad. */
const FORBIDDING: ReadonlySet<string> = new Set(['lambda', 'apigateway', 'execute-api']);

type Wording = readonly [code: string, message: string, status: number];

function byDialect(service: string, wordings: Record<'s3' | 'query' | 'json', Wording>): AwsError {
  const [code, message, status] = wordings[dialectOf(service)];
  return new AwsError(code, message, { status: FORBIDDING.has(service) ? 403 : status });
}

function dialectOf(service: string): 's3' | 'query' | 'json' {
  if (service === 's3') return 's3';
  return ['iam', 'sts', 'sns', 'sqs', 'monitoring'].includes(service) ? 'query' : 'json';
}
