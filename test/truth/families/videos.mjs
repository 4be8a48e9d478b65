import { sameCodec, within } from '../same.mjs';
import { field } from './field.mjs';
import { pictureOf, samplesPerSecond, secondOpinion, seconds } from './recordings.mjs';

/** Asked with the first stream of sound in a file that has a picture, too. */
const ofSoundtrack = (theirs) => (told) => {
  const stream = told?.streams?.find(({ codec_type }) => codec_type === 'audio');
  return stream === undefined || pictureOf(told) === undefined ? undefined : theirs(stream);
};

const ofPicture = (theirs) => (told, details) => {
  const stream = pictureOf(told);
  return stream && theirs(stream, told.format, details);
};

const video = field('video', 'ffprobe', ofPicture, 'video');
const soundtrack = field('soundtrack', 'ffprobe', ofSoundtrack, 'audio');

/** What a writer puts that knows of no date. */
const UNSET = /^19(04|70)-01-01/;

/** What is compared of files with a moving picture. */
export const videos = [
  video(
    'duration',
    98,
    (_, format) => seconds(format),
    ({ durationSeconds }) => durationSeconds,
    within(0.1, 0.01),
  ),
  video(
    'width',
    98,
    (stream) => stream.width || undefined,
    ({ widthPixels }) => widthPixels,
  ),
  video(
    'height',
    98,
    (stream) => stream.height || undefined,
    ({ heightPixels }) => heightPixels,
  ),
  video(
    'codec',
    98,
    (stream) => stream.codec_name,
    ({ codec }) => codec,
    sameCodec,
  ),
  secondOpinion(
    'video',
    98,
    (tracks) => tracks.find(({ '@type': type }) => type === 'Video') !== undefined,
    ({ video }) => video?.durationSeconds,
    within(0.1, 0.01),
  ),
  video('frame rate', undefined, rateOf, ({ framesPerSecond }) => framesPerSecond, within(0.01, 0.01)),
  video('rotation', undefined, rotationOf, ({ rotationDegrees = 0 }) => rotationDegrees),
  video(
    'bit rate',
    undefined,
    (_, { bit_rate }) => Number(bit_rate) || undefined,
    ({ bitsPerSecond }) => bitsPerSecond,
    within(1000, 0.02),
  ),
  video(
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
