import {
  DeleteFunctionEventInvokeConfigCommand,
  type FunctionEventInvokeConfig,
  GetFunctionEventInvokeConfigCommand,
  PutFunctionEventInvokeConfigCommand,
  type PutFunctionEventInvokeConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource } from '../engine/resource.ts';
import { absentAs, functionNotReady, retrying } from '../engine/retry.ts';

export interface AsyncInvokeSpec {
  readonly functionName: string;
  readonly delivery: Delivery;
}

/** How Lambda goes about the events that S3 hands it. */
interface Delivery {
  /** 0 to 2. */
  readonly retries: number;
  /** 60 to 21,600; older events count as failed. */
  readonly maxAgeSeconds: number;
  readonly failureQueueArn: string;
}

export type AsyncInvokeLive = { readonly [K in keyof Delivery]: Delivery[K] | undefined };

type Aws = Pick<Clients, 'lambda'>;

/** Retries for events, and the queue for those that fail for good. Part of the function: it goes with it. */
export const asyncInvoke: Resource<Aws, AsyncInvokeSpec, AsyncInvokeLive> = resourceOf<
  Aws,
  AsyncInvokeSpec,
  AsyncInvokeLive,
  PutFunctionEventInvokeConfigCommandOutput
>({
  async observe({ lambda }, { functionName }) {
    const found = await absentAs(
      missing,
      lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: functionName })),
    );
    return found === undefined ? undefined : liveOf(found);
  },

  create: (aws, spec, control) => put(aws, spec, control),

  asCreated: liveOf,

  aspects: [
    {
      path: 'delivery',
      wanted: (spec) => spec.delivery,
      actual: (live) => live,
      write: (aws, spec, _live, control) => put(aws, spec, control),
    },
  ],

  async remove({ lambda }, { functionName }) {
    await absentAs(
      missing,
      lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: functionName })),
    );
  },
});

const missing = ['ResourceNotFoundException'];

function liveOf(found: FunctionEventInvokeConfig): AsyncInvokeLive {
  return {
    retries: found.MaximumRetryAttempts,
    maxAgeSeconds: found.MaximumEventAgeInSeconds,
    failureQueueArn: found.DestinationConfig?.OnFailure?.Destination,
  };
}

/** Lambda checks that the role may send to the queue, and that right lags behind the policy. */
async function put(
  { lambda }: Aws,
  { functionName, delivery }: AsyncInvokeSpec,
  control: Control,
): Promise<PutFunctionEventInvokeConfigCommandOutput> {
  const wait = {
    what: `function ${functionName} to be allowed to use the failure queue`,
    timeoutSeconds: 120,
  };
  const command = new PutFunctionEventInvokeConfigCommand({
    FunctionName: functionName,
    MaximumRetryAttempts: delivery.retries,
    MaximumEventAgeInSeconds: delivery.maxAgeSeconds,
    DestinationConfig: { OnFailure: { Destination: delivery.failureQueueArn } },
  });
  return await retrying(control, wait, functionNotReady, () => lambda.send(command));
}
