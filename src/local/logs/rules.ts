import { AwsError } from '../aws-error.ts';
import { checkConstraints } from '../constraints.ts';

/** The code of input that breaks its model, and of most else. */
export const INVALID = 'InvalidParameterException';

export function invalid(message: string): AwsError {
  return new AwsError(INVALID, message);
}

export function checkGroupName(name: string): void {
  checkConstraints(INVALID, { logGroupName: [name, { min: 1, max: 512, pattern: /[.\-_/#A-Za-z0-9]+/ }] });
  if (name.startsWith('aws/')) throw invalid("Log groups starting with 'aws/' are reserved for AWS");
}

export function checkStreamName(name: string): void {
  checkConstraints(INVALID, { logStreamName: [name, { min: 1, max: 512, pattern: /[^:*]*/ }] });
}

export function checkClass(logGroupClass: string): void {
  checkConstraints(INVALID, { logGroupClass: [logGroupClass, { oneOf: ['STANDARD', 'INFREQUENT_ACCESS'] }] });
}

const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
].map(String);

export function checkRetention(days: number): void {
  checkConstraints(INVALID, { retentionInDays: [days, { oneOf: RETENTIONS }] });
}

export function checkLimit(limit: number, max: number): void {
  checkConstraints(INVALID, { limit: [limit, { min: 1, max }] });
}

const MAX_TAGS = 50;

export function checkTags(tags: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(tags)) {
    checkConstraints(INVALID, {
      'tags.key': [key, { min: 1, max: 128, pattern: /(?!aws:).*/is }],
      'tags.value': [value, { max: 256 }],
    });
  }
  if (Object.keys(tags).length > MAX_TAGS) {
    throw new AwsError('TooManyTagsException', 'A resource can have at most 50 tags');
  }
}
