import { ListTagsForResourceCommand, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import type { Clients } from '../clients.ts';
import type { Tags } from '../provision/engine/resource.ts';
import { absent, found, type Part, partOf, withPart } from './part.ts';

/** A log group as it was found. */
export interface FoundLogGroup {
  readonly name: string;
  /** Without `:*`: tags want it so. */
  readonly arn: string;
  /** Undefined: kept forever. */
  readonly retentionDays: number | undefined;
  readonly tags: Part<Tags>;
}

/** The log group of this name. */
export async function findLogGroup(
  { logs }: Pick<Clients, 'logs'>,
  name: string,
): Promise<Part<FoundLogGroup>> {
  const named = await partOf(groupNamed(), []);
  if (named.state !== 'found') return named;
  if (named.value === undefined) return absent;
  const arn = named.value.arn?.replace(/:\*$/, '') ?? '';
  const tags = await partOf(logs.send(new ListTagsForResourceCommand({ resourceArn: arn })), []);
  return found({
    name,
    arn,
    retentionDays: named.value.retentionInDays,
    tags: withPart(tags, (it) => it.tags ?? {}),
  });

  async function groupNamed() {
    for await (const page of paginateDescribeLogGroups({ client: logs }, { logGroupNamePrefix: name })) {
      const group = page.logGroups?.find(({ logGroupName }) => logGroupName === name);
      if (group !== undefined) return group;
    }
    return undefined;
  }
}
