import type { ThrottleSettings } from '@aws-sdk/client-api-gateway';
import type { Clock } from '../../clock.ts';

/** Token buckets by name. What was taken is forgotten with the process. */
export interface RateLimiter {
  /** Takes one token; false when there is none. No limits given means there is always one. */
  take(name: string, limits: ThrottleSettings): boolean;
}

/** `burstLimit` is a bucket's size, `rateLimit` how many tokens flow in per second. */
export function createRateLimiter(clock: Clock): RateLimiter {
  const buckets = new Map<string, { tokens: number; time: number }>();
  return {
    take(name, { rateLimit, burstLimit }) {
      if (rateLimit === undefined && burstLimit === undefined) return true;
      const rate = rateLimit ?? Number.POSITIVE_INFINITY;
      const size = rate === 0 ? 0 : (burstLimit ?? Math.ceil(rate));
      const now = clock.now();
      const { tokens, time } = buckets.get(name) ?? { tokens: size, time: now };
      const flowedIn = now > time ? ((now - time) / 1000) * rate : 0;
      const available = Math.min(size, tokens + flowedIn);
      const taken = available >= 1 ? 1 : 0;
      buckets.set(name, { tokens: available - taken, time: now });
      return taken === 1;
    },
  };
}
