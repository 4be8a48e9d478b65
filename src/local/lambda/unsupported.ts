import { invalidParameter } from './lambda-error.ts';

/**
 * Refuses, by name, what Lambda offers and the embedded AWS does not do, so that nobody takes it for
 * done. Empty values ask for nothing and pass.
 */
export function refuseUnsupported(input: object): void {
  for (const [member, value] of Object.entries(input)) {
    if (UNSUPPORTED.has(member) && !asksForNothing(value)) {
      throw invalidParameter(`The embedded AWS does not support ${member}`);
    }
  }
}

const UNSUPPORTED = new Set([
  'CapacityProviderConfig',
  'CodeSigningConfigArn',
  'DurableConfig',
  'FileSystemConfigs',
  'ImageConfig',
  'ImageUri',
  'KMSKeyArn',
  'Layers',
  'PublishTo',
  'Publish',
  'S3Bucket',
  'S3Key',
  'SnapStart',
  'SourceKMSKeyArn',
  'TenancyConfig',
  'VpcConfig',
]);

function asksForNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(asksForNothing);
  return value === undefined || value === null || value === '' || value === false || value === 'None';
}
