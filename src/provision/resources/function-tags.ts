import { TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-lambda';
import type { Clients } from '../../clients.ts';
import type { Tags } from '../engine/resource.ts';
import type { SettingTags } from '../setting-tags.ts';

/** The tags among these that are to be there. */
export function presentTags(wanted: SettingTags): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** What these tags are at present; others do not count. */
export function actualTags(wanted: SettingTags, tags: Tags): SettingTags {
  return Object.fromEntries(Object.keys(wanted).map((key) => [key, tags[key]]));
}

/** Sets and removes what differs among these tags; others stay. */
export async function writeTags(
  { lambda }: Pick<Clients, 'lambda'>,
  functionArn: string,
  wanted: SettingTags,
  tags: Tags,
): Promise<void> {
  const Tags = Object.fromEntries(
    Object.entries(presentTags(wanted)).filter(([key, value]) => tags[key] !== value),
  );
  const TagKeys = Object.keys(wanted).filter((key) => wanted[key] === undefined && tags[key] !== undefined);
  if (Object.keys(Tags).length > 0)
    await lambda.send(new TagResourceCommand({ Resource: functionArn, Tags }));
  if (TagKeys.length > 0) await lambda.send(new UntagResourceCommand({ Resource: functionArn, TagKeys }));
}
