import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs';
import { AwsError } from '../aws-error.ts';

interface Entry {
  readonly Id: string | undefined;
}

/** Runs each entry on its own; what fails with an `AwsError` is reported beside what succeeded. */
export function runBatch<E extends Entry, R extends object>(
  kind: string,
  entries: readonly E[],
  run: (entry: E) => R,
): { Successful: (R & { Id: string })[]; Failed: BatchResultErrorEntry[] } {
  checkEntries(kind, entries);
  const [Successful, Failed]: [(R & { Id: string })[], BatchResultErrorEntry[]] = [[], []];
  for (const entry of entries) {
    const Id = entry.Id ?? '';
    try {
      Successful.push({ ...run(entry), Id });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}

/** SQS's limit for all kinds of batches. */
const MAX_ENTRIES = 10;

function checkEntries(kind: string, entries: readonly Entry[]): void {
  if (entries.length === 0) {
    throw new AwsError(
      'EmptyBatchRequest',
      `There should be at least one ${kind}RequestEntry in the request.`,
    );
  }
  if (entries.length > MAX_ENTRIES) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const { Id = '' } of entries) {
    if (!/^[\w-]{1,80}$/.test(Id)) {
      throw new AwsError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (seen.has(Id)) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    seen.add(Id);
  }
}
