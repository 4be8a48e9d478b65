import { randomUUID } from 'node:crypto';
import type { Storage } from '../storage.ts';
import { parseFunctionName } from './function-name.ts';
import type { FunctionRecord } from './function-record.ts';
import { lambdaError } from './lambda-error.ts';

export interface FunctionStore {
  find(name: string): FunctionRecord | undefined;
  /** By name or ARN; `ResourceNotFoundException` when there is none, or none of that qualifier. */
  get(reference: string, qualifier?: string): FunctionRecord;
  /** By name. */
  list(): readonly FunctionRecord[];
  /** Keeps the record under a new revision id, and returns it so. */
  put(record: Omit<FunctionRecord, 'revisionId'>): FunctionRecord;
  delete(name: string): void;
}

export async function openFunctionStore(storage: Storage): Promise<FunctionStore> {
  const functions = await storage.collection<FunctionRecord>('lambda/functions');
  return {
    find: (name) => functions.get(name),
    get(reference, qualifier) {
      const { name, qualifier: version = '$LATEST', arn } = parseFunctionName(reference, qualifier);
      const record = functions.get(name);
      if (record === undefined || version !== '$LATEST') {
        throw lambdaError('ResourceNotFoundException', `Function not found: ${arn}`);
      }
      return record;
    },
    list: () => [...functions.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    put(record) {
      const revised = { ...record, revisionId: randomUUID() };
      functions.set(record.name, revised);
      return revised;
    },
    delete: (name) => functions.delete(name),
  };
}
