import type * as sdk from '@aws-sdk/client-api-gateway';
import type { Operations } from '../service.ts';

/** What the account as a whole has: AWS's own limits for a Region, and no role for execution logs. */
export const accountOperations: Operations<typeof sdk> = {
  getAccount: () => ({
    throttleSettings: { rateLimit: 10_000, burstLimit: 5000 },
    features: ['UsagePlans'],
    apiKeyVersion: '4',
  }),
};
