import { sameCodec, within } from '../same.mjs';
import { field } from './field.mjs';
import { pictureOf, samplesPerSecond, secondOpinion, seconds } from './recordings.mjs';
import { tags } from './tags.mjs';

/** Files with sound and no moving picture; notes of modules have no rate but that at which they are played. */
const ofSound = (theirs) => (told) => {
  const stream = told?.streams?.find(({ codec_type }) => codec_type === 'audio');
  const isPlayed = told?.format?.format_name === 'libopenmpt';
  return stream === undefined || isPlayed || pictureOf(told) !== undefined ? undefined : theirs(told, stream);
};

const audio = field('audio', 'ffprobe', ofSound, 'audio');

/** What is compared of files with sound alone, and the tags of all recordings. */
export const sounds = [
  audio(
    'duration',
    95,
    ({ format }) => seconds(format),
    ({ durationSeconds }) => durationSeconds,
    within(0.5, 0.02),
  ),
  audio(
    'sample rate',
    98,
    (_, stream) => samplesPerSecond(stream),
    ({ samplesPerSecond }) => samplesPerSecond,
  ),
  audio(
    'channels',
    98,
    (_, stream) => stream.channels || undefined,
    ({ channels }) => channels,
  ),
  audio(
    'codec',
    98,
    (_, stream) => stream.codec_name,
    ({ codec }) => codec,
    sameCodec,
  ),
  secondOpinion(
    'audio',
    95,
    (tracks) =>
      tracks.some(({ '@type': type }) => type === 'Audio') &&
      !tracks.some(({ '@type': type }) => type === 'Video'),
    ({ audio }) => audio?.durationSeconds,
    within(0.5, 0.02),
  ),
  ...tags,
];
