import type { GatewayResponseType } from '@aws-sdk/client-api-gateway';

/** An answer that API Gateway gives by itself, instead of the integration's. */
export class GatewayFault extends Error {
  readonly type: GatewayResponseType;
  /** `x-amzn-ErrorType` */
  readonly errorType: string;
  /** What is wrong with the API; AWS tells it only in its execution logs. */
  readonly reason: string | undefined;

  constructor(type: GatewayResponseType, message: string, errorType: string, reason?: string) {
    super(message);
    this.name = 'GatewayFault';
    this.type = type;
    this.errorType = errorType;
    this.reason = reason;
  }
}

export function missingToken(): GatewayFault {
  return new GatewayFault(
    'MISSING_AUTHENTICATION_TOKEN',
    'Missing Authentication Token',
    'MissingAuthenticationTokenException',
  );
}

export function accessDenied(message: string): GatewayFault {
  return new GatewayFault('ACCESS_DENIED', message, 'AccessDeniedException');
}

export function throttled(): GatewayFault {
  return new GatewayFault('THROTTLED', 'Too Many Requests', 'TooManyRequestsException');
}

export function badParameters(message: string): GatewayFault {
  return new GatewayFault('BAD_REQUEST_PARAMETERS', message, 'BadRequestException');
}

export function badBody(message: string): GatewayFault {
  return new GatewayFault('BAD_REQUEST_BODY', message, 'BadRequestException');
}

/** The API is not set up right; its callers are not told how. */
export function misconfigured(reason: string): GatewayFault {
  return new GatewayFault(
    'API_CONFIGURATION_ERROR',
    'Internal server error',
    'InternalServerErrorException',
    reason,
  );
}
