import type { Core, TaggedResource, TaggedResources } from '../internal.ts';

/** What searches look through. */
export interface TagIndex {
  /** Everything that has a tag, by ARN. */
  list(): readonly TaggedResource[];
}

/**
 * Asks the services themselves, so that a change shows at once. What an earlier search has shown is shown for
 * `realism.tagSearchSeconds` after it is gone, as AWS's own index lags behind.
 */
export function createTagIndex({ clock, realism }: Core, keepers: readonly TaggedResources[]): TagIndex {
  let shown = new Map<string, Shown>();
  return {
    list() {
      const now = clock.now();
      const remembered = [...shown].filter(([, { seen }]) => now - seen < realism.tagSearchSeconds * 1000);
      const present = keepers
        .flatMap((keeper) => keeper.list())
        .filter(({ tags }) => Object.keys(tags).length > 0)
        .map((resource): [string, Shown] => [resource.arn, { resource, seen: now }]);
      shown = new Map([...remembered, ...present]);
      return [...shown.values()].map(({ resource }) => resource).sort((a, b) => (a.arn < b.arn ? -1 : 1));
    },
  };
}

interface Shown {
  readonly resource: TaggedResource;
  /** Milliseconds since the epoch. */
  readonly seen: number;
}
