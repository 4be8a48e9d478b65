import { AwsError } from '../aws-error.ts';
import { checkConstraints } from '../constraints.ts';

/** The code of input that breaks its model, and of most else. */
export const INVALID = 'InvalidParameterException';

export function invalid(message: string): AwsError {
  return new AwsError(INVALID, message);
}

/** What the model of names leaves open. */
export function checkGroupName(name: string): void {
  if (name.startsWith('aws/')) throw invalid("Log groups starting with 'aws/' are reserved for AWS");
}

/** The model has a third class, which only AWS's own deliveries use. */
export function checkClass(logGroupClass: string): void {
  checkConstraints(INVALID, { logGroupClass: [logGroupClass, { enum: ['STANDARD', 'INFREQUENT_ACCESS'] }] });
}

const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
].map(String);

export function checkRetention(days: number): void {
  checkConstraints(INVALID, { retentionInDays: [days, { enum: RETENTIONS }] });
}

const MAX_TAGS = 50;

export function checkTags(tags: Readonly<Record<string, string>>): void {
  const reserved = Object.keys(tags).find((key) => /^aws:/i.test(key));
  if (reserved !== undefined) throw invalid(`Tag keys must not begin with aws: ${reserved}`);
  if (Object.keys(tags).length > MAX_TAGS) {
    throw new AwsError('TooManyTagsException', 'A resource can have at most 50 tags');
  }
}
