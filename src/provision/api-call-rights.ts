import { type ApiMethodPath, apiGatewayArn, apiMethodArn, type Names, type Place } from './names.ts';
import { allow, type PolicyStatement } from './policies.ts';
import type { Settings } from './settings.ts';

/** What it takes to call these methods of an install's API once it is found. */
export function apiCallRights(
  place: Place,
  names: Names,
  { apiAuth }: Pick<Settings, 'apiAuth'>,
  methods: readonly ApiMethodPath[],
): PolicyStatement[] {
  if (apiAuth === 'key')
    return [allow('FindKey', ['apigateway:GET'], apiPaths(place, 'apikeys', 'apikeys/*'))];
  if (apiAuth === 'none') return [];
  const arns = methods.map((method) => apiMethodArn(place, names, method));
  return [allow('CallApi', ['execute-api:Invoke'], arns)];
}

/** The ARNs of these paths of API Gateway's control plane. */
export function apiPaths(place: Place, ...paths: readonly string[]): string[] {
  return paths.map((path) => apiGatewayArn(place, path));
}
