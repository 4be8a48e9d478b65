import { type Box, boxes } from '../../boxes.ts';
import type { ByteSource } from '../../byte-source.ts';
import type { Draft, Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording } from '../recording.ts';
import { fragmentedDuration, readSegmentIndex } from './fragmented-duration.ts';
import { readFragment } from './read-fragment.ts';
import { type Movie, readMovie } from './read-movie.ts';
import { readUserData } from './read-tags.ts';

/** Each may cost a read. */
const MAX_BOXES = 40;

/** Reads MP4, QuickTime and their like: from the headers of boxes, never from tables of samples. */
export const readIsoMedia: Reader = async ({ source }, draft) => {
  const movie: Movie = {
    recording: { container: 'quicktime', tracks: [] },
    tracks: [],
    timescale: 0,
    fragmented: false,
    sampleDurations: new Map(),
  };
  try {
    await readFile(source, movie, draft);
  } finally {
    putRecording(draft, movie.recording, source.size);
    correctMediaType(draft);
  }
};

async function readFile(source: ByteSource, movie: Movie, draft: Draft): Promise<void> {
  let found = false;
  for await (const box of boxes(source, 0, source.size, MAX_BOXES)) {
    if (box.type === 'moov') {
      found = true;
      await readMovie(source, box, movie, draft);
      if (!movie.fragmented) return;
    } else if (box.type === 'moof') {
      await readFragments(source, box, movie);
      break;
    } else await readBeside(source, box, movie, draft);
  }
  if (!found) throw new UnreadableError('it has no moov box: it is cut short, or was never finished');
}

/** What can stand beside the movie: what the file says that it is, tags, and an index of segments. */
async function readBeside(source: ByteSource, box: Box, movie: Movie, draft: Draft): Promise<void> {
  if (box.type === 'ftyp') {
    movie.recording.container = containerOf((await source.read(box.content, 4)).toString('latin1'));
  } else if (box.type === 'meta' || box.type === 'udta') await readUserData(source, box, draft);
  else if (box.type === 'sidx') {
    movie.segmentsSeconds = Math.max(movie.segmentsSeconds ?? 0, await readSegmentIndex(source, box));
  }
}

/** A rate hangs on fragments only where nothing before them said it; how long all lasts, on those that are there. */
async function readFragments(source: ByteSource, moof: Box, movie: Movie) {
  const fragments = await readFragment(source, moof, movie.sampleDurations);
  for (const fragment of fragments) {
    const track = movie.tracks.find(({ id }) => id === fragment.track);
    if (track?.kind !== 'video' || fragment.units === 0) continue;
    track.framesPerSecond ??= (fragment.samples * track.timescale) / fragment.units;
  }
  movie.recording.durationSeconds = await fragmentedDuration(source, movie, moof, fragments);
}

function containerOf(brand: string): string {
  if (brand === 'qt  ') return 'quicktime';
  return /^3g[2g-s]/.test(brand) ? '3gp' : 'mp4';
}

/** Only what is inside tells sound in a file whose brand does not say that it is sound. */
function correctMediaType(draft: Draft): void {
  const sound = draft.video === undefined && draft.audio !== undefined;
  if (sound && draft.mediaType === 'video/mp4') draft.mediaType = 'audio/mp4';
}
