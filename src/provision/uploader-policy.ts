import { apiGatewayArn, arnsOf, type Names, namesOf, type Place, uploadMethodArn } from './names.ts';
import { allow, type PolicyDocument, type PolicyStatement, policy } from './policies.ts';
import type { Settings } from './settings.ts';

/** What `upload` needs through both doors, waiting for the metadata included, and no more: it reads no file. */
export function uploaderPolicy(place: Place, settings: Settings): PolicyDocument {
  const names = namesOf(place, settings);
  const arns = arnsOf(place, names);
  return policy([
    allow('PutFiles', ['s3:AbortMultipartUpload', 's3:PutObject'], `${arns.bucket}/*`),
    allow('WaitForMetadata', ['dynamodb:GetItem'], arns.table),
    allow('FindApi', ['apigateway:GET'], apiPaths(place, 'restapis', 'restapis/*')),
    ...apiDoor(place, names, settings),
  ]);
}

/** What opens the API. */
function apiDoor(place: Place, names: Names, { apiAuth }: Settings): PolicyStatement[] {
  if (apiAuth === 'iam') return [allow('PostFiles', ['execute-api:Invoke'], uploadMethodArn(place, names))];
  if (apiAuth === 'key')
    return [allow('FindKey', ['apigateway:GET'], apiPaths(place, 'apikeys', 'apikeys/*'))];
  return [];
}

function apiPaths(place: Place, ...paths: readonly string[]): string[] {
  return paths.map((path) => apiGatewayArn(place, path));
}
