import { lambdaClient, taggingClient } from '../clients.ts';
import { UsageError } from '../errors.ts';
import { adopterPolicy } from '../provision/adopter-policy.ts';
import { deployerPolicy } from '../provision/deployer-policy.ts';
import type { Place } from '../provision/names.ts';
import { operatorPolicy } from '../provision/operator-policy.ts';
import { MANAGED_POLICY_SIZE, policySize, ROLE_POLICY_SIZE } from '../provision/policies.ts';
import { readerPolicy } from '../provision/reader-policy.ts';
import { type Settings, settingsFrom } from '../provision/settings.ts';
import { settingsOfInstall } from '../provision/settings-of-install.ts';
import { uploaderPolicy } from '../provision/uploader-policy.ts';
import { namedPlace } from '../target/named-place.ts';
import { openSession } from '../target/session.ts';
import { type Call, command } from './command.ts';
import { givenSettings } from './install-settings.ts';
import { nameOptions, setupOptions } from './options.ts';

type Write = (place: Place, settings: Settings, ownsBucket: boolean | undefined) => object;

const POLICIES: Readonly<Record<string, Write>> = {
  deployer: deployerPolicy,
  uploader: uploaderPolicy,
  reader: readerPolicy,
  operator: operatorPolicy,
  adopter: adopterPolicy,
};

const { apiAuth, policies } = setupOptions;
const options = {
  ...nameOptions,
  apiAuth,
  policies,
  withBucket: { type: 'flag', summary: "the bucket that is named is, or shall be, filepipe's own" },
  account: {
    type: 'text',
    value: '<id>',
    summary: 'for this account, by its 12 digits: no credentials needed',
  },
} as const;
const who = { count: 'one', summary: 'deployer, uploader, reader, operator or adopter' } as const;

export const policy = command({
  arguments: { who },
  options,
  examples: [
    ['filepipe policy deployer > deployer.json', 'what setup, plan, doctor and teardown need'],
    ['filepipe policy uploader', 'what upload needs, through both doors'],
    ['filepipe policy reader', 'what list-metadata, logs, status and doctor need'],
    ['filepipe policy operator', 'what reconcile and redrive need besides'],
    ['filepipe policy adopter --bucket my-uploads', 'what adopt needs with that pipeline'],
    ['filepipe policy deployer --account 123456789012 --region eu-central-1', 'for somebody else'],
  ],
  notes: `The policy is for this account, region and names, and for nothing else there. Give
the options that setup will get: a bucket named with --bucket is taken to be there
already, so that only its triggers may be changed, unless --with-bucket is given;
--api-auth key and --policies walkthrough take some rights more. For an adopter name
the function and the table as well, if they are not called as setup would call them.`,
  async run(call) {
    const { args, terminal } = call;
    const { place, settings } = call.options.account === undefined ? await found(call) : await named(call);
    const document = policyOf(args.who)(place, settings, call.options.withBucket || undefined);
    await terminal.out.write(`${JSON.stringify(document, null, terminal.json ? 0 : 2)}\n`);
    terminal.tell(advice(args.who, policySize(document)));
    return 0;
  },
});

/** How to give it to somebody. */
function advice(who: string, size: number): string {
  const named = `--policy-name filepipe-${who} --policy-document file://${who}.json`;
  if (size <= MANAGED_POLICY_SIZE)
    return `put it into ${who}.json, and make a policy of it:\n  aws iam create-policy ${named}`;
  const [characters, managed, inline] = [size, MANAGED_POLICY_SIZE, ROLE_POLICY_SIZE].map((count) =>
    count.toLocaleString('en-US'),
  );
  return `its ${characters} characters are too many for a managed policy, which may have ${managed}; a role itself takes
${inline}: put it into ${who}.json, and that into a role or a permission set:
  aws iam put-role-policy --role-name ROLE ${named}`;
}

type PolicyCall = Call<{ who: typeof who }, typeof options>;

interface Scope {
  readonly place: Place;
  readonly settings: Settings;
}

function policyOf(name: string): Write {
  const policy = Object.hasOwn(POLICIES, name) ? POLICIES[name] : undefined;
  if (policy !== undefined) return policy;
  const names = Object.keys(POLICIES).join(', ');
  throw new UsageError(`there is no policy "${name}"`, { hint: `choose one of: ${names}` });
}

/** The caller's own account, and what the install there has. */
async function found(call: PolicyCall): Promise<Scope> {
  const session = await openSession(call);
  const given = await givenSettings(session, call.options, call.config);
  const aws = {
    lambda: await lambdaClient(session.target),
    tagging: await taggingClient(session.target),
  };
  return { place: session.target, settings: await settingsOfInstall(aws, session.target, given) };
}

async function named(call: PolicyCall): Promise<Scope> {
  const { place, ...install } = await namedPlace(call, call.options.account ?? '');
  return { place, settings: settingsFrom(await givenSettings(install, call.options, call.config)) };
}
