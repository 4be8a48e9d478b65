import { sameOrFinerType, sameType } from '../same.mjs';

/** What a file is. */
export const types = [
  type('media type', 95, sameOrFinerType),
  { ...type('its very name', undefined, sameType), counted: 'only' },
];

function type(name, target, same) {
  // Of ELF files it goes on behind a comma.
  const asked = (told) => (told?.startsWith('cannot') || told === '' ? undefined : told?.split(',')[0]);
  return { name, tool: 'file', target, theirs: asked, ours: ({ mediaType }) => mediaType, same };
}
