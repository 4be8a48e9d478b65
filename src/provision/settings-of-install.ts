import { ListTagsCommand } from '@aws-sdk/client-lambda';
import { paginateGetResources } from '@aws-sdk/client-resource-groups-tagging-api';
import type { Clients } from '../clients.ts';
import type { Tags } from './engine/resource.ts';
import { absentAs } from './engine/retry.ts';
import { arnsOf, namesOf, type Place } from './names.ts';
import { isOurs, OWNER_TAG } from './ownership.ts';
import { settingsInTags } from './setting-tags.ts';
import { type Settings, settingsFrom } from './settings.ts';

type Aws = Pick<Clients, 'lambda' | 'tagging'>;
type Given = Readonly<Record<string, unknown>>;

/**
 * The settings of an install: what is given now, over what it has, over the defaults. What it has is kept in
 * tags of its function, one for each setting that is not the default: memory, retention and the like, read
 * back from where they apply, could not tell the owner's choice from a change by hand, which setup undoes.
 * A function of a name that nobody gives is found by its tag, where the caller may search by tags.
 */
export async function settingsOfInstall(aws: Aws, place: Place, given: Given): Promise<Settings> {
  const settings = settingsFrom(given);
  const { install, overrides } = settings;
  const name = namesOf(place, settings).function;
  const [tags, tagged] = await Promise.all([
    tagsOf(aws, place, settings),
    overrides.function === undefined ? functionWithTag(aws, install) : undefined,
  ]);
  if (isOurs(tags, install)) return settingsFrom(given, settingsInTags(tags));
  if (tagged === undefined || tagged === name) return settings;
  const renamed = { ...overrides, function: tagged };
  const itsTags = await tagsOf(aws, place, { install, overrides: renamed });
  if (!isOurs(itsTags, install)) return settings;
  return settingsFrom({ ...given, overrides: renamed }, settingsInTags(itsTags));
}

/** None when there is no such function. */
async function tagsOf(
  { lambda }: Aws,
  place: Place,
  settings: Pick<Settings, 'install' | 'overrides'>,
): Promise<Tags> {
  const Resource = arnsOf(place, namesOf(place, settings)).function;
  const found = await absentAs(['ResourceNotFoundException'], lambda.send(new ListTagsCommand({ Resource })));
  return found?.Tags ?? {};
}

/** The name of a function of the install. The index of tags lags, and not everybody may ask it: only a clue. */
async function functionWithTag({ tagging }: Aws, install: string): Promise<string | undefined> {
  const filter = {
    TagFilters: [{ Key: OWNER_TAG, Values: [install] }],
    ResourceTypeFilters: ['lambda:function'],
  };
  try {
    for await (const page of paginateGetResources({ client: tagging }, filter)) {
      const [found] = page.ResourceTagMappingList ?? [];
      if (found?.ResourceARN !== undefined) return found.ResourceARN.split(':').at(-1);
    }
  } catch {
    // An abort shows at the next call.
  }
  return undefined;
}
