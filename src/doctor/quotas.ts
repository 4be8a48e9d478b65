import { GetAccountCommand } from '@aws-sdk/client-api-gateway';
import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import type { Clients } from '../clients.ts';
import type { Finding } from '../finding.ts';
import { formatBytes } from '../report/format.ts';

/** New accounts start with 10, and get 1,000 when they ask. */
const FEW_FUNCTIONS = 100;
const NEARLY_FULL = 0.9;

/** How many functions the account may run at once, and how much code it may keep. */
export async function functionQuotas({ lambda }: Pick<Clients, 'lambda'>): Promise<Finding[]> {
  const { AccountLimit = {}, AccountUsage = {} } = await lambda.send(new GetAccountSettingsCommand({}));
  const { ConcurrentExecutions = 0, UnreservedConcurrentExecutions = 0, TotalCodeSize = 0 } = AccountLimit;
  const used = AccountUsage.TotalCodeSize ?? 0;
  return [
    concurrency(ConcurrentExecutions, UnreservedConcurrentExecutions),
    ...(used > TotalCodeSize * NEARLY_FULL ? [codeSize(used, TotalCodeSize)] : []),
  ];
}

/** How many requests the account's APIs take together. */
export async function apiQuota({ apigateway }: Pick<Clients, 'apigateway'>): Promise<Finding> {
  const { throttleSettings = {} } = await apigateway.send(new GetAccountCommand({}));
  const { rateLimit = 0, burstLimit = 0 } = throttleSettings;
  return { check: 'API quota', state: 'ok', text: `${rateLimit} requests a second, ${burstLimit} at once` };
}

function concurrency(limit: number, unreserved: number): Finding {
  const text = `${limit} functions at a time, ${unreserved} of them not reserved`;
  if (unreserved >= FEW_FUNCTIONS) return { check: 'function quota', state: 'ok', text };
  return {
    check: 'function quota',
    state: 'warning',
    text: `${text}: files that arrive together wait for each other`,
    fix: 'ask for more: aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000',
  };
}

function codeSize(used: number, limit: number): Finding {
  return {
    check: 'code quota',
    state: 'warning',
    text: `the account's functions hold ${formatBytes(used)} of at most ${formatBytes(limit)} of code`,
    fix: 'delete functions and versions that nobody needs',
  };
}
