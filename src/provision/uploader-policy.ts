import { apiCallRights, apiPaths } from './api-call-rights.ts';
import { arnsOf, namesOf, type Place } from './names.ts';
import { allow, type PolicyDocument, policy } from './policies.ts';
import type { Settings } from './settings.ts';

/** What `upload` needs through both doors, finding the install's names and waiting for the metadata included, and no more: it reads no file. */
export function uploaderPolicy(place: Place, settings: Settings): PolicyDocument {
  const names = namesOf(place, settings);
  const arns = arnsOf(place, names);
  return policy([
    allow('PutFiles', ['s3:AbortMultipartUpload', 's3:PutObject'], `${arns.bucket}/*`),
    allow('WaitForMetadata', ['dynamodb:GetItem'], arns.table),
    allow('FindNames', ['lambda:ListTags'], arns.function),
    allow('FindApi', ['apigateway:GET'], apiPaths(place, 'restapis', 'restapis/*')),
    ...apiCallRights(place, names, settings, ['POST/upload']),
  ]);
}
