import type * as sdk from '@aws-sdk/client-api-gateway';
import type { Core } from '../internal.ts';
import type { Operations } from '../service.ts';
import type { Api, ApiDefinition, Deployment } from './api.ts';
import { badRequest, notServed } from './faults.ts';
import { byCreation, page } from './page.ts';
import { newStage } from './stages.ts';
import { findApi, findDeployment, type GatewayState, newId } from './state.ts';

export function deploymentOperations(core: Core, state: GatewayState): Operations<typeof sdk> {
  return {
    createDeployment({ restApiId, stageName, ...input }) {
      if (input.canarySettings) throw notServed('canary deployments');
      const api = findApi(state, restApiId);
      checkDeployable(api.definition);
      const deployment = newDeployment(api, input.description, core.clock.now());
      // A stage that is there keeps its settings and points to the new deployment.
      if (stageName !== undefined && stageName !== '') {
        const existing = state.stages.get(`${restApiId}/${stageName}`);
        const stage = newStage({
          ...existing,
          restApiId,
          stageName,
          deploymentId: deployment.id,
          description: input.stageDescription ?? existing?.description,
          variables: input.variables ?? existing?.variables,
          cacheClusterEnabled: input.cacheClusterEnabled,
          tracingEnabled: input.tracingEnabled,
          now: core.clock.now(),
        });
        state.stages.set(`${restApiId}/${stageName}`, stage);
      }
      state.deployments.set(`${restApiId}/${deployment.id}`, deployment);
      return describeDeployment(deployment, false);
    },
    getDeployment({ restApiId, deploymentId, embed }) {
      const withSummary = embed?.includes('apisummary') ?? false;
      return describeDeployment(findDeployment(state, restApiId, deploymentId), withSummary);
    },
    getDeployments({ restApiId, ...query }) {
      findApi(state, restApiId);
      const all = [...state.deployments.values()].filter((it) => it.restApiId === restApiId);
      const { items, ...rest } = page(all, byCreation, query);
      return { items: items.map((it) => describeDeployment(it, false)), ...rest };
    },
    deleteDeployment({ restApiId, deploymentId }) {
      findDeployment(state, restApiId, deploymentId);
      const stages = [...state.stages.values()].filter((stage) => stage.restApiId === restApiId);
      if (stages.some((stage) => stage.deploymentId === deploymentId)) {
        throw badRequest('Active stages pointing to this deployment must be moved or deleted');
      }
      state.deployments.delete(`${restApiId}/${deploymentId}`);
      return {};
    },
  };
}

function newDeployment(api: Api, description: string | undefined, createdDate: number): Deployment {
  return { id: newId(6), restApiId: api.id, description, createdDate, definition: api.definition };
}

function checkDeployable({ resources }: ApiDefinition): void {
  const methods = Object.values(resources).flatMap((resource) => Object.values(resource.resourceMethods));
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
  if (methods.some((method) => method.methodIntegration === undefined)) {
    throw badRequest('No integration defined for method');
  }
}

function describeDeployment(deployment: Deployment, withSummary: boolean) {
  const { id, description, createdDate, definition } = deployment;
  const apiSummary = withSummary ? summary(definition) : undefined;
  return { id, description, createdDate: new Date(createdDate), apiSummary };
}

function summary({ resources }: ApiDefinition) {
  const withMethods = Object.values(resources).filter((it) => Object.keys(it.resourceMethods).length > 0);
  return Object.fromEntries(
    withMethods.map(({ path, resourceMethods }) => [
      path,
      Object.fromEntries(
        Object.values(resourceMethods).map(({ httpMethod, authorizationType, apiKeyRequired }) => [
          httpMethod,
          { authorizationType, apiKeyRequired },
        ]),
      ),
    ]),
  );
}
