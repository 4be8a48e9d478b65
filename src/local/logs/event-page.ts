import { type PlacedEvent, storedBytes } from './event-log.ts';

/** AWS's own limits of a page. */
export const MAX_EVENTS = 10_000;
const MAX_PAGE_BYTES = 1024 * 1024;

export interface EventPage {
  readonly events: readonly PlacedEvent[];
  /** Whether a wanted event is left. */
  readonly more: boolean;
}

/** The wanted ones of `events` until a page is full. */
export async function takePage(
  events: AsyncIterable<PlacedEvent>,
  wanted: (event: PlacedEvent) => boolean,
  limit: number,
): Promise<EventPage> {
  const taken: PlacedEvent[] = [];
  let bytes = 0;
  for await (const event of events) {
    if (!wanted(event)) continue;
    bytes += storedBytes(event.message);
    if (taken.length >= limit || (taken.length > 0 && bytes > MAX_PAGE_BYTES))
      return { events: taken, more: true };
    taken.push(event);
  }
  return { events: taken, more: false };
}
