import * as sdk from '@aws-sdk/client-api-gateway';
import type { Authority } from '../authorise.ts';
import type { SideDoor } from '../front-door.ts';
import type { Core, MetricSink, RoleStore, TaggedResources } from '../internal.ts';
import { defineService, type Service } from '../service.ts';
import { restJson } from '../wire/rest-json.ts';
import { apiGatewayAccess } from './access.ts';
import { accountOperations } from './account.ts';
import { createAdmission } from './admission.ts';
import { apiKeyOperations } from './api-keys.ts';
import { deploymentOperations } from './deployments.ts';
import { gatewayResponseOperations } from './gateway-responses.ts';
import { integrationResponseOperations } from './integration-responses.ts';
import { integrationOperations } from './integrations.ts';
import { createDataPlane } from './invoke/data-plane.ts';
import { methodResponseOperations } from './method-responses.ts';
import { methodOperations } from './methods.ts';
import { importOperations } from './openapi/operations.ts';
import { requestValidatorOperations } from './request-validators.ts';
import { resourceOperations } from './resources.ts';
import { restApiOperations } from './rest-apis.ts';
import { stageOperations } from './stages.ts';
import { openState } from './state.ts';
import { taggedResources } from './tagged-resources.ts';
import { tagOperations } from './tags.ts';
import { usagePlanKeyOperations } from './usage-plan-keys.ts';
import { usagePlanOperations } from './usage-plans.ts';

export interface ApiGatewayDependencies {
  readonly roles: RoleStore;
  readonly metrics: MetricSink;
  readonly authority: Authority;
}

export interface ApiGateway {
  /** The control plane: APIs are made and deployed here. */
  readonly service: Service;
  /** The name under which callers of deployed APIs sign; it has no operations of its own. */
  readonly executeApi: Service;
  readonly tagged: TaggedResources;
  /** The data plane: deployed APIs are called here. */
  readonly sideDoor: SideDoor;
}

/** REST APIs, as far as the service's README says. */
export async function createApiGateway(core: Core, ports: ApiGatewayDependencies): Promise<ApiGateway> {
  const state = await openState(core.storage);
  const common = { sdk, protocols: { rest: restJson }, validationCode: 'ValidationException' };
  const service = defineService({
    ...common,
    name: 'apigateway',
    bodyName: (operation) => `${operation.charAt(0).toLowerCase()}${operation.slice(1)}Input`,
    operations: {
      ...accountOperations,
      ...apiKeyOperations(core, state),
      ...deploymentOperations(core, state),
      ...gatewayResponseOperations(state),
      ...importOperations(core, state),
      ...integrationOperations(state),
      ...integrationResponseOperations(state),
      ...methodOperations(state),
      ...methodResponseOperations(state),
      ...requestValidatorOperations(state),
      ...resourceOperations(state),
      ...restApiOperations(core, state),
      ...stageOperations(core, state),
      ...tagOperations(state),
      ...usagePlanOperations(state),
      ...usagePlanKeyOperations(state),
    },
    access: apiGatewayAccess,
    admit: core.realism.apiGatewayQuotas ? createAdmission(core.clock) : undefined,
  });
  const executeApi = defineService({ ...common, name: 'execute-api', operations: {}, access: {} });
  return {
    service,
    executeApi,
    tagged: { list: () => taggedResources(state) },
    sideDoor: createDataPlane({ core, state, ...ports }),
  };
}
