import { memoryUse } from './memory-use.ts';

/** Keeps a process within its memory, as far as looking at it now and then can. */
export interface MemoryGuard {
  /** Looks until the returned function is called, and calls `kill` when the process uses too much. */
  watch(): () => void;
  readonly exceeded: () => boolean;
  /** The most that was ever used, at most the limit. Megabytes. */
  peak(): Promise<number>;
}

export function guardMemory(pid: number | undefined, limitMegabytes: number, kill: () => void): MemoryGuard {
  let exceeded = false;
  let peak = 0;

  async function look(): Promise<void> {
    const use = pid === undefined ? undefined : await memoryUse(pid);
    if (use === undefined) return;
    peak = Math.min(limitMegabytes, Math.max(peak, use.peak));
    if (use.own <= limitMegabytes) return;
    exceeded = true;
    kill();
  }

  return {
    watch() {
      const timer = setInterval(() => void look(), INTERVAL_MILLISECONDS);
      return () => clearInterval(timer);
    },
    exceeded: () => exceeded,
    async peak() {
      await look();
      return exceeded ? limitMegabytes : peak;
    },
  };
}

const INTERVAL_MILLISECONDS = 250;
