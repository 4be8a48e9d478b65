import { StandardRetryStrategy } from '@smithy/core/retry';
import type { RetryErrorInfo, StandardRetryToken } from '@smithy/types';

/** Longer pauses are for those who can say what is waited for. */
const LONGEST_PAUSE_MS = 2500;

/**
 * The SDK's retries, except after an answer that asks for a long pause: that one is handed on. API Gateway
 * deletes one API in 30 seconds, and nobody should sit before a silent terminal for that long.
 */
export class ShortRetries extends StandardRetryStrategy {
  override async refreshRetryTokenForRetry(token: StandardRetryToken, error: RetryErrorInfo) {
    refuseLongPause(error);
    return await super.refreshRetryTokenForRetry(token, error);
  }
}

/** Fails when an answer asks for a long pause; the SDK then hands on that answer. */
export function refuseLongPause({ retryAfterHint }: RetryErrorInfo): void {
  const pause = (retryAfterHint?.getTime() ?? 0) - Date.now();
  if (pause > LONGEST_PAUSE_MS) throw new Error(`asked to wait for ${pause} ms`);
}
