import type * as sdk from '@aws-sdk/client-lambda';
import type { Operations } from '../service.ts';
import { MAX_ZIPPED_BYTES } from './code-store.ts';
import type { Concurrency } from './concurrency.ts';
import type { FunctionStore } from './function-store.ts';
import { MAX_UNZIPPED_BYTES } from './unzip.ts';

/** Reserved concurrency, and the account's limits that it counts against. */
export function concurrencyOperations(
  store: FunctionStore,
  concurrency: Concurrency,
): Operations<typeof sdk> {
  return {
    putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions }) {
      const record = store.get(FunctionName);
      concurrency.checkReservation(record.name, ReservedConcurrentExecutions);
      store.put({ ...record, reservedConcurrency: ReservedConcurrentExecutions });
      return { ReservedConcurrentExecutions };
    },
    getFunctionConcurrency({ FunctionName }) {
      const { reservedConcurrency } = store.get(FunctionName);
      return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
    },
    deleteFunctionConcurrency({ FunctionName }) {
      const { reservedConcurrency: _, ...rest } = store.get(FunctionName);
      store.put(rest);
      return {};
    },
    getAccountSettings() {
      const records = store.list();
      return {
        AccountLimit: {
          TotalCodeSize: 80_530_636_800,
          CodeSizeUnzipped: MAX_UNZIPPED_BYTES,
          CodeSizeZipped: MAX_ZIPPED_BYTES,
          ConcurrentExecutions: concurrency.account,
          UnreservedConcurrentExecutions: concurrency.unreserved(),
        },
        AccountUsage: {
          TotalCodeSize: records.reduce((sum, { code }) => sum + code.bytes, 0),
          FunctionCount: records.length,
        },
      };
    },
  };
}
