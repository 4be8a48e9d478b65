import { PARTITION, REGION } from '../credentials.ts';
import type { TaggedResource } from '../internal.ts';
import type { GatewayState } from './state.ts';

/** Everything of API Gateway's that can have tags; its ARNs name no account. */
export function taggedResources(state: GatewayState): TaggedResource[] {
  return [
    ...[...state.apis.values()].map(({ id, tags }) => resource('restapis', id, tags)),
    ...[...state.stages.values()].map(({ restApiId, stageName, tags }) =>
      resource('restapis', `${restApiId}/stages/${stageName}`, tags),
    ),
    ...[...state.apiKeys.values()].map(({ id, tags }) => resource('apikeys', id, tags)),
    ...[...state.usagePlans.values()].map(({ id, tags }) => resource('usageplans', id, tags)),
  ];
}

function resource(kind: string, id: string, tags: TaggedResource['tags']): TaggedResource {
  return { arn: `arn:${PARTITION}:apigateway:${REGION}::/${kind}/${id}`, type: `apigateway:${kind}`, tags };
}
