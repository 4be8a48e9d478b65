import type { ScannedJson } from '../text/scan-json.ts';

/** https://www.rfc-editor.org/rfc/rfc7946#section-1.4: the types of what stands for itself. */
const GEO_JSON = /"type"\s{0,20}:\s{0,20}"(?:Feature|FeatureCollection)"/;
const CHARACTERS = 8192;

/** Formats written in JSON that have a media type, by the names of their outermost members; undefined for any other. */
export function jsonFormat({ type, keys }: ScannedJson, text: string): string | undefined {
  if (type !== 'object') return undefined;
  if (keys.includes('nbformat') && keys.includes('cells')) return 'application/x-ipynb+json';
  if (keys.includes('@context')) return 'application/ld+json';
  const places = keys.includes('features') || keys.includes('geometry');
  return places && GEO_JSON.test(text.slice(0, CHARACTERS)) ? 'application/geo+json' : undefined;
}

/** Formats written in JSON that names tell, too. */
export const jsonFormats = [
  'application/geo+json',
  'application/ld+json',
  'application/manifest+json',
  'application/x-ipynb+json',
] as const;
