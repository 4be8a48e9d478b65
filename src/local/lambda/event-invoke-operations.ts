import type * as sdk from '@aws-sdk/client-lambda';
import type { Clock } from '../clock.ts';
import type { Permissions } from '../internal.ts';
import type { Operations } from '../service.ts';
import { checkDelivery, checkDestination } from './destinations.ts';
import { functionArn } from './function-name.ts';
import type { EventInvokeSettings, FunctionRecord } from './function-record.ts';
import type { FunctionStore } from './function-store.ts';
import { invalidParameter, lambdaError } from './lambda-error.ts';

/** How a function's asynchronous events are retried, and where their outcomes go. */
export function eventInvokeOperations(
  store: FunctionStore,
  clock: Clock,
  permissions: Permissions,
): Operations<typeof sdk> {
  return {
    putFunctionEventInvokeConfig: (input) => save(store.get(input.FunctionName, input.Qualifier), {}, input),
    updateFunctionEventInvokeConfig(input) {
      const record = store.get(input.FunctionName, input.Qualifier);
      return save(record, configured(record), input);
    },
    getFunctionEventInvokeConfig({ FunctionName, Qualifier }) {
      const record = store.get(FunctionName, Qualifier);
      return describe(record, configured(record));
    },
    deleteFunctionEventInvokeConfig({ FunctionName, Qualifier }) {
      const record = store.get(FunctionName, Qualifier);
      configured(record);
      const { eventInvoke: _, ...rest } = record;
      store.put(rest);
      return {};
    },
    listFunctionEventInvokeConfigs({ FunctionName }) {
      const record = store.get(FunctionName);
      const { eventInvoke } = record;
      return { FunctionEventInvokeConfigs: eventInvoke ? [describe(record, eventInvoke)] : [] };
    },
  };

  /** What the input leaves out stays as it was `before`. */
  function save(record: FunctionRecord, before: Partial<EventInvokeSettings>, input: Input) {
    checkInput(record, input);
    for (const destination of destinationsIn(input)) {
      checkDelivery(permissions, record.settings.Role, destination);
    }
    const eventInvoke = { ...before, ...settingsIn(input), modified: clock.now() };
    return describe(store.put({ ...record, eventInvoke }), eventInvoke);
  }
}

type Input = sdk.PutFunctionEventInvokeConfigRequest;

function settingsIn({ MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig }: Input) {
  return {
    ...(MaximumRetryAttempts !== undefined && { MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds !== undefined && { MaximumEventAgeInSeconds }),
    ...(DestinationConfig !== undefined && { DestinationConfig }),
  };
}

function checkInput({ name }: FunctionRecord, input: Input): void {
  if (Object.keys(settingsIn(input)).length === 0) {
    throw invalidParameter('You must specify at least one of error handling or destination setting.');
  }
  for (const destination of destinationsIn(input)) {
    checkDestination(destination);
    if (destination.replace(/:\$LATEST$/, '') === functionArn(name)) {
      throw invalidParameter("You can't specify the function as a destination for itself.");
    }
  }
}

function destinationsIn({ DestinationConfig }: Input): string[] {
  const { OnSuccess, OnFailure } = DestinationConfig ?? {};
  return [OnSuccess?.Destination, OnFailure?.Destination].flatMap((destination) => destination || []);
}

function configured({ name, eventInvoke }: FunctionRecord): EventInvokeSettings {
  if (eventInvoke !== undefined) return eventInvoke;
  throw lambdaError(
    'ResourceNotFoundException',
    `The function ${functionArn(name)}:$LATEST doesn't have an EventInvokeConfig`,
  );
}

function describe({ name }: FunctionRecord, { modified, ...settings }: EventInvokeSettings) {
  return {
    ...settings,
    DestinationConfig: { OnSuccess: {}, OnFailure: {}, ...settings.DestinationConfig },
    FunctionArn: `${functionArn(name)}:$LATEST`,
    LastModified: new Date(modified),
  };
}
