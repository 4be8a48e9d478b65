import { FilepipeError } from '../errors.ts';
import type { Tags } from './engine/resource.ts';

/** The tag, and the only thing, that makes a resource part of an install. */
export const OWNER_TAG = 'filepipe:install';

/** What everything taggable of an install carries. */
export function ownerTags(install: string): Tags {
  return { [OWNER_TAG]: install };
}

/** Whether the tags say that the install owns the thing. */
export function isOurs(tags: Tags, install: string): boolean {
  return tags[OWNER_TAG] === install;
}

/** Refuses to touch things that have our names and somebody else's tag, or none. */
export function notOurs(
  things: readonly { readonly name: string; readonly physicalName: string }[],
  install: string,
): FilepipeError {
  const list = things.map(({ name, physicalName }) => `${name} ${physicalName}`).join(', ');
  return new FilepipeError(`not part of install ${install}, though of its name: ${list}`, {
    hint: `choose another install with --name, or hand them over to filepipe with the tag ${OWNER_TAG}=${install}`,
  });
}

/** Tags as most services list them. */
export function tagsOf(list: readonly { Key?: string | undefined; Value?: string | undefined }[] = []): Tags {
  return Object.fromEntries(list.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

/** Tags as most services take them. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
