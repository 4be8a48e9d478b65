import type { PhotoDetails } from '../../details.ts';
import type { Draft } from '../../reader.ts';

const names: Readonly<Record<string, keyof Pick<PhotoDetails, 'make' | 'model' | 'software' | 'taken'>>> = {
  make: 'make',
  model: 'model',
  software: 'software',
  creationdate: 'taken',
  manufacturer: 'make',
  '©mak': 'make',
  '©mod': 'model',
};

/** ISO 6709: `+48.8577+002.295+035.000/`. */
const PLACE = /^([+-]\d{1,2}(?:\.\d{1,9})?)([+-]\d{1,3}(?:\.\d{1,9})?)([+-]\d{1,6}(?:\.\d{1,9})?)?/;
const PLACES = new Set(['location.ISO6709', '©xyz']);
/** `2024-05-01T12:00:00+0200` lacks a colon to be what this project writes. */
const OFFSET = /([+-]\d\d)(\d\d)$/;

/** Notes what a phone or camera wrote into its video: false when it is nothing of the kind. */
export function addCameraNote(draft: Draft, name: string, text: string): boolean {
  if (PLACES.has(name)) return addPlace(draft, text);
  const field = Object.hasOwn(names, name) ? names[name] : undefined;
  if (field === undefined) return false;
  const value = field === 'taken' ? text.trim().replace(OFFSET, '$1:$2') : text;
  draft.photo = { [field]: value, ...draft.photo };
  return true;
}

function addPlace(draft: Draft, text: string): boolean {
  const [, latitude, longitude, altitude] = PLACE.exec(text) ?? [];
  if (latitude === undefined || longitude === undefined) return false;
  draft.photo = {
    latitude: Number(latitude),
    longitude: Number(longitude),
    ...(altitude === undefined ? {} : { altitudeMetres: Number(altitude) }),
    ...draft.photo,
  };
  return true;
}
