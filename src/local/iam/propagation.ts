import type { Core } from '../internal.ts';

/** What IAM's other parts know of things whose changes reach them late. A restart counts as long ago. */
export interface Propagation<V> {
  /** Notes what was there before a change that is made now; undefined when nothing was. */
  changing(key: string, before: V | undefined): void;
  /** What was there `iamDelaySeconds` ago, given what is there now. */
  known(key: string, now: V | undefined): V | undefined;
}

interface Past<V> {
  readonly changed: number;
  readonly before: V | undefined;
}

export function propagation<V>({ clock, realism }: Pick<Core, 'clock' | 'realism'>): Propagation<V> {
  const delay = realism.iamDelaySeconds * 1000;
  const pasts = new Map<string, readonly Past<V>[]>();

  /** Changes that are not known everywhere yet, oldest first. */
  function recent(key: string): readonly Past<V>[] {
    return (pasts.get(key) ?? []).filter(({ changed }) => changed > clock.now() - delay);
  }

  return {
    changing(key, before) {
      if (delay > 0) pasts.set(key, [...recent(key), { changed: clock.now(), before }]);
    },
    known(key, now) {
      const [oldest] = recent(key);
      return oldest === undefined ? now : oldest.before;
    },
  };
}
