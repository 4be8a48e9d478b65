import { ListTagsCommand } from '@aws-sdk/client-lambda';
import type { Clients } from '../clients.ts';
import { absentAs } from './engine/retry.ts';
import { arnsOf, namesOf, type Place } from './names.ts';
import { isOurs } from './ownership.ts';
import { settingsInTags } from './setting-tags.ts';
import { type Settings, settingsFrom } from './settings.ts';

/**
 * The settings of an install: what is given now, over what it has, over the defaults. What it has is kept in
 * tags of its function, one for each setting that is not the default: memory, retention and the like, read
 * back from where they apply, could not tell the owner's choice from a change by hand, which setup undoes.
 */
export async function settingsOfInstall(
  aws: Pick<Clients, 'lambda'>,
  place: Place,
  given: Readonly<Record<string, unknown>>,
): Promise<Settings> {
  const settings = settingsFrom(given);
  const functionArn = arnsOf(place, namesOf(place, settings)).function;
  const found = await absentAs(
    ['ResourceNotFoundException'],
    aws.lambda.send(new ListTagsCommand({ Resource: functionArn })),
  );
  const tags = found?.Tags ?? {};
  return isOurs(tags, settings.install) ? settingsFrom(given, settingsInTags(tags)) : settings;
}
