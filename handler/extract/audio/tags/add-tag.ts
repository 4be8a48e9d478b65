import type { MediaTags } from '../../details.ts';
import type { Draft } from '../../reader.ts';
import { fieldOfTag } from './tag-fields.ts';

/**
 * Notes what a tag says, under whatever name its format gives it: `TITLE`, `TIT2`, `©nam`. The first that is
 * said of a field stands; names that no field is known for are passed over.
 */
export function addTag(draft: Draft, name: string, text: string): void {
  const field = fieldOfTag(name);
  const value = text.replaceAll('\0', ' ').trim();
  if (field === undefined || value === '') return;
  const tags = { ...draft.tags };
  if (tags[field] !== undefined) return;
  draft.tags = withField(tags, field, value);
}

function withField(tags: MediaTags, field: keyof MediaTags, value: string): MediaTags {
  if (field !== 'track' && field !== 'disc') return { ...tags, [field]: value };
  const number = Number.parseInt(value, 10);
  return number > 0 ? { ...tags, [field]: number } : tags;
}
