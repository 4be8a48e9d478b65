import { AwsError } from '../aws-error.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-tags.html */
const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Refuses tags that SQS does not let a queue of that name have. */
export function checkTags(queue: string, tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > MAX_TAGS) throw invalid(`Too many tags added for queue ${queue}.`);
  for (const [key, value] of entries) {
    const length = key.length >= 1 && key.length <= MAX_KEY_LENGTH && value.length <= MAX_VALUE_LENGTH;
    if (!length || !ALLOWED.test(key) || !ALLOWED.test(value) || /^aws:/i.test(key)) {
      throw invalid(`The tag ${key} of queue ${queue} is invalid.`);
    }
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message, { status: 400 });
}
