import { AwsError } from './aws-error.ts';

// What each service says when it has too much to do or fails by itself. All of these go away, so clients retry them.

/** Too many requests. */
export function throttled(service: string): AwsError {
  const { throttle } = DIALECTS[service] ?? OTHERS;
  return throttle();
}

/** A failure of the service's own. */
export function serverError(service: string): AwsError {
  const { failure } = DIALECTS[service] ?? OTHERS;
  return failure();
}

/** API Gateway's words for a quota of its control plane. */
export function tooManyRequests(retryAfterSeconds: number): AwsError {
  return new AwsError('TooManyRequestsException', 'Too Many Requests', {
    status: 429,
    headers: { 'retry-after': String(retryAfterSeconds) },
  });
}

interface Dialect {
  readonly throttle: () => AwsError;
  readonly failure: () => AwsError;
}

const RATE = 'Rate exceeded';
const FAILED = 'We encountered an internal error. Please try again.';

/** Where no status is given the service's model has one. */
const OTHERS: Dialect = {
  throttle: () => new AwsError('Throttling', RATE, { status: 400 }),
  failure: () => new AwsError('InternalFailure', FAILED, { status: 500 }),
};

const DIALECTS: Readonly<Record<string, Dialect>> = {
  s3: {
    throttle: () => new AwsError('SlowDown', 'Please reduce your request rate.', { status: 503 }),
    failure: () => new AwsError('InternalError', FAILED, { status: 500 }),
  },
  iam: { ...OTHERS, failure: () => new AwsError('ServiceFailureException', FAILED) },
  sns: { ...OTHERS, failure: () => new AwsError('InternalErrorException', FAILED) },
  monitoring: { ...OTHERS, failure: () => new AwsError('InternalServiceFault', FAILED) },
  sqs: {
    ...OTHERS,
    throttle: () => new AwsError('RequestThrottled', 'The request was denied due to request throttling.'),
  },
  dynamodb: {
    throttle: () => new AwsError('ThrottlingException', RATE, { status: 400 }),
    failure: () => new AwsError('InternalServerError', FAILED, { status: 500 }),
  },
  logs: {
    throttle: () => new AwsError('ThrottlingException', RATE, { status: 400 }),
    failure: () => new AwsError('ServiceUnavailableException', FAILED, { status: 500 }),
  },
  lambda: {
    throttle: () =>
      new AwsError('TooManyRequestsException', RATE, {
        fields: { Type: 'User', Reason: 'CallerRateLimitExceeded' },
      }),
    failure: () => new AwsError('ServiceException', FAILED, { fields: { Type: 'Service' } }),
  },
  apigateway: { ...OTHERS, throttle: () => tooManyRequests(1) },
};
