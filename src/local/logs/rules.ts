import { AwsError } from '../aws-error.ts';

/** Refuses a value that breaks its model, in AWS's wording. */
export function refused(member: string, value: unknown, rule: string): AwsError {
  return invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${rule}`,
  );
}

export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

export function checkGroupName(name: string): void {
  if (name.length < 1) throw refused('logGroupName', name, 'have length greater than or equal to 1');
  if (name.length > 512) throw refused('logGroupName', name, 'have length less than or equal to 512');
  if (!/^[.\-_/#A-Za-z0-9]+$/.test(name)) {
    throw refused('logGroupName', name, 'satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+');
  }
  if (name.startsWith('aws/')) throw invalid("Log groups starting with 'aws/' are reserved for AWS");
}

export function checkStreamName(name: string): void {
  if (name.length < 1) throw refused('logStreamName', name, 'have length greater than or equal to 1');
  if (name.length > 512) throw refused('logStreamName', name, 'have length less than or equal to 512');
  if (/[:*]/.test(name)) {
    throw refused('logStreamName', name, 'satisfy regular expression pattern: [^:*]*');
  }
}

const CLASSES = ['STANDARD', 'INFREQUENT_ACCESS'];

export function checkClass(logGroupClass: string): void {
  if (!CLASSES.includes(logGroupClass)) {
    throw refused('logGroupClass', logGroupClass, `satisfy enum value set: [${CLASSES.join(', ')}]`);
  }
}

const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export function checkRetention(days: number): void {
  if (!RETENTIONS.includes(days)) {
    throw refused('retentionInDays', days, `satisfy enum value set: [${RETENTIONS.join(', ')}]`);
  }
}

export function checkLimit(limit: number, max: number): void {
  if (limit < 1) throw refused('limit', limit, 'have value greater than or equal to 1');
  if (limit > max) throw refused('limit', limit, `have value less than or equal to ${max}`);
}

const MAX_TAGS = 50;

export function checkTags(tags: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(tags)) {
    if (key.length < 1 || key.length > 128) throw refused('tags', key, 'have length from 1 to 128');
    if (value.length > 256) throw refused('tags', value, 'have length less than or equal to 256');
    if (key.toLowerCase().startsWith('aws:')) throw invalid(`Tag keys must not begin with aws: ${key}`);
  }
  if (Object.keys(tags).length > MAX_TAGS) {
    throw new AwsError('TooManyTagsException', 'A resource can have at most 50 tags');
  }
}
