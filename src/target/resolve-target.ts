import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { stsClient } from '../clients.ts';
import { FilepipeError, UsageError } from '../errors.ts';
import type { Surroundings } from '../surroundings.ts';
import { profileRegion } from './aws-profile.ts';
import type { Context } from './context.ts';
import { partitionOf } from './partition.ts';
import type { Target } from './target.ts';

/**
 * Turns a choice into something to talk to: credentials by the SDK's own chain, the account by asking STS,
 * which needs no permission. The embedded AWS is started when it does not run.
 */
export async function resolveTarget(
  choice: Context,
  start: LocalStart,
  signal: AbortSignal,
): Promise<Target> {
  return choice.target === 'local' ? localTarget(choice, start, signal) : awsTarget(choice, signal);
}

/** How the embedded AWS is found, and started when it does not run. */
export interface LocalStart {
  readonly env: Surroundings['env'];
  readonly realism: string | undefined;
}

async function localTarget(
  { dataDir }: Context,
  { env, realism }: LocalStart,
  signal: AbortSignal,
): Promise<Target> {
  const { localAws } = await import('../local-aws.ts');
  const local = await localAws(env, dataDir).ensure({ realism, signal });
  const { region, accountId, endpoint, accessKeyId, secretAccessKey } = local;
  return {
    label: 'local',
    region,
    accountId,
    ...partitionOf('arn:aws:'),
    endpoint,
    credentials: async () => ({ accessKeyId, secretAccessKey }),
  };
}

async function awsTarget(choice: Context, signal: AbortSignal): Promise<Target> {
  const { endpointUrl, profile } = choice;
  const region = await regionOf(choice);
  const unidentified: Target = {
    label: endpointUrl ?? 'AWS',
    region,
    accountId: '',
    ...partitionOf('arn:aws:'),
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
    credentials: await credentialChain(profile),
  };
  const { Account, Arn } = await callerIdentity(unidentified, signal);
  if (Account === undefined || Arn === undefined)
    throw new FilepipeError(`${unidentified.label} does not answer like AWS`, {
      hint: 'check what --endpoint-url, AWS_ENDPOINT_URL or a proxy leads to',
    });
  return { ...unidentified, label: endpointUrl ?? Account, accountId: Account, ...partitionOf(Arn) };
}

/** Never asks the instance metadata service, as the SDK would: on a laptop that only takes time. */
async function regionOf({ region, profile }: Context): Promise<string> {
  const fromProfile = await profileRegion(profile);
  const found = region ?? fromProfile;
  if (found === undefined) {
    throw new UsageError('no AWS region is chosen', {
      hint: 'say which: --region eu-central-1, or AWS_REGION, or a region in the profile; or try it here: --local',
    });
  }
  return found;
}

async function credentialChain(profile: string | undefined): Promise<AwsCredentialIdentityProvider> {
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  return defaultProvider({ ...(profile === undefined ? {} : { profile }), logger: quietLogger });
}

async function callerIdentity(target: Target, signal: AbortSignal) {
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const sts = await stsClient(target);
  try {
    return await sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
  } catch (cause) {
    throw new FilepipeError(`cannot ask ${target.label} which account this is`, { cause });
  }
}

/** The chain warns on the console when a profile and static keys are both set; the target line shows which won. */
const quietLogger = { debug() {}, info() {}, warn() {}, error() {} };
