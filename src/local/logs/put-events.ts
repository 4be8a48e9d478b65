import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { Clock } from '../clock.ts';
import type { LogLine } from '../internal.ts';
import type { Operations } from '../service.ts';
import { storedBytes } from './event-log.ts';
import { findGroup } from './find-group.ts';
import type { LogGroup, LogStore } from './log-store.ts';
import { invalid } from './rules.ts';
import { findStream } from './stream-operations.ts';

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
const MAX_EVENTS = 10_000;
const MAX_BATCH_BYTES = 1_048_576;
const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;
const TOO_NEW = 2 * HOUR;
const TOO_OLD = 14 * DAY;

export function putEventOperations(store: LogStore, clock: Clock): Operations<typeof sdk> {
  return {
    async putLogEvents({ logGroupName, logStreamName, logEvents }) {
      const group = findGroup(store, logGroupName);
      findStream(store, group, logStreamName);
      const events = logEvents.map(({ timestamp = 0, message = '' }) => ({ timestamp, message }));
      checkBatch(events);
      const { accepted, rejected } = sift(events, group, clock.now());
      store.append(group, logStreamName, accepted);
      await store.events.flushed();
      return { nextSequenceToken: '0', ...(rejected && { rejectedLogEventsInfo: rejected }) };
    },
  };
}

function checkBatch(events: readonly LogLine[]): void {
  if (events.length < 1 || events.length > MAX_EVENTS) {
    throw invalid(
      `1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length from 1 to ${MAX_EVENTS}`,
    );
  }
  if (events.some(({ message }) => message === '')) {
    throw invalid("Log event message must have length greater than or equal to 1: 'logEvents.message'");
  }
  const bytes = events.reduce((sum, { message }) => sum + storedBytes(message), 0);
  if (bytes > MAX_BATCH_BYTES)
    throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BATCH_BYTES}`);
  if (events.some(({ timestamp }, i) => timestamp < (events[i - 1]?.timestamp ?? 0))) {
    throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
  }
  if ((events.at(-1)?.timestamp ?? 0) - (events[0]?.timestamp ?? 0) > DAY) {
    throw invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  }
}

/** Events are in the order of their time, so what is refused lies at the ends. */
function sift(events: readonly LogLine[], { retentionDays }: LogGroup, now: number) {
  const expiry = retentionDays === undefined ? 0 : now - retentionDays * DAY;
  const accepted = events.filter(
    ({ timestamp: t }) => t >= now - TOO_OLD && t >= expiry && t <= now + TOO_NEW,
  );
  const tooNew = events.findIndex(({ timestamp }) => timestamp > now + TOO_NEW);
  const tooOld = events.filter(({ timestamp }) => timestamp < now - TOO_OLD).length;
  const expired = events.filter(({ timestamp }) => timestamp < expiry).length;
  if (accepted.length === events.length) return { accepted };
  const rejected: sdk.RejectedLogEventsInfo = {
    ...(tooNew >= 0 && { tooNewLogEventStartIndex: tooNew }),
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(expired > 0 && { expiredLogEventEndIndex: expired }),
  };
  return { accepted, rejected };
}
