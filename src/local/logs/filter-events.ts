import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { Operations } from '../service.ts';
import type { EventRange, PlacedEvent } from './event-log.ts';
import { MAX_EVENTS, takePage } from './event-page.ts';
import { filterPattern } from './filter-pattern.ts';
import { namedGroup } from './find-group.ts';
import type { LogStore } from './log-store.ts';
import { readToken, writeToken } from './page.ts';
import { invalid } from './rules.ts';

export function filterEventOperations(store: LogStore): Operations<typeof sdk> {
  return {
    async filterLogEvents(input) {
      const { limit = MAX_EVENTS } = input;
      const group = namedGroup(store, input);
      const found = store.events.range(group.id, rangeOf(input));
      const { events, more } = await takePage(found, wantedBy(input), limit);
      const page = { events: events.map(describe), searchedLogStreams: [] };
      return more ? { ...page, nextToken: writeToken(events.at(-1)?.place ?? '') } : page;
    },
  };
}

function rangeOf(input: sdk.FilterLogEventsRequest): EventRange {
  const { startTime, endTime, startFromHead = true, nextToken } = input;
  const place = nextToken === undefined ? undefined : readToken(nextToken);
  return {
    from: startTime,
    // What happened at the end time itself is in.
    to: endTime === undefined ? undefined : endTime + 1,
    after: startFromHead ? place : undefined,
    before: startFromHead ? undefined : place,
    reverse: !startFromHead,
  };
}

function wantedBy(input: sdk.FilterLogEventsRequest): (event: PlacedEvent) => boolean {
  const { logStreamNames, logStreamNamePrefix: prefix = '', filterPattern: pattern = '' } = input;
  if (logStreamNames !== undefined && prefix !== '') {
    throw invalid('LogStreamNamePrefix and LogStreamNames are mutually exclusive parameters.');
  }
  if (logStreamNames !== undefined && (logStreamNames.length < 1 || logStreamNames.length > 100)) {
    throw invalid("Value at 'logStreamNames' must have length from 1 to 100");
  }
  const matches = filterPattern(pattern);
  const streams = logStreamNames && new Set(logStreamNames);
  return ({ stream, message }) =>
    (streams?.has(stream) ?? true) && stream.startsWith(prefix) && matches(message);
}

function describe({ stream, timestamp, message, ingested, place }: PlacedEvent): sdk.FilteredLogEvent {
  return {
    logStreamName: stream,
    timestamp,
    message,
    ingestionTime: ingested,
    eventId: place.replaceAll(/\D/g, '').padStart(56, '0'),
  };
}
