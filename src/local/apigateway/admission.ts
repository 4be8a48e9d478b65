import type { Clock } from '../clock.ts';
import type { Admit } from '../service.ts';
import { tooManyRequests } from '../transient-errors.ts';
import { conflict } from './faults.ts';
import { createRateLimiter } from './invoke/rate-limiter.ts';

/**
 * API Gateway's control plane as it is in a busy account: refuses calls above its quotas, and an edit of an
 * API of which another edit has not been answered yet.
 */
export function createAdmission(clock: Clock): Admit {
  const overall = createRateLimiter(clock);
  const admitted = new Map<string, readonly number[]>();
  const edited = new Set<string>();

  return (operation, input) => {
    if (!overall.take('all', OVERALL)) throw tooManyRequests(1);
    takeFromQuota(operation);
    const { restApiId } = input as { readonly restApiId?: string };
    if (restApiId === undefined || !EDITS.test(operation)) return undefined;
    if (edited.has(restApiId)) {
      throw conflict('Unable to complete operation due to concurrent modification. Please try again later.');
    }
    edited.add(restApiId);
    return () => edited.delete(restApiId);
  };

  function takeFromQuota(operation: string): void {
    const quota = QUOTAS[operation];
    if (quota === undefined) return;
    const now = clock.now();
    const [calls, seconds] = quota;
    const recent = (admitted.get(operation) ?? []).filter((time) => time > now - seconds * 1000);
    const [oldest = now] = recent;
    if (recent.length >= calls) throw tooManyRequests(Math.ceil((oldest - now) / 1000 + seconds));
    admitted.set(operation, [...recent, now]);
  }
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html, "Amazon API Gateway quotas for creating,
// deploying and managing an API"; per account.
const OVERALL = { rateLimit: 10, burstLimit: 40 };

/** So many calls in so many seconds. */
const QUOTAS: Readonly<Record<string, readonly [calls: number, seconds: number]>> = {
  CreateApiKey: [5, 1],
  CreateDeployment: [1, 5],
  CreateResource: [5, 1],
  CreateRestApi: [1, 3],
  DeleteResource: [5, 1],
  DeleteRestApi: [1, 30],
  GetResources: [5, 2],
  ImportRestApi: [1, 3],
  PutRestApi: [1, 1],
  UpdateAccount: [1, 20],
  UpdateUsagePlan: [1, 20],
};

const EDITS = /^(?:Create|Update|Put|Delete)/;
