import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { stsClient } from '../../src/clients.ts';
import { UsageError } from '../../src/errors.ts';
import { partitionOf } from '../../src/target/partition.ts';
import type { Target } from '../../src/target/target.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The AWS at this endpoint, with the environment's keys and region, or made-up ones. Fails with a `UsageError`
 * for an endpoint that is not on this machine: the tests make and delete what they find, so no real AWS may be
 * reached by accident.
 */
export async function targetAt(endpoint: string, env: Env): Promise<Target> {
  refuseElsewhere(endpoint);
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || 'us-east-1';
  const credentials = {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] || 'test',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] || 'test',
    ...(env['AWS_SESSION_TOKEN'] ? { sessionToken: env['AWS_SESSION_TOKEN'] } : {}),
  };
  const target: Target = {
    label: endpoint,
    region,
    accountId: '',
    ...partitionOf('arn:aws:'),
    endpoint,
    credentials: async () => credentials,
  };
  const sts = await stsClient(target);
  const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  sts.destroy();
  return { ...target, accountId: Account, ...partitionOf(Arn) };
}

/** By address and not by name, since names may lead anywhere; only `localhost` is taken at its word. */
function refuseElsewhere(endpoint: string): void {
  const { hostname, protocol } = URL.canParse(endpoint) ? new URL(endpoint) : { hostname: '', protocol: '' };
  const here = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
  if (here && /^https?:$/.test(protocol)) return;
  throw new UsageError(`${endpoint} is not on this machine, and the tests delete what they find there`, {
    hint: 'give an address of loopback, such as http://127.0.0.1:4566',
  });
}
