import type { AwsCredentialIdentityProvider } from '@smithy/types';

/** Where a command goes: an account and region on AWS, or another endpoint that speaks AWS. */
export interface Target {
  /** Shown to the user: `123456789012`, or the name of the endpoint (`local`). */
  readonly label: string;
  readonly region: string;
  readonly accountId: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`: the second part of every ARN. */
  readonly partition: string;
  /** `amazonaws.com` and its relatives: the end of the hosts in this partition. */
  readonly dnsSuffix: string;
  /** Set when requests go to something other than AWS's own hosts. No trailing slash. */
  readonly endpoint?: string;
  readonly credentials: AwsCredentialIdentityProvider;
}

/** The base URL of a deployed REST API's stage, without trailing slash. */
export function invokeUrl(target: Target, apiId: string, stage: string): string {
  return target.endpoint === undefined
    ? `https://${apiId}.execute-api.${target.region}.${target.dnsSuffix}/${stage}`
    : `${target.endpoint}/_aws/execute-api/${apiId}/${stage}`;
}
