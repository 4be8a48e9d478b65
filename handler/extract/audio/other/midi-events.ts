/** One event of a track. */
export interface MidiEvent {
  /** Since the one before. */
  readonly ticks: number;
  /** Of a meta event; undefined for notes and the like. */
  readonly type: number | undefined;
  readonly content: Buffer;
}

const PROGRAM_CHANGE = 0xc0;
const PITCH_BEND = 0xe0;
const META = 0xff;
const SYSTEM = 0xf0;
const SYSTEM_MORE = 0xf7;
const NOTHING = Buffer.alloc(0);

/** The events of a track; ends where they make no sense. A note may leave out its status when it is the last one's. */
export function* midiEvents(track: Buffer): Generator<MidiEvent> {
  let at = 0;
  let running = 0;
  while (at < track.length) {
    const { value: ticks, end } = numberAt(track, at);
    const event = eventAt(track, end, running);
    if (event === undefined) return;
    yield { ticks, type: event.type, content: event.content };
    running = event.status < SYSTEM ? event.status : 0;
    at = event.end;
  }
}

function eventAt(track: Buffer, position: number, running: number) {
  const byte = track[position] ?? 0;
  const [status, start] = byte >= 0x80 ? [byte, position + 1] : [running, position];
  if (status < 0x80) return undefined;
  const event = status < SYSTEM ? noteAt(status, start) : longEventAt(track, status, start);
  return event && { status, ...event };
}

function noteAt(status: number, start: number) {
  const isShort = status >= PROGRAM_CHANGE && status < PITCH_BEND;
  return { type: undefined, content: NOTHING, end: start + (isShort ? 1 : 2) };
}

function longEventAt(track: Buffer, status: number, start: number) {
  if (status !== META && status !== SYSTEM && status !== SYSTEM_MORE) return undefined;
  const { value, end } = numberAt(track, status === META ? start + 1 : start);
  const type = status === META ? track[start] : undefined;
  return { type, content: track.subarray(end, end + value), end: end + value };
}

/** Seven bits a byte, four bytes at most; all but the last have the eighth set. */
function numberAt(bytes: Buffer, position: number): { value: number; end: number } {
  let value = 0;
  for (let at = position; at < position + 4; at += 1) {
    const byte = bytes[at] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return { value, end: position + 4 };
}
