import type { Timer } from '../clock.ts';
import type { Core } from '../internal.ts';
import type { LogStore } from './log-store.ts';

const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;

/** Deletes events that are past their group's retention, every hour. */
export function enforceRetention({ clock, onFault }: Core, store: LogStore) {
  let timer: Timer | undefined;
  let working: Promise<void> = Promise.resolve();

  async function expireAll(): Promise<void> {
    for (const group of [...store.groups.values()]) {
      if (group.retentionDays !== undefined) {
        await store.expire(group, clock.now() - group.retentionDays * DAY);
      }
    }
  }

  return {
    start(): void {
      timer = clock.after(HOUR, () => {
        working = expireAll().catch(onFault);
        this.start();
      });
    },
    async close(): Promise<void> {
      timer?.cancel();
      await working;
    },
  };
}
