import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { Operations } from '../service.ts';
import type { EventRange, PlacedEvent } from './event-log.ts';
import { MAX_EVENTS, takePage } from './event-page.ts';
import { namedGroup } from './find-group.ts';
import type { LogStore, LogStream } from './log-store.ts';
import { badToken } from './page.ts';
import { findStream } from './stream-operations.ts';

export function getEventOperations(store: LogStore): Operations<typeof sdk> {
  return {
    async getLogEvents(input) {
      const { limit = MAX_EVENTS } = input;
      const group = namedGroup(store, input);
      const stream = findStream(store, group, input.logStreamName);
      const { forward, place } = readToken(input);
      const range = rangeOf(input, stream, forward, place);
      const page = await takePage(
        store.events.range(group.id, range),
        (event) => event.stream === stream.name,
        limit,
      );
      const events = forward ? page.events : page.events.toReversed();
      return {
        events: events.map(describe),
        nextForwardToken: `f/${events.at(-1)?.place ?? place ?? '0'}`,
        nextBackwardToken: `b/${events[0]?.place ?? place ?? '0'}`,
      };
    },
  };
}

function rangeOf(
  { startTime = 0, endTime }: sdk.GetLogEventsRequest,
  { firstEvent = 0, lastEvent = 0 }: LogStream,
  forward: boolean,
  place: string | undefined,
): EventRange {
  const bounds = {
    from: Math.max(startTime, firstEvent),
    to: Math.min(endTime ?? lastEvent + 1, lastEvent + 1),
  };
  return forward ? { ...bounds, after: place } : { ...bounds, before: place, reverse: true };
}

/** Tokens are a direction and a place: `f/<place>` goes on after it, `b/<place>` goes back before it. */
function readToken({ nextToken, startFromHead = false }: sdk.GetLogEventsRequest) {
  if (nextToken === undefined) return { forward: startFromHead, place: undefined };
  const [, direction, place] = /^([fb])\/([\d/]+)$/.exec(nextToken) ?? [];
  if (place === undefined) throw badToken();
  return { forward: direction === 'f', place };
}

function describe({ timestamp, message, ingested }: PlacedEvent): sdk.OutputLogEvent {
  return { timestamp, message, ingestionTime: ingested };
}
