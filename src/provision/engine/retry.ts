import type { Control } from '../../control.ts';
import { FilepipeError } from '../../errors.ts';
import { type WaitOptions, waitFor } from '../../wait.ts';
import { countingDown } from './counting-down.ts';

type Attempt<T> = { readonly value: T } | { readonly error: unknown };

/**
 * Calls `attempt` until it succeeds or fails with something that is not `passing`. For what the SDK
 * itself does not retry. When the time is over the error says what was tried and why it last failed.
 */
export async function retrying<T>(
  control: Control,
  options: WaitOptions,
  passing: (error: unknown) => boolean,
  attempt: () => Promise<T>,
): Promise<T> {
  let last: unknown;
  const probe = async (): Promise<Attempt<T> | undefined> => {
    try {
      return { value: await attempt() };
    } catch (error) {
      if (!passing(error)) return { error };
      last = error;
      return undefined;
    }
  };
  const outcome = await waitFor(control, options, probe).catch((gaveUp: unknown) => {
    if (last === undefined || !(gaveUp instanceof FilepipeError)) throw gaveUp;
    throw new FilepipeError(`${gaveUp.message}: ${messageOf(last)}`, {
      cause: last,
      ...(gaveUp.hint === undefined ? {} : { hint: gaveUp.hint }),
    });
  });
  if ('value' in outcome) return outcome.value;
  throw outcome.error;
}

/** The answer, or undefined when the call fails because what it would make is there already. */
export async function unlessThere<T>(
  exists: (error: unknown) => boolean,
  answer: Promise<T>,
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (exists(error)) return undefined;
    throw error;
  }
}

/** Whether an error has one of these names. */
export function named(...names: readonly string[]): (error: unknown) => boolean {
  return (error) => names.includes(nameOf(error));
}

/**
 * Repeats a call that API Gateway admits only once in `turnSeconds`, or one at a time. When it says itself how
 * long to wait, the next attempt comes then.
 */
export function whenApiGatewayAllows<T>(
  control: Control,
  what: string,
  call: () => Promise<T>,
  turnSeconds?: number,
): Promise<T> {
  let asked: number | undefined;
  const wait = {
    what,
    timeoutSeconds: 300,
    minDelaySeconds: 1,
    maxDelaySeconds: 4,
    knownPauseSeconds: () => asked,
  };
  return retrying(countingDown(control, turnSeconds), wait, apiGatewayBusy, async () => {
    try {
      return await call();
    } catch (error) {
      asked = secondsAskedFor(error);
      throw error;
    }
  });
}

/** Its Retry-After, which it need not give. */
function secondsAskedFor(error: unknown): number | undefined {
  const seconds =
    error instanceof Error && 'retryAfterSeconds' in error ? Number(error.retryAfterSeconds) : 0;
  return seconds > 0 ? Math.min(seconds, 60) : undefined;
}

/** The answer, or undefined when the call fails with one of AWS's own names for "not there". */
export async function absentAs<T>(names: readonly string[], answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (names.includes(nameOf(error))) return undefined;
    throw error;
  }
}

/**
 * A role is known to IAM some seconds before Lambda may use it; then its policies may lag as well.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html
 */
export function roleNotReady(error: unknown): boolean {
  return (
    nameOf(error) === 'InvalidParameterValueException' &&
    /cannot be assumed by Lambda|role does not have permissions/.test(messageOf(error))
  );
}

/**
 * Lambda refuses a change while the previous one settles, and uses the same exception for "exists already".
 * https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 */
export function functionBusy(error: unknown): boolean {
  return (
    nameOf(error) === 'ResourceConflictException' &&
    /update is in progress|currently in the following state|concurrent update/i.test(messageOf(error))
  );
}

/**
 * Lambda has one exception for "exists already" and for "busy"; this is the former.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 */
export function functionExists(error: unknown): boolean {
  return nameOf(error) === 'ResourceConflictException' && /already exist/i.test(messageOf(error));
}

/** Lambda's word for a statement that was added before: by somebody else, or by a call whose answer was lost. */
export function statementExists(error: unknown): boolean {
  return (
    nameOf(error) === 'ResourceConflictException' && /statement id .* already exists/i.test(messageOf(error))
  );
}

/** A role that was just made, or a function that is still settling. */
export function functionNotReady(error: unknown): boolean {
  return roleNotReady(error) || functionBusy(error);
}

/**
 * S3 asks Lambda whether it may call, and Lambda's answer lags behind AddPermission.
 * https://github.com/hashicorp/terraform-provider-aws/issues/19088
 */
export function destinationNotValidated(error: unknown): boolean {
  return (
    nameOf(error) === 'InvalidArgument' &&
    messageOf(error).includes('Unable to validate the following destination configurations')
  );
}

/** S3 is still busy with the last change to the bucket, or does not know a new bucket everywhere yet. */
export function bucketBusy(error: unknown): boolean {
  return ['OperationAborted', 'NoSuchBucket'].includes(nameOf(error));
}

/** Objects that arrived while the bucket was being emptied. */
export function bucketNotEmpty(error: unknown): boolean {
  return ['BucketNotEmpty', 'OperationAborted'].includes(nameOf(error));
}

/**
 * API Gateway allows some calls once in 20 or 30 seconds, and one change to an API at a time.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export function apiGatewayBusy(error: unknown): boolean {
  return (
    nameOf(error) === 'TooManyRequestsException' ||
    (nameOf(error) === 'ConflictException' && /concurrent modification/i.test(messageOf(error)))
  );
}

/**
 * A resource, method, response or attachment that is there already: API Gateway has the same exception for that
 * and for being busy.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html
 */
export function apiPartExists(error: unknown): boolean {
  return nameOf(error) === 'ConflictException' && !apiGatewayBusy(error);
}

/**
 * A deployment that a stage serves cannot be deleted; API Gateway has no error of its own for that.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteDeployment.html
 */
export function deploymentInUse(error: unknown): boolean {
  return nameOf(error) === 'BadRequestException' && /Active stages/i.test(messageOf(error));
}

/** The table is being created or changed, or its backups are not set up yet. */
export function tableBusy(error: unknown): boolean {
  return ['ResourceInUseException', 'ContinuousBackupsUnavailableException'].includes(nameOf(error));
}

/**
 * TTL is as asked for already, or is being made so: an earlier answer was lost.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
 */
export function ttlAlreadySet(error: unknown): boolean {
  return (
    nameOf(error) === 'ValidationException' &&
    /already enabled|is active on a different/i.test(messageOf(error))
  );
}

/**
 * DynamoDB takes one change of TTL in about an hour.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
 */
export function ttlChangedRecently(error: unknown): boolean {
  return nameOf(error) === 'ValidationException' && /modified multiple times/i.test(messageOf(error));
}

/** A role that IAM does not know everywhere yet, or that somebody else is changing. */
export function roleSettling(error: unknown): boolean {
  return changedConcurrently(error) || ['NoSuchEntityException', 'NoSuchEntity'].includes(nameOf(error));
}

/** A queue's name is taken for a minute after its deletion. */
export function queueDeletedRecently(error: unknown): boolean {
  return nameOf(error).includes('QueueDeletedRecently');
}

/** IAM and CloudWatch Logs let one change at a time through. */
export function changedConcurrently(error: unknown): boolean {
  return ['ConcurrentModificationException', 'ConcurrentModification', 'OperationAbortedException'].includes(
    nameOf(error),
  );
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
