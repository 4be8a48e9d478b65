import type * as sdk from '@aws-sdk/client-api-gateway';
import type { Operations } from '../service.ts';
import { type ApiValidator, withDefinition, without } from './api.ts';
import { badRequest, conflict, notFound } from './faults.ts';
import { page } from './page.ts';
import { findApi, type GatewayState, newId } from './state.ts';

export function requestValidatorOperations(state: GatewayState): Operations<typeof sdk> {
  return {
    createRequestValidator({ restApiId, name, validateRequestBody, validateRequestParameters }) {
      const api = state.apis.get(restApiId);
      if (api === undefined) throw badRequest('Invalid REST API identifier specified');
      if (!name) throw badRequest('Request Validator name cannot be blank');
      const validator: ApiValidator = {
        id: newId(6),
        name,
        validateRequestBody: validateRequestBody ?? false,
        validateRequestParameters: validateRequestParameters ?? false,
      };
      const requestValidators = { ...api.definition.requestValidators, [validator.id]: validator };
      state.apis.set(api.id, withDefinition(api, { requestValidators }));
      return validator;
    },
    getRequestValidator: ({ restApiId, requestValidatorId }) =>
      find(state, restApiId, requestValidatorId).validator,
    getRequestValidators({ restApiId, ...query }) {
      const { requestValidators } = findApi(state, restApiId).definition;
      return page(Object.values(requestValidators), ({ id }) => id, query);
    },
    deleteRequestValidator({ restApiId, requestValidatorId }) {
      const { api } = find(state, restApiId, requestValidatorId);
      const methods = Object.values(api.definition.resources).flatMap((it) =>
        Object.values(it.resourceMethods),
      );
      if (methods.some((method) => method.requestValidatorId === requestValidatorId)) {
        throw conflict(`Cannot delete request validator '${requestValidatorId}', it is used by a method`);
      }
      const requestValidators = without(api.definition.requestValidators, requestValidatorId);
      state.apis.set(api.id, withDefinition(api, { requestValidators }));
      return {};
    },
  };
}

function find(state: GatewayState, restApiId: string, id: string) {
  const api = state.apis.get(restApiId);
  const validator = api?.definition.requestValidators[id];
  if (api === undefined || validator === undefined) {
    throw notFound('Invalid Request Validator identifier specified');
  }
  return { api, validator };
}
