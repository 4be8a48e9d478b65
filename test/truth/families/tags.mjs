import { sameText } from '../same.mjs';
import { field } from './field.mjs';

/** A tag of the file, or, as Ogg has them, of a stream. */
const ofTag = (name, read) =>
  field('tag', 'ffprobe', (theirs) => (told) => theirs(tagOf(told, name)), 'tags')(
    name,
    undefined,
    (text) => (text === undefined ? undefined : read(text)),
    (told) => told[ours[name] ?? name],
    typeof read('1') === 'number' ? undefined : (mine, theirs) => sameText(plain(mine), plain(theirs)),
  );

/** Lists and dates are put together in more ways than one. */
function plain(value) {
  return value.replace(/;\s*/g, ';').replace(/^(\d{4})[/.](\d\d)[/.]/, '$1-$2-');
}

const ours = { album_artist: 'albumArtist' };
const text = (value) => (value.trim() === '' ? undefined : value);
const leading = (value) => Number.parseInt(value, 10) || undefined;

/** What is compared of the tags of recordings. */
export const tags = [
  ...['title', 'artist', 'album', 'album_artist', 'composer', 'genre', 'date'].map((name) =>
    ofTag(name, text),
  ),
  ...['track', 'disc'].map((name) => ofTag(name, leading)),
];

function tagOf(told, name) {
  const isOgg = told?.format?.format_name === 'ogg';
  const places = [told?.format?.tags, ...(isOgg ? told.streams.map(({ tags }) => tags) : [])];
  const found = places
    .flatMap((tags) => Object.entries(tags ?? {}))
    .find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}
