import { createHash } from 'node:crypto';
import type { ContentHandlingStrategy as ContentHandling } from '@aws-sdk/client-api-gateway';
import type { Arns, Names, Place } from '../names.ts';
import type { Settings } from '../settings.ts';
import { listMethod, showMethod } from './query-methods.ts';
import { uploadMethod } from './upload-method.ts';

/** What an API answers to, by verb and path: `POST /upload`. */
export type ApiDefinition = Readonly<Record<string, ApiMethod>>;

/** One method as API Gateway sees it. */
export interface ApiMethod {
  readonly authorizationType: string | undefined;
  readonly apiKeyRequired: boolean;
  /** Whether a request without what is required is refused before anything is called. */
  readonly validatesParameters: boolean;
  /** What may be used of a request → whether it is required. */
  readonly requestParameters: Readonly<Record<string, boolean>>;
  readonly integration: {
    readonly type: string | undefined;
    readonly httpMethod: string | undefined;
    readonly uri: string | undefined;
    readonly credentials: string | undefined;
    readonly passthroughBehavior: string | undefined;
    readonly contentHandling: ContentHandling | undefined;
    readonly requestParameters: Readonly<Record<string, string>>;
    /** By the request's content type. */
    readonly requestTemplates: Readonly<Record<string, string>>;
  };
  /** By the status that the client gets. */
  readonly responses: Readonly<Record<string, ApiResponse>>;
}

interface ApiResponse {
  /** Which of the service's statuses lead here; undefined for all that no other response claims. */
  readonly selectionPattern: string | undefined;
  /** The client's headers → where they come from. */
  readonly headers: Readonly<Record<string, string>>;
  readonly contentHandling: ContentHandling | undefined;
  /** By the content type that the client gets. */
  readonly templates: Readonly<Record<string, string>>;
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

/** Everything that an install's API answers to, all with the same way to know callers. */
export function apiDefinition(place: Place, names: Names, arns: Arns, settings: ApiSettings): ApiDefinition {
  const callers = {
    authorizationType: settings.apiAuth === 'iam' ? 'AWS_IAM' : 'NONE',
    apiKeyRequired: settings.apiAuth === 'key',
    validatesParameters: true,
  };
  return {
    'POST /upload': { ...callers, ...uploadMethod(place, names, arns) },
    'GET /files': { ...callers, ...listMethod(place, names, arns, settings.timeShards) },
    'GET /files/{filename+}': { ...callers, ...showMethod(place, names, arns) },
  };
}

type ApiSettings = Pick<Settings, 'apiAuth' | 'timeShards'>;

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
