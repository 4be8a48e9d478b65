/**
 * AWS's awkward side, a switch each; everyday use has all of them off. Seconds are told by the embedded AWS's
 * clock, so a test that moves the clock waits for none of them; rates are shares of all requests, from 0 to 1.
 */
export interface Realism {
  /**
   * From the creation of a role, or a change of its trust, until services may take it; and from a change of a
   * role's policies until it counts.
   */
  readonly iamDelaySeconds: number;
  /** How long a function is Pending after its creation, and an update of it InProgress. */
  readonly functionSettleSeconds: number;
  /** How long a table is CREATING, UPDATING or DELETING, and a new index CREATING; backups come a third later. */
  readonly tableSettleSeconds: number;
  /** A table's TTL can be changed once in an hour. */
  readonly ttlChangesHourly: boolean;
  /** How long the name of a deleted bucket answers a new creation with OperationAborted. */
  readonly bucketNameSeconds: number;
  /** How long S3 does not know a new bucket everywhere: each operation on its settings misses it once. */
  readonly bucketSettleSeconds: number;
  /** How long a change of a bucket's settings takes; another one meanwhile fails with OperationAborted. */
  readonly bucketChangeSeconds: number;
  /** From a change of a function's policy until S3 and SNS, asking Lambda whether they may call, hear of it. */
  readonly permissionDelaySeconds: number;
  /** API Gateway's control plane quotas, and one edit of an API at a time. */
  readonly apiGatewayQuotas: boolean;
  /** An e-mail subscription stays pending until the link in its mail is followed. */
  readonly subscriptionsPend: boolean;
  /** How long after an invocation its last log lines arrive; they bring a deleted group back if the role allows it. */
  readonly logDelaySeconds: number;
  /** How long the name of a deleted queue cannot be used again. */
  readonly queueNameSeconds: number;
  /** How long a search by tag still shows what an earlier one has shown, after it is gone. */
  readonly tagSearchSeconds: number;
  /** The account's concurrency; 10 of it, or 100 of a larger one, can never be reserved. */
  readonly accountConcurrency: number;
  /** Before every answer: the way to AWS and back. */
  readonly latencySeconds: number;
  /** After how many calls the account's own credentials count as expired, until a restart; 0 for never. */
  readonly credentialsLastCalls: number;
  /** Requests that are throttled. */
  readonly throttleRate: number;
  /** Requests that fail with a 500, half of them after they were carried out. */
  readonly failureRate: number;
  /** Requests whose connection breaks without an answer, half of them after they were carried out. */
  readonly dropRate: number;
}

/** Nothing awkward. */
export const calm: Realism = {
  iamDelaySeconds: 0,
  functionSettleSeconds: 0,
  tableSettleSeconds: 0,
  ttlChangesHourly: false,
  bucketNameSeconds: 0,
  bucketSettleSeconds: 0,
  bucketChangeSeconds: 0,
  permissionDelaySeconds: 0,
  apiGatewayQuotas: false,
  subscriptionsPend: false,
  logDelaySeconds: 0,
  queueNameSeconds: 0,
  tagSearchSeconds: 0,
  accountConcurrency: 1000,
  latencySeconds: 0,
  credentialsLastCalls: 0,
  throttleRate: 0,
  failureRate: 0,
  dropRate: 0,
};

/** All of it, as long as AWS's users have seen it last on ordinary days. */
export const strict: Realism = {
  iamDelaySeconds: 8,
  functionSettleSeconds: 3,
  tableSettleSeconds: 8,
  ttlChangesHourly: true,
  bucketNameSeconds: 30,
  bucketSettleSeconds: 2,
  bucketChangeSeconds: 0.5,
  permissionDelaySeconds: 3,
  apiGatewayQuotas: true,
  subscriptionsPend: true,
  logDelaySeconds: 5,
  queueNameSeconds: 60,
  tagSearchSeconds: 60,
  accountConcurrency: 10,
  latencySeconds: 0.12,
  credentialsLastCalls: 0,
  throttleRate: 0.02,
  failureRate: 0.01,
  dropRate: 0.01,
};
