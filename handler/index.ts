import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { askForChecksums } from './ask-for-checksums.ts';
import { startExtractor } from './extract/extractor.ts';
import { printEntry } from './log.ts';
import { type Invocation, processEvent } from './process-event.ts';
import { settingsFrom } from './settings.ts';

const settings = settingsFrom(process.env);

/**
 * What a partition of the time index cannot take at the moment is refused, and tried again for about a minute:
 * Lambda repeats a function that gave up no more than twice.
 */
const PATIENT_ATTEMPTS = 12;

/** One bucket and one table are all that is ever asked for, always in the same way: it need be prepared only once. */
const sameEachTime = { cacheMiddleware: true };

/** Region, credentials and endpoint come from the environment, by the SDK's own rules; made once per process. */
const pipeline = {
  ...settings,
  s3: new S3Client({
    ...sameEachTime,
    forcePathStyle: settings.customEndpoint,
    responseChecksumValidation: 'WHEN_REQUIRED',
  }),
  dynamodb: new DynamoDBClient({ ...sameEachTime, retryMode: 'standard', maxAttempts: PATIENT_ATTEMPTS }),
  extractor: startExtractor(new URL('./extractor.mjs', import.meta.url)),
  log: printEntry,
};

askForChecksums(pipeline.s3);
// It composes an entry of every call for a log that there is not.
for (const { middlewareStack } of [pipeline.s3, pipeline.dynamodb])
  middlewareStack.remove('loggerMiddleware');

/**
 * Brings the table up to date with the objects that an S3 notification names. Takes two parameters and
 * returns a promise: Node.js 24 on Lambda refuses handlers that could take a callback.
 */
export async function handler(event: unknown, context: Invocation): Promise<void> {
  await processEvent(pipeline, event, context);
}
