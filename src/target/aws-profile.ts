import { UsageError } from '../errors.ts';

/**
 * The region that the profile's section of the AWS configuration files names, if it names one. A profile
 * that was asked for and is in neither file is a `UsageError`.
 */
export async function profileRegion(asked: string | undefined): Promise<string | undefined> {
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const name = asked ?? 'default';
  const inConfig = configFile[name];
  const inCredentials = credentialsFile[name];
  if (asked !== undefined && inConfig === undefined && inCredentials === undefined) {
    const others = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].filter(
      isProfile,
    );
    throw new UsageError(`there is no AWS profile "${asked}"`, {
      hint:
        others.length > 0
          ? `choose one of: ${others.sort().join(', ')}`
          : `create it: aws configure --profile ${asked}`,
    });
  }
  return inConfig?.['region'] ?? inCredentials?.['region'];
}

/** The SDK keeps `[sso-session x]` and `[services x]` beside the profiles, as `sso-session.x`. */
function isProfile(section: string): boolean {
  return !/^(sso-session|services)\./.test(section);
}
