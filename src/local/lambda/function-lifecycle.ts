import type { FunctionConfiguration, LastUpdateStatusReasonCode } from '@aws-sdk/client-lambda';
import { functionArn } from './function-name.ts';
import type { FunctionRecord } from './function-record.ts';
import { lambdaError } from './lambda-error.ts';

// How far a function's creation or update has come. Nothing runs for it: the time alone decides.
// https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html

/** What a new record needs to be Pending for so long. */
export function creation(now: number, settleSeconds: number): Pick<FunctionRecord, 'pendingUntil'> {
  return settleSeconds > 0 ? { pendingUntil: now + settleSeconds * 1000 } : {};
}

/** What a changed record needs for its update to be InProgress for so long, `before` serving meanwhile. */
export function updating(
  { settings, code }: FunctionRecord,
  now: number,
  settleSeconds: number,
): Pick<FunctionRecord, 'update'> {
  return settleSeconds > 0 ? { update: { until: now + settleSeconds * 1000, settings, code } } : {};
}

/** The part of a function's description that says how far it has come. */
export function lifecycleOf(record: FunctionRecord, now: number): Lifecycle {
  if (isPending(record, now)) {
    return { State: 'Pending', StateReason: BEING_CREATED, StateReasonCode: 'Creating' };
  }
  if (!isUpdating(record, now)) return { State: 'Active', LastUpdateStatus: 'Successful' };
  return {
    State: 'Active',
    LastUpdateStatus: 'InProgress',
    // Lambda says so of updates, too, with a code that its model does not list.
    LastUpdateStatusReason: BEING_CREATED,
    LastUpdateStatusReasonCode: CREATING as LastUpdateStatusReasonCode,
  };
}

/** The record with the code and the settings that events run with now: during an update, those from before. */
export function serving(record: FunctionRecord, now: number): FunctionRecord {
  if (record.update === undefined || !isUpdating(record, now)) return record;
  const { settings, code } = record.update;
  return { ...record, settings, code };
}

/** Refuses what a function that is still being created cannot do. */
export function refusePending(record: FunctionRecord, now: number): void {
  if (isPending(record, now)) {
    throw conflict('The function is currently in the following state: Pending');
  }
}

/** Refuses a change of a function that is being created or updated. */
export function refuseUnsettled(record: FunctionRecord, now: number): void {
  refusePending(record, now);
  if (isUpdating(record, now)) {
    throw conflict(`An update is in progress for resource: ${functionArn(record.name)}`);
  }
}

type Lifecycle = Pick<
  FunctionConfiguration,
  | 'State'
  | 'StateReason'
  | 'StateReasonCode'
  | 'LastUpdateStatus'
  | 'LastUpdateStatusReason'
  | 'LastUpdateStatusReasonCode'
>;

const BEING_CREATED = 'The function is being created.';
const CREATING: string = 'Creating';

function isPending({ pendingUntil = 0 }: FunctionRecord, now: number): boolean {
  return now < pendingUntil;
}

function isUpdating({ update }: FunctionRecord, now: number): boolean {
  return update !== undefined && now < update.until;
}

function conflict(reason: string) {
  return lambdaError(
    'ResourceConflictException',
    `The operation cannot be performed at this time. ${reason}`,
  );
}
