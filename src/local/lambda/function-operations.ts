import type * as sdk from '@aws-sdk/client-lambda';
import { checkConstraints } from '../constraints.ts';
import type { Core, RoleStore } from '../internal.ts';
import type { Operations } from '../service.ts';
import type { CodeStore } from './code-store.ts';
import { creation, refusePending, refuseUnsettled, updating } from './function-lifecycle.ts';
import { parseFunctionName } from './function-name.ts';
import { type Code, type FunctionRecord, toConfiguration } from './function-record.ts';
import { changeSettings, createSettings } from './function-settings.ts';
import type { FunctionStore } from './function-store.ts';
import { invalidParameter, lambdaError } from './lambda-error.ts';
import { page } from './page.ts';
import { checkTags } from './tags.ts';
import { refuseUnsupported } from './unsupported.ts';

export interface FunctionOperationsDeps {
  readonly core: Core;
  readonly store: FunctionStore;
  readonly code: CodeStore;
  readonly linkToCode: (code: Code) => string;
  readonly roles: RoleStore;
  readonly onDelete: (name: string) => void;
}

/** Creating, changing and telling of functions. */
export function functionOperations(deps: FunctionOperationsDeps): Operations<typeof sdk> {
  const { store, code, roles } = deps;
  const { now } = deps.core.clock;
  const { functionSettleSeconds: settleSeconds } = deps.core.realism;
  const tell = (record: FunctionRecord) => toConfiguration(record, now());

  return {
    async createFunction(input) {
      const { name } = parseFunctionName(input.FunctionName);
      checkConstraints('ValidationException', {
        functionName: [name, { max: 64, pattern: '[a-zA-Z0-9-_]+' }],
      });
      const settings = createSettings(name, input, roles);
      const tags = input.Tags ?? {};
      checkTags(tags);
      refuseExisting(name);
      const stored = await code.add(zipOf(input.Code));
      refuseExisting(name);
      const modified = now();
      const record = { name, settings, code: stored, modified, tags, policy: [] };
      return tell(store.put({ ...record, ...creation(modified, settleSeconds) }));
    },
    getFunction({ FunctionName, Qualifier }) {
      const record = store.get(FunctionName, Qualifier);
      return {
        Configuration: tell(record),
        Code: { RepositoryType: 'S3', Location: deps.linkToCode(record.code) },
        ...(Object.keys(record.tags).length > 0 && { Tags: record.tags }),
        ...(record.reservedConcurrency !== undefined && {
          Concurrency: { ReservedConcurrentExecutions: record.reservedConcurrency },
        }),
      };
    },
    getFunctionConfiguration: ({ FunctionName, Qualifier }) => tell(store.get(FunctionName, Qualifier)),
    async updateFunctionCode(input) {
      changeable(input);
      refuseUnsupported(input);
      const stored = await code.add(zipOf(input));
      const record = changeable(input);
      const Architectures = input.Architectures ?? record.settings.Architectures;
      const changed = { ...record, code: stored, settings: { ...record.settings, Architectures } };
      if (input.DryRun) return tell(changed);
      return tell(update(record, changed));
    },
    updateFunctionConfiguration(input) {
      const record = changeable(input);
      const settings = changeSettings(record.name, record.settings, input, roles);
      return tell(update(record, { ...record, settings }));
    },
    deleteFunction({ FunctionName, Qualifier }) {
      if (parseFunctionName(FunctionName, Qualifier).qualifier === '$LATEST') {
        throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
      }
      const record = store.get(FunctionName, Qualifier);
      refusePending(record, now());
      const { name } = record;
      store.delete(name);
      deps.onDelete(name);
      return { StatusCode: 204 };
    },
    listFunctions({ Marker, MaxItems }) {
      const { items, next } = page(store.list(), ({ name }) => name, Marker, Math.min(50, MaxItems ?? 50));
      return { Functions: items.map(tell), ...(next !== undefined && { NextMarker: next }) };
    },
  };

  function changeable(input: { readonly FunctionName: string; readonly RevisionId?: string | undefined }) {
    const record = store.get(input.FunctionName);
    refuseUnsettled(record, now());
    checkRevision(record, input.RevisionId);
    return record;
  }

  function update(before: FunctionRecord, changed: FunctionRecord): FunctionRecord {
    const modified = now();
    return store.put({ ...changed, modified, ...updating(before, modified, settleSeconds) });
  }

  function refuseExisting(name: string): void {
    if (store.find(name) === undefined) return;
    throw lambdaError('ResourceConflictException', `Function already exist: ${name}`);
  }
}

/** Refuses a change of something else than the caller has seen. */
function checkRevision(record: FunctionRecord, revisionId: string | undefined): void {
  if (revisionId === undefined || revisionId === record.revisionId) return;
  throw lambdaError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. ' +
      'Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
  );
}

function zipOf(code: sdk.FunctionCode): Uint8Array {
  refuseUnsupported(code);
  if (code.ZipFile === undefined) throw invalidParameter('Please provide a source for function code.');
  return code.ZipFile;
}
