import { createHash } from 'node:crypto';
import type { Arns, Names, Place } from '../names.ts';
import type { ApiAuth } from '../settings.ts';

/** `POST /upload?filename=…` as API Gateway sees it. */
export interface ApiDefinition {
  readonly authorizationType: string | undefined;
  readonly apiKeyRequired: boolean;
  /** Whether a request without what is required is refused before it reaches S3. */
  readonly validatesParameters: boolean;
  /** What may be used of a request → whether it is required. */
  readonly requestParameters: Readonly<Record<string, boolean>>;
  readonly integration: {
    readonly type: string | undefined;
    readonly httpMethod: string | undefined;
    readonly uri: string | undefined;
    readonly credentials: string | undefined;
    readonly passthroughBehavior: string | undefined;
    readonly requestParameters: Readonly<Record<string, string>>;
  };
  /** By the status that the client gets. */
  readonly responses: Readonly<Record<string, ApiResponse>>;
}

interface ApiResponse {
  /** Which of S3's statuses lead here; undefined for all that no other response claims. */
  readonly selectionPattern: string | undefined;
  /** The client's headers → where they come from. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What counts as bytes and not as text. `*` `/` `*` says it all; the concrete types are for emulators that
 * do not know it.
 */
export const binaryMediaTypes: readonly string[] = [
  '*/*',
  'application/octet-stream',
  'application/pdf',
  'application/zip',
  'audio/mpeg',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/webp',
  'multipart/form-data',
  'text/csv',
  'text/plain',
  'video/mp4',
];

/** The upload door: the request's body becomes an object, with the API's own role. */
export function apiDefinition(place: Place, names: Names, arns: Arns, auth: ApiAuth): ApiDefinition {
  return {
    authorizationType: auth === 'iam' ? 'AWS_IAM' : 'NONE',
    apiKeyRequired: auth === 'key',
    validatesParameters: true,
    requestParameters: {
      'method.request.querystring.filename': true,
      'method.request.header.Content-Type': false,
    },
    integration: {
      type: 'AWS',
      httpMethod: 'PUT',
      uri: `arn:${place.partition}:apigateway:${place.region}:s3:path/${names.bucket}/{key}`,
      credentials: arns.apiRole,
      // With no templates at all this means: the body always goes through untouched.
      passthroughBehavior: 'WHEN_NO_MATCH',
      requestParameters: {
        'integration.request.path.key': 'method.request.querystring.filename',
        'integration.request.header.Content-Type': 'method.request.header.Content-Type',
      },
    },
    // A status of S3 that no pattern claims would reach the client as 200.
    responses: {
      '200': {
        selectionPattern: undefined,
        headers: headers('ETag', 'x-amz-version-id', 'x-amz-request-id'),
      },
      '400': { selectionPattern: '4\\d{2}', headers: headers('Content-Type', 'x-amz-request-id') },
      '500': { selectionPattern: '[35]\\d{2}', headers: headers('Content-Type', 'x-amz-request-id') },
    },
  };
}

/** Tells definitions apart; a deployment carries the one that it was made from. */
export function fingerprint(definition: ApiDefinition): string {
  const digest = createHash('sha256').update(JSON.stringify({ definition, binaryMediaTypes })).digest('hex');
  return `${FINGERPRINT}${digest}`;
}

/** Whether a deployment's description is a fingerprint, so that we have made the deployment. */
export function isFingerprint(description = ''): boolean {
  return description.startsWith(FINGERPRINT);
}

const FINGERPRINT = 'filepipe ';

function headers(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [`method.response.header.${name}`, `integration.response.header.${name}`]),
  );
}
