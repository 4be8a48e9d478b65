import type * as sdk from '@aws-sdk/client-api-gateway';
import type { EndpointType } from '@aws-sdk/client-api-gateway';
import { passRole } from '../../access/need.ts';
import type { Core } from '../../internal.ts';
import type { Operations, RequestContext } from '../../service.ts';
import { API_GATEWAY } from '../access.ts';
import type { Api } from '../api.ts';
import { badRequest, notServed } from '../faults.ts';
import { describeApi, newApi } from '../rest-apis.ts';
import { findApi, type GatewayState } from '../state.ts';
import { type Json, readDocument, record, text } from './document.ts';
import { type Imported, importDocument } from './import-document.ts';

export function importOperations(core: Core, state: GatewayState): Operations<typeof sdk> {
  return {
    importRestApi({ body, failOnWarnings, parameters = {} }, { denial }) {
      checkBasePath(parameters);
      const document = readDocument(body);
      const type = parameters['endpointConfigurationTypes'];
      const endpoint = type === undefined ? undefined : { types: [type as EndpointType] };
      const empty = newApi({ ...info(document), endpointConfiguration: endpoint }, core.clock.now());
      return store(permitted(importDocument(empty, document), denial), failOnWarnings ?? false);
    },
    putRestApi({ restApiId, mode = 'merge', body, failOnWarnings, parameters = {} }, { denial }) {
      checkBasePath(parameters);
      const document = readDocument(body);
      const api = findApi(state, restApiId);
      const before = mode === 'overwrite' ? emptied(api, document) : api;
      return store(permitted(importDocument(before, document), denial), failOnWarnings ?? false);
    },
  };

  function store({ api, warnings }: Imported, failOnWarnings: boolean) {
    if (failOnWarnings && warnings.length > 0) {
      throw badRequest(`Warnings found during import:\n\t${warnings.join('\n\t')}`);
    }
    state.apis.set(api.id, api);
    return { ...describeApi(api), warnings: warnings.length === 0 ? undefined : [...warnings] };
  }
}

/** Fails when a method's integration would run as a role that the caller may not pass. */
function permitted(imported: Imported, denial: RequestContext['denial']): Imported {
  const methods = Object.values(imported.api.definition.resources).flatMap(({ resourceMethods }) =>
    Object.values(resourceMethods),
  );
  for (const role of new Set(methods.map(({ methodIntegration }) => methodIntegration?.credentials))) {
    const denied = role && denial(passRole(role, API_GATEWAY));
    if (denied) throw denied;
  }
  return imported;
}

function checkBasePath({ basepath = 'ignore' }: Readonly<Record<string, string>>): void {
  if (basepath !== 'ignore') throw notServed(`the import parameter basepath=${basepath}`);
}

function info(document: Json) {
  const { title, description, version } = record(document['info']);
  return { name: text(title) ?? '', description: text(description) || undefined, version: text(version) };
}

/** The API before its new definition; what is not its definition stays. */
function emptied(api: Api, document: Json): Api {
  const fresh = newApi(info(document), api.createdDate);
  const root = { id: api.rootResourceId, path: '/', resourceMethods: {} };
  const { name, description, version } = fresh;
  return {
    ...api,
    name,
    description,
    version,
    definition: { ...fresh.definition, resources: { [root.id]: root } },
  };
}
