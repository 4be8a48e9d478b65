import {
  ListTagsForResourceCommand,
  TagResourceCommand as TagLogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import { ListTagsOfResourceCommand, TagResourceCommand as TagTable } from '@aws-sdk/client-dynamodb';
import { ListTagsCommand, TagResourceCommand as TagFunction } from '@aws-sdk/client-lambda';
import { GetBucketTaggingCommand, PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import type { Tags } from '../provision/engine/resource.ts';
import {
  absentAs,
  changedConcurrently,
  functionBusy,
  retrying,
  tableBusy,
} from '../provision/engine/retry.ts';
import { isOurs, OWNER_TAG, ownerTags, tagList, tagsOf } from '../provision/ownership.ts';
import { ownedBucket } from '../provision/resources/bucket-aspects.ts';
import { waitFor } from '../wait.ts';
import type { Claim } from './plan-adoption.ts';

/** What is tagged, in whose name. */
export interface Tagging {
  readonly claim: Claim;
  readonly install: string;
  /** What the function keeps of its owner's choices. */
  readonly settingTags: Tags;
  readonly accountId: string;
}

/** Puts the install's tag beside the tags a thing has; returns once AWS shows it. */
export async function tagAsOurs(aws: Clients, tagging: Tagging, control: Control): Promise<void> {
  const { claim, install } = tagging;
  const { read, write, busy } = kinds[claim.step](aws, tagging);
  const tags = await read();
  const owner = tags[OWNER_TAG];
  if (owner !== undefined && owner !== install) {
    throw new FilepipeError(`${claim.step} ${claim.name} has become part of install ${owner} meanwhile`, {
      hint: `work on that install: filepipe status --name ${owner}`,
    });
  }
  const wait = { what: `the tag of ${claim.step} ${claim.name}`, timeoutSeconds: 60 };
  await retrying(control, wait, busy, () => write(tags));
  // DynamoDB's tags are put asynchronously.
  await waitFor(control, wait, async () => (isOurs(await read(), install) ? true : undefined));
}

interface Kind {
  readonly read: () => Promise<Tags>;
  readonly write: (before: Tags) => Promise<unknown>;
  readonly busy: (error: unknown) => boolean;
}

const kinds: Readonly<Record<Claim['step'], (aws: Clients, tagging: Tagging) => Kind>> = {
  function: ({ lambda }, { claim: { arn }, install, settingTags }) => ({
    read: async () => (await lambda.send(new ListTagsCommand({ Resource: arn }))).Tags ?? {},
    write: () =>
      lambda.send(new TagFunction({ Resource: arn, Tags: { ...ownerTags(install), ...settingTags } })),
    busy: functionBusy,
  }),
  table: ({ dynamodb }, { claim: { arn }, install }) => ({
    read: async () => tagsOf((await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: arn }))).Tags),
    write: () => dynamodb.send(new TagTable({ ResourceArn: arn, Tags: tagList(ownerTags(install)) })),
    busy: tableBusy,
  }),
  'log group': ({ logs }, { claim: { arn }, install }) => ({
    read: async () => (await logs.send(new ListTagsForResourceCommand({ resourceArn: arn }))).tags ?? {},
    write: () => logs.send(new TagLogGroup({ resourceArn: arn, tags: ownerTags(install) })),
    busy: changedConcurrently,
  }),
  // S3 keeps a bucket's tags as one document.
  bucket: ({ s3 }, { claim: { name }, install, accountId }) => {
    const owned = ownedBucket({ name, accountId });
    return {
      read: async () =>
        tagsOf((await absentAs(['NoSuchTagSet'], s3.send(new GetBucketTaggingCommand(owned))))?.TagSet),
      write: (before) => {
        const TagSet = tagList({ ...before, ...ownerTags(install) });
        return s3.send(new PutBucketTaggingCommand({ ...owned, Tagging: { TagSet } }));
      },
      busy: (error) => error instanceof Error && error.name === 'OperationAborted',
    };
  },
};
