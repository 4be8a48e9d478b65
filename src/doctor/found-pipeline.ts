import { faultsOf } from '../adopt/faults.ts';
import { findFunction } from '../adopt/find-function.ts';
import { type FoundPipeline, findPipeline } from '../adopt/find-pipeline.ts';
import { LOOK_AGAIN, namedButMissing } from '../adopt/named-but-missing.ts';
import { type Part, valueIn } from '../adopt/part.ts';
import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import type { Finding } from '../finding.ts';
import type { Tags } from '../provision/engine/resource.ts';
import { namesOf, type Place } from '../provision/names.ts';
import { isOurs, OWNER_TAG } from '../provision/ownership.ts';
import { listTriggers } from '../provision/resources/bucket-triggers.ts';
import type { Settings } from '../provision/settings.ts';

/** What a user names to have it looked at. */
export interface Named {
  readonly bucket?: string | undefined;
  readonly function?: string | undefined;
}

/**
 * What is wrong with the pipeline that the named bucket or function belongs to, in the end with how to take it
 * under management; undefined when it is the install's own, or nothing is named.
 */
export async function foundPipeline(
  clients: Clients,
  place: Place,
  settings: Settings,
  named: Named,
  control: Control,
): Promise<readonly Finding[] | undefined> {
  if (named.bucket === undefined && named.function === undefined) return undefined;
  const found = await findPipeline(clients, place, named, control);
  if (await isOfInstall(clients, place, settings, found)) return undefined;
  const instead = missing(found) ?? otherInstall(found);
  return instead === undefined ? [...faultsOf(found), ...managing(found)] : [instead];
}

function missing(found: FoundPipeline): Finding | undefined {
  const it = namedButMissing(found);
  return it && { check: it.kind, state: 'fault', text: it.text, fix: LOOK_AGAIN };
}

/** By its tags, by the trigger that setup sets, or because the install's function says so. */
async function isOfInstall(
  { lambda }: Clients,
  place: Place,
  settings: Settings,
  found: FoundPipeline,
): Promise<boolean> {
  const { install } = settings;
  const names = namesOf(place, settings);
  const bucket = valueIn(found.bucket);
  const marked = tagsIn(found).some((tags) => isOurs(tags, install));
  const triggers = listTriggers(valueIn(bucket?.triggers) ?? {});
  if (marked || triggers.some(({ id }) => id === names.notificationId)) return true;
  const own = valueIn(await findFunction({ lambda }, names.function));
  if (own === undefined || !isOurs(valueIn(own.tags) ?? {}, install)) return false;
  return own.configuration.Environment?.Variables?.['BUCKET_NAME'] === bucket?.name;
}

function otherInstall(found: FoundPipeline): Finding | undefined {
  const install = tagsIn(found)
    .map((tags) => tags[OWNER_TAG])
    .find((name) => name !== undefined);
  if (install === undefined) return undefined;
  return {
    check: 'pipeline',
    state: 'warning',
    text: `this belongs to install ${install}`,
    fix: `look at that: filepipe doctor --name ${install}`,
  };
}

function tagsIn({ bucket, function: lambda }: FoundPipeline): readonly Tags[] {
  const parts: readonly (Part<Tags> | undefined)[] = [valueIn(lambda)?.tags, valueIn(bucket)?.tags];
  return parts.map((tags) => valueIn(tags) ?? {});
}

/** Only a whole pipeline can be adopted; around a bucket alone, setup builds one. */
function managing({ bucket, function: lambda }: FoundPipeline): Finding[] {
  const name = valueIn(bucket)?.name;
  if (name === undefined) return [];
  const adoptable = lambda.state === 'found';
  return [
    {
      check: 'pipeline',
      state: 'warning',
      text: adoptable
        ? 'was made by hand: nothing mends it, and nothing takes it away again'
        : 'there is only the bucket',
      fix: adoptable
        ? `let filepipe manage it: filepipe adopt --bucket ${name}`
        : `let filepipe build one around it: filepipe setup --bucket ${name}`,
    },
  ];
}
