import { randomUUID } from 'node:crypto';
import type { Core, FunctionInvoker } from '../internal.ts';
import type { AsyncQueue } from './async-queue.ts';
import { policyHeardOf } from './former-policies.ts';
import { parseFunctionName } from './function-name.ts';
import type { FunctionStore } from './function-store.ts';
import { admits } from './resource-policy.ts';

/** What the other services do with functions. */
export function functionInvoker(core: Core, store: FunctionStore, queue: AsyncQueue): FunctionInvoker {
  return {
    async invokeAsync(functionArn, payload) {
      queue.accept(store.get(functionArn), { requestId: randomUUID(), payload });
      await core.storage.settled();
    },
    mayInvoke(functionArn, principal, sourceArn, sourceAccount) {
      const record = store.find(parseFunctionName(functionArn).name);
      if (record === undefined) return false;
      const policy = policyHeardOf(record, core.clock.now(), core.realism.permissionDelaySeconds);
      return admits(policy, { principal, sourceArn, sourceAccount });
    },
  };
}
