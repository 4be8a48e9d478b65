import { GetPolicyCommand, GetPolicyVersionCommand } from '@aws-sdk/client-iam';
import type { Clients } from '../clients.ts';
import { type PolicyStatement, parsedPolicy } from '../provision/policies.ts';
import { inlinePoliciesOf, managedPoliciesOf, noSuchRole } from '../provision/resources/role-policies.ts';
import { found, type Part, partOf } from './part.ts';

/** A role as it was found. */
export interface FoundRole {
  readonly name: string;
  readonly arn: string;
  readonly policies: Part<readonly FoundPolicy[]>;
}

/** A policy of a role, the role's own or one attached to it. */
interface FoundPolicy {
  readonly name: string;
  /** Of an attached one; undefined for the role's own. */
  readonly arn: string | undefined;
  readonly statements: readonly PolicyStatement[];
}

type Aws = Pick<Clients, 'iam'>;

/** The role of this ARN, under whatever path: the console's roles are below `service-role/`. */
export async function findRole(aws: Aws, arn: string): Promise<Part<FoundRole>> {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const policies = await partOf(readPolicies(aws, name), noSuchRole);
  return policies.state === 'absent' ? policies : found({ name, arn, policies });
}

async function readPolicies(aws: Aws, role: string): Promise<FoundPolicy[]> {
  const [inline, attached] = await Promise.all([inlinePoliciesOf(aws, role), managedPoliciesOf(aws, role)]);
  const own = Object.entries(inline).map(([name, { Statement: statements }]) => ({
    name,
    arn: undefined,
    statements,
  }));
  return [...own, ...(await Promise.all(attached.map((arn) => readManaged(aws, arn))))];
}

async function readManaged({ iam }: Aws, arn: string): Promise<FoundPolicy> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
  const { PolicyVersion } = await iam.send(
    new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId }),
  );
  const { Statement: statements } = parsedPolicy(PolicyVersion?.Document ?? '{"Statement":[]}');
  return { name: arn.slice(arn.lastIndexOf('/') + 1), arn, statements };
}
