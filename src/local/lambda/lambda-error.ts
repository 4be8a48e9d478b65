import { AwsError, type AwsErrorOptions } from '../aws-error.ts';

/** An error of the caller's making, as Lambda words it: with `Type` beside the message. */
export function lambdaError(code: string, message: string, options: AwsErrorOptions = {}): AwsError {
  return new AwsError(code, message, { ...options, fields: { Type: 'User', ...options.fields } });
}

export function invalidParameter(message: string, cause?: unknown): AwsError {
  return lambdaError('InvalidParameterValueException', message, { cause });
}
