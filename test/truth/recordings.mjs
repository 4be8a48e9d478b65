import { field } from './field.mjs';
import { sameText, within } from './same.mjs';

/** What ffprobe says of a file's moving picture; a cover in a song is none. */
export function pictureOf(told) {
  return told?.streams?.find(
    ({ codec_type, disposition }) => codec_type === 'video' && !disposition?.attached_pic,
  );
}

/** ffprobe counts samples of one bit by the byte. */
export function samplesPerSecond({ sample_rate, codec_name = '' }) {
  return Number(sample_rate) * (codec_name.startsWith('dsd') ? 8 : 1) || undefined;
}

/** Asked with the first stream of sound in a file that has a picture, too. */
const ofSoundtrack = (theirs) => (told) => {
  const stream = told?.streams?.find(({ codec_type }) => codec_type === 'audio');
  return stream === undefined || pictureOf(told) === undefined ? undefined : theirs(stream);
};

const ofPicture = (theirs) => (told, details) => {
  const stream = pictureOf(told);
  return stream && theirs(stream, told.format, details);
};

const soundtrack = field('soundtrack', 'ffprobe', ofSoundtrack, 'audio');
const picture = field('video', 'ffprobe', ofPicture, 'video');

/** What is compared of videos beside their size, their codec and how long they are. */
export const moreOfVideos = [
  picture('frame rate', undefined, rateOf, ({ framesPerSecond }) => framesPerSecond, within(0.01, 0.01)),
  picture('rotation', undefined, rotationOf, ({ rotationDegrees = 0 }) => rotationDegrees),
  picture(
    'bit rate',
    undefined,
    (_, { bit_rate }) => Number(bit_rate) || undefined,
    ({ bitsPerSecond }) => bitsPerSecond,
    within(1000, 0.02),
  ),
  picture(
    'created',
    undefined,
    (_, { tags }) => (UNSET.test(tags?.creation_time) ? undefined : tags?.creation_time?.slice(0, 19)),
    ({ created }) => created?.slice(0, 19),
  ),
  soundtrack(
    'codec',
    undefined,
    (stream) => stream.codec_name,
    ({ codec }) => codec,
  ),
  soundtrack('rate', undefined, samplesPerSecond, ({ samplesPerSecond }) => samplesPerSecond),
  soundtrack(
    'channels',
    undefined,
    (stream) => stream.channels || undefined,
    ({ channels }) => channels,
  ),
];

/** What a writer puts that knows of no date. */
const UNSET = /^19(04|70)-01-01/;

/** Fractions of frames by seconds; of the stream as a whole, where ffprobe knows. */
function rateOf({ avg_frame_rate: rate }) {
  const [frames, seconds] = rate.split('/').map(Number);
  return frames > 0 && seconds > 0 ? frames / seconds : undefined;
}

/** ffprobe's is counter-clockwise. Asked only where either of both sees the picture turned. */
function rotationOf({ side_data_list: notes = [] }, _format, { video }) {
  const turned = notes.find(({ rotation }) => rotation !== undefined)?.rotation ?? 0;
  const clockwise = (360 - turned) % 360;
  return clockwise === 0 && video?.rotationDegrees === undefined ? undefined : clockwise;
}

/** A tag of the file, or, as Ogg has them, of a stream. */
const ofTag = (name, read) =>
  field('tag', 'ffprobe', (theirs) => (told) => theirs(tagOf(told, name)), 'tags')(
    name,
    undefined,
    (text) => (text === undefined ? undefined : read(text)),
    (tags) => tags[ours[name] ?? name],
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
export const tagsOfRecordings = [
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
