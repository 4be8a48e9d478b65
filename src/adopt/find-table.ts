import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  ListTagsOfResourceCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Clients } from '../clients.ts';
import type { Tags } from '../provision/engine/resource.ts';
import { tagsOf } from '../provision/ownership.ts';
import type { FoundFunction } from './find-function.ts';
import type { FoundRole } from './find-role.ts';
import { absent, found, type Part, partOf, valueIn, withPart } from './part.ts';
import { listOf } from './statements.ts';

/** A table as it was found. */
export interface FoundTable {
  readonly name: string;
  readonly arn: string;
  /** What led to it: "the function's variable TABLE_NAME". */
  readonly namedBy: string;
  readonly description: TableDescription;
  readonly tags: Part<Tags>;
  readonly pointInTimeRecovery: Part<boolean>;
}

type Aws = Pick<Clients, 'dynamodb'>;

interface Clue {
  readonly name: string;
  readonly from: string;
}

/**
 * The table that is named, or else the first there is of those that the function's variables name, that its
 * role's policies name, and that the usual tutorial makes. Which table the code itself names cannot be seen.
 */
export async function findTable(
  aws: Aws,
  lambda: FoundFunction | undefined,
  role: Part<FoundRole>,
  named: string | undefined,
): Promise<Part<FoundTable>> {
  if (named !== undefined) return await describe(aws, { name: named, from: 'its name' });
  let nearest: Part<FoundTable> = absent;
  for (const clue of [
    ...cluesInVariables(lambda),
    ...cluesInPolicies(role),
    ...(lambda === undefined ? [] : [usual]),
  ]) {
    const table = await describe(aws, clue);
    if (table.state === 'found') return table;
    if (nearest.state === 'absent') nearest = table;
  }
  return nearest;
}

const usual: Clue = { name: 'FileMetadata', from: "the walkthrough's name" };

function cluesInVariables(lambda: FoundFunction | undefined): Clue[] {
  const variables = Object.entries(lambda?.configuration.Environment?.Variables ?? {});
  return variables
    .filter(([key]) => /table|dynamo/i.test(key))
    .map(([key, value]) => ({ name: tableIn(value), from: `the function's variable ${key}` }))
    .filter(({ name }) => /^[A-Za-z0-9_.-]{3,255}$/.test(name));
}

function cluesInPolicies(role: Part<FoundRole>): Clue[] {
  const policies = valueIn(role)?.policies;
  const statements = valueIn(policies)?.flatMap((it) => it.statements) ?? [];
  const resources = statements.flatMap((it) => listOf(it['Resource'])).filter((it) => it.includes(':table/'));
  return resources
    .map((resource) => ({ name: tableIn(resource), from: "the role's policies" }))
    .filter(({ name }) => !/[*?]/.test(name));
}

/** The table's name, of a name or an ARN. */
function tableIn(text: string): string {
  return text.replace(/^.*:table\//, '').replace(/\/.*$/, '');
}

async function describe({ dynamodb }: Aws, { name, from }: Clue): Promise<Part<FoundTable>> {
  const described = await partOf(dynamodb.send(new DescribeTableCommand({ TableName: name })), missing);
  if (described.state !== 'found') return described;
  const { Table: description = {} } = described.value;
  const arn = description.TableArn ?? '';
  const [tags, backups] = await Promise.all([
    partOf(dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: arn })), []),
    partOf(dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: name })), [
      'TableNotFoundException',
    ]),
  ]);
  return found({
    name,
    arn,
    namedBy: from,
    description,
    tags: withPart(tags, ({ Tags }) => tagsOf(Tags)),
    pointInTimeRecovery: withPart(backups, ({ ContinuousBackupsDescription: it }) => {
      return it?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED';
    }),
  });
}

const missing = ['ResourceNotFoundException'];
