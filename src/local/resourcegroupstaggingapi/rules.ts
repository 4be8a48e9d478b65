import { AwsError } from '../aws-error.ts';

/** The code of input that breaks its model, and of all else. */
export const INVALID = 'InvalidParameterException';

export function invalid(message: string): AwsError {
  return new AwsError(INVALID, message);
}
