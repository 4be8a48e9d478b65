import { exactBytes } from '../../exact-bytes.ts';
import type { Draft, Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putAudio } from '../../video/recording.ts';
import { addTag } from '../tags/add-tag.ts';
import { midiEvents } from './midi-events.ts';

const MOST = 2 * 1024 * 1024;
const MAX_TRACKS = 200;
const MAX_EVENTS = 500_000;
const HEADER = 8;
const TRACK_NAME = 3;
const TEMPO = 0x51;
/** Before anything else is said: 120 quarter notes a minute. */
const DEFAULT_TEMPO = 500_000;

interface Tempo {
  readonly ticks: number;
  readonly microseconds: number;
}

interface Song {
  readonly tempos: Tempo[];
  ticks: number;
  events: number;
}

/** Reads MIDI files: how long they play, by the tempos in them, and what they are called. */
export const readMidi: Reader = async ({ source }, draft) => {
  const head = await exactBytes(source, 0, 14);
  if (head.toString('latin1', 0, 4) !== 'MThd') throw new UnreadableError('it does not begin as MIDI does');
  const bytes = await source.read(0, MOST);
  const song: Song = { tempos: [], ticks: 0, events: 0 };
  let at = HEADER + head.readUInt32BE(4);
  for (let track = 0; track < MAX_TRACKS && at + HEADER <= bytes.length; track += 1) {
    const end = at + HEADER + bytes.readUInt32BE(at + 4);
    if (bytes.toString('latin1', at, at + 4) === 'MTrk')
      readTrack(bytes.subarray(at + HEADER, end), song, draft);
    at = end;
  }
  putAudio(draft, { container: 'midi', durationSeconds: secondsOf(song, head.readInt16BE(12)) });
};

function readTrack(track: Buffer, song: Song, draft: Draft): void {
  let ticks = 0;
  for (const event of midiEvents(track)) {
    song.events += 1;
    if (song.events > MAX_EVENTS) break;
    ticks += event.ticks;
    if (event.type === TEMPO && event.content.length === 3) {
      song.tempos.push({ ticks, microseconds: event.content.readUIntBE(0, 3) });
    } else if (event.type === TRACK_NAME) addTag(draft, 'TITLE', event.content.toString('utf8'));
  }
  song.ticks = Math.max(song.ticks, ticks);
}

/** The division is ticks in a quarter note, or (negative) frames a second and ticks in a frame. */
function secondsOf({ tempos, ticks }: Song, division: number): number | undefined {
  if (division < 0) return ticks / (-(division >> 8) * (division & 0xff));
  if (division === 0) return undefined;
  let seconds = 0;
  let last: Tempo = { ticks: 0, microseconds: DEFAULT_TEMPO };
  for (const tempo of tempos.sort((one, other) => one.ticks - other.ticks)) {
    seconds += ((tempo.ticks - last.ticks) * last.microseconds) / division / 1e6;
    last = tempo;
  }
  return seconds + ((ticks - last.ticks) * last.microseconds) / division / 1e6;
}
