import type * as sdk from '@aws-sdk/client-lambda';
import { checkConstraints } from '../constraints.ts';
import type { Core, RoleStore } from '../internal.ts';
import type { Operations } from '../service.ts';
import type { CodeStore } from './code-store.ts';
import { parseFunctionName } from './function-name.ts';
import { type FunctionRecord, toConfiguration } from './function-record.ts';
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
  readonly roles: RoleStore;
  readonly onDelete: (name: string) => void;
}

/** Creating, changing and telling of functions. */
export function functionOperations(deps: FunctionOperationsDeps): Operations<typeof sdk> {
  const { core, store, code, roles } = deps;
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
      const modified = core.clock.now();
      return toConfiguration(store.put({ name, settings, code: stored, modified, tags, policy: [] }));
    },
    getFunction({ FunctionName, Qualifier }) {
      const record = store.get(FunctionName, Qualifier);
      return {
        Configuration: toConfiguration(record),
        Code: { RepositoryType: 'S3' },
        ...(Object.keys(record.tags).length > 0 && { Tags: record.tags }),
        ...(record.reservedConcurrency !== undefined && {
          Concurrency: { ReservedConcurrentExecutions: record.reservedConcurrency },
        }),
      };
    },
    getFunctionConfiguration: ({ FunctionName, Qualifier }) =>
      toConfiguration(store.get(FunctionName, Qualifier)),
    async updateFunctionCode(input) {
      const before = store.get(input.FunctionName);
      checkRevision(before, input.RevisionId);
      refuseUnsupported(input);
      const stored = await code.add(zipOf(input));
      const record = store.get(input.FunctionName);
      checkRevision(record, input.RevisionId);
      const Architectures = input.Architectures ?? record.settings.Architectures;
      const changed = { ...record, code: stored, settings: { ...record.settings, Architectures } };
      if (input.DryRun) return toConfiguration(changed);
      return toConfiguration(store.put({ ...changed, modified: core.clock.now() }));
    },
    updateFunctionConfiguration(input) {
      const record = store.get(input.FunctionName);
      checkRevision(record, input.RevisionId);
      const settings = changeSettings(record.name, record.settings, input, roles);
      return toConfiguration(store.put({ ...record, settings, modified: core.clock.now() }));
    },
    deleteFunction({ FunctionName, Qualifier }) {
      if (parseFunctionName(FunctionName, Qualifier).qualifier === '$LATEST') {
        throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
      }
      const { name } = store.get(FunctionName, Qualifier);
      store.delete(name);
      deps.onDelete(name);
      return { StatusCode: 204 };
    },
    listFunctions({ Marker, MaxItems }) {
      const { items, next } = page(store.list(), ({ name }) => name, Marker, Math.min(50, MaxItems ?? 50));
      return { Functions: items.map(toConfiguration), ...(next !== undefined && { NextMarker: next }) };
    },
  };

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
