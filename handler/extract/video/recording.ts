import { assignFound } from '../assign-found.ts';
import type { AudioDetails, VideoDetails } from '../details.ts';
import type { Draft } from '../reader.ts';

/** One stream of pictures, sound or text in a file. */
export interface Track {
  kind: 'video' | 'audio' | 'subtitle' | 'other';
  /** As ffmpeg calls it. */
  codec?: string | undefined;
  durationSeconds?: number | undefined;
  widthPixels?: number | undefined;
  heightPixels?: number | undefined;
  rotationDegrees?: number | undefined;
  framesPerSecond?: number | undefined;
  samplesPerSecond?: number | undefined;
  channels?: number | undefined;
  bitsPerSample?: number | undefined;
  bitsPerSecond?: number | undefined;
}

/** What a container of several tracks holds. */
export interface Recording {
  container: string;
  durationSeconds?: number | undefined;
  created?: string | undefined;
  readonly tracks: Track[];
}

type Findings<T> = { readonly [Field in keyof T]?: T[Field] | undefined };

/** Adds to the draft what is known of pictures. */
export function putVideo(draft: Draft, findings: Findings<VideoDetails>): void {
  draft.video ??= {};
  assignFound(draft.video, findings);
}

/** Adds to the draft what is known of sound. */
export function putAudio(draft: Draft, findings: Findings<AudioDetails>): void {
  draft.audio ??= {};
  assignFound(draft.audio, findings);
}

/**
 * Writes a recording into the draft: as a video when it has pictures, with its first sound track beside it, else as
 * sound. What is zero is not known.
 */
export function putRecording(draft: Draft, recording: Recording, bytes: number): void {
  const { container, created, tracks } = recording;
  const durationSeconds = within(recording.durationSeconds, LONGEST_SECONDS) ?? longest(tracks);
  const bitsPerSecond = durationSeconds === undefined ? undefined : Math.round((bytes * 8) / durationSeconds);
  const video = tracks.find(({ kind }) => kind === 'video');
  const audio = tracks.find(({ kind }) => kind === 'audio');
  if (video !== undefined) {
    putVideo(draft, {
      container,
      durationSeconds,
      ...pictureOf(video),
      bitsPerSecond,
      created,
      audioTracks: tracks.filter(({ kind }) => kind === 'audio').length,
      subtitleTracks: tracks.filter(({ kind }) => kind === 'subtitle').length,
    });
    if (audio !== undefined) putAudio(draft, soundOf(audio));
  } else if (audio !== undefined) {
    putAudio(draft, { container, durationSeconds, bitsPerSecond, ...soundOf(audio) });
  } else if (durationSeconds !== undefined) {
    putVideo(draft, { container, durationSeconds, created });
  }
}

function pictureOf(track: Track): Findings<VideoDetails> {
  return {
    codec: track.codec,
    widthPixels: within(track.widthPixels, MOST_PIXELS),
    heightPixels: within(track.heightPixels, MOST_PIXELS),
    rotationDegrees: within(track.rotationDegrees, 359),
    framesPerSecond: within(track.framesPerSecond, MOST_FRAMES),
  };
}

function soundOf(track: Track): Findings<AudioDetails> {
  return {
    codec: track.codec,
    samplesPerSecond: within(track.samplesPerSecond, MOST_SAMPLES),
    channels: within(track.channels, MOST_CHANNELS),
    bitsPerSample: within(track.bitsPerSample, MOST_BITS),
    lossless: track.codec === undefined ? undefined : isLossless(track.codec),
    ...(track.bitsPerSecond === undefined ? {} : { bitsPerSecond: track.bitsPerSecond }),
  };
}

function longest(tracks: readonly Track[]): number | undefined {
  return within(Math.max(0, ...tracks.map(({ durationSeconds = 0 }) => durationSeconds)), LONGEST_SECONDS);
}

/** What no recording has is damage. */
const LONGEST_SECONDS = 366 * 86_400;
const MOST_PIXELS = 65_535;
const MOST_FRAMES = 100_000;
const MOST_SAMPLES = 50_000_000;
const MOST_CHANNELS = 1024;
const MOST_BITS = 64;

function within(value: number | undefined, most: number): number | undefined {
  return value !== undefined && value > 0 && value <= most ? value : undefined;
}

const LOSSLESS = new Set([
  'alac',
  'ape',
  'flac',
  'mlp',
  'mp4als',
  'tak',
  'truehd',
  'tta',
  'wavpack',
  'wmalossless',
]);

function isLossless(codec: string): boolean {
  return LOSSLESS.has(codec) || /^pcm_[suf]/.test(codec) || codec.startsWith('dsd_');
}
