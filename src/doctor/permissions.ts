import { GetRoleCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import type { Clients } from '../clients.ts';
import type { Finding } from '../finding.ts';
import { deployerPolicy } from '../provision/deployer-policy.ts';
import type { Place } from '../provision/names.ts';
import type { PolicyStatement } from '../provision/policies.ts';
import type { Settings } from '../provision/settings.ts';

type Aws = Pick<Clients, 'iam'>;

const NAMED_AT_MOST = 4;

/** Whether the caller may do all that setup and teardown do, by asking IAM and without doing any of it. */
export async function permissions(
  aws: Aws,
  place: Place,
  settings: Settings,
  callerArn: string,
): Promise<Finding> {
  if (callerArn.endsWith(':root'))
    return { check: 'permissions', state: 'ok', text: 'all there are: this is the account itself' };
  const principal = await principalOf(aws, callerArn);
  if (principal === undefined)
    return unknown(`IAM cannot be asked what ${callerArn} may do`, 'use a role or a user');
  const { Statement } = deployerPolicy(place, settings);
  try {
    const refused = await Promise.all(Statement.map((it) => refusedOf(aws, principal, it)));
    return verdict([...new Set(refused.flat())]);
  } catch (error) {
    if (!(error instanceof Error) || !/AccessDenied|NoSuchEntity/.test(error.name)) throw error;
    return unknown(
      'these credentials may not ask IAM what they may do',
      `allow iam:SimulatePrincipalPolicy on ${principal}, or compare with: filepipe policy deployer`,
    );
  }
}

function verdict(refused: readonly string[]): Finding {
  if (refused.length === 0)
    return { check: 'permissions', state: 'ok', text: 'enough for setup and teardown' };
  const named = refused.slice(0, NAMED_AT_MOST).join(', ');
  const others = refused.length - NAMED_AT_MOST;
  return {
    check: 'permissions',
    state: 'warning',
    text: `not enough for setup and teardown: no ${named}${others > 0 ? ` and ${others} more` : ''}`,
    fix: 'give these credentials the policy that this prints: filepipe policy deployer',
  };
}

/** The actions of a statement that the principal may not do. */
async function refusedOf({ iam }: Aws, principal: string, statement: PolicyStatement): Promise<string[]> {
  const { Action, Resource, Condition } = statement;
  const simulate = new SimulatePrincipalPolicyCommand({
    PolicySourceArn: principal,
    ActionNames: textsOf(Action),
    ResourceArns: textsOf(Resource).map(sampleOf),
    ContextEntries: contextOf(Condition),
  });
  const { EvaluationResults = [] } = await iam.send(simulate);
  return EvaluationResults.filter(({ EvalDecision }) => EvalDecision !== 'allowed').flatMap(
    ({ EvalActionName }) => EvalActionName ?? [],
  );
}

/** One of the things that a pattern stands for; `*` alone stands for itself. */
function sampleOf(resource: string): string {
  return resource === '*' ? resource : resource.replaceAll('*', 'example');
}

/** A request that meets the condition. */
function contextOf(condition: unknown) {
  return Object.values(condition ?? {}).flatMap((keys: object) =>
    Object.entries(keys).map(([ContextKeyName, values]) => ({
      ContextKeyName,
      ContextKeyValues: textsOf(values).slice(0, 1),
      ContextKeyType: 'string' as const,
    })),
  );
}

/**
 * Whom to ask IAM about: sessions have the rights of their role. A session does not tell its role's path, which
 * single sign-on's roles have, so IAM is asked for it. Undefined for federated users and the like.
 */
async function principalOf(aws: Aws, callerArn: string): Promise<string | undefined> {
  const [arn, partition, service, , account, rest = ''] = callerArn.split(':');
  if (service === 'iam') return callerArn;
  const [kind, name] = rest.split('/');
  if (kind !== 'assumed-role' || name === undefined) return undefined;
  const found = await aws.iam.send(new GetRoleCommand({ RoleName: name })).catch(() => undefined);
  return found?.Role?.Arn ?? `${arn}:${partition}:iam::${account}:role/${name}`;
}

function textsOf(value: unknown): string[] {
  return [value].flat() as string[];
}

function unknown(text: string, fix: string): Finding {
  return { check: 'permissions', state: 'unknown', text, fix };
}
