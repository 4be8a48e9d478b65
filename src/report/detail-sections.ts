import { fieldOf } from './field.ts';
import type { Section } from './sections.ts';

/**
 * What was found inside a file, a section for each part and before them one for what concerns the whole file. Takes
 * whatever parts and fields there are, those of later versions as well.
 */
export function detailSections(details: Readonly<Record<string, unknown>>): Section[] {
  const { schema: _, mediaType, mediaTypeFrom, ...told } = details;
  const entries = Object.entries(told);
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
  const fields = Object.entries(part).map(([name, value]) => fieldOf(name, value));
  return { ...(title !== undefined && { title }), fields };
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
