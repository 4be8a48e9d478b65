import { vi } from 'vitest';

/**
 * Resolves to what `look` comes to, once that does not fail any more. How soon that is depends on what else the
 * machine does, and is not promised: only what hangs runs out of time.
 */
export function eventually<T>(look: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(look, { timeout: 120_000, interval: 50 });
}
