import { knownFields } from '../catalog/known-fields.ts';
import { fieldOf } from './field.ts';
import type { Section } from './sections.ts';

/**
 * What was found inside a file, a section for each part and before them one for what concerns the whole file. Takes
 * whatever parts and fields there are, those of later versions as well.
 */
export function detailSections(details: Readonly<Record<string, unknown>>): Section[] {
  const { schema: _, mediaType, mediaTypeFrom, ...told } = details;
  const entries = inOrder(Object.entries(told), '');
  const whole = [...typeOf(mediaType, mediaTypeFrom), ...entries.filter(([, value]) => !isPart(value))];
  const parts = entries.flatMap(([title, value]) => (isPart(value) ? [sectionOf(value, title)] : []));
  return [...(whole.length === 0 ? [] : [sectionOf(Object.fromEntries(whole))]), ...parts];
}

/** The bytes tell unless something else is said. */
function typeOf(mediaType: unknown, from: unknown): [string, unknown][] {
  if (mediaType === undefined) return [];
  return [['mediaType', from === 'name' ? `${mediaType}, by its name` : mediaType]];
}

type Part = Readonly<Record<string, unknown>>;

function sectionOf(part: Part, title?: string): Section {
  const entries = inOrder(Object.entries(part), title === undefined ? '' : `${title}.`);
  const fields = entries.map(([name, value]) => fieldOf(name, value));
  return { ...(title !== undefined && { title }), fields };
}

/** As the fields are described; those that are not come last. The table keeps no order. */
function inOrder(entries: [string, unknown][], prefix: string): [string, unknown][] {
  const rank = (name: string) => ranks.get(prefix + name) ?? ranks.size;
  return entries.toSorted(([a], [b]) => rank(a) - rank(b));
}

const ranks = new Map(
  [...knownFields.entries()].reverse().flatMap(([rank, field]) => [
    [field, rank],
    [field.replace(/\..*/, ''), rank],
  ]),
);

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
