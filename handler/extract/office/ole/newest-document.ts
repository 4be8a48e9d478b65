import { type PowerPointRecord, RECORD_HEADER, recordOf } from './powerpoint-records.ts';

/** Gets bytes of the presentation's stream. */
export type ReadStream = (position: number, length: number) => Promise<Buffer | undefined>;

const EDIT = 0xff5;
const EDIT_BYTES = RECORD_HEADER + 20;
const DIRECTORY = 0x1772;
const MAX_DIRECTORY = 64 * 1024;
/** Every saving that only adds to the file makes one. */
const MAX_EDITS = 50;

/**
 * Where the newest version of a presentation's document lies in its stream. `edit` is where the newest saving is described;
 * each has a list of what it changed, and names the one before. Undefined when none has the document.
 */
export async function newestDocument(read: ReadStream, edit: number): Promise<number | undefined> {
  let at = edit;
  for (let count = 0; count < MAX_EDITS; count += 1) {
    const saved = recordOf(EDIT, await read(at, EDIT_BYTES))?.data;
    if (saved === undefined || saved.length < 20) return undefined;
    const directory = await recordAt(read, saved.readUInt32LE(12));
    const place = directory && placeIn(directory.data, saved.readUInt32LE(16));
    if (place !== undefined) return place;
    at = saved.readUInt32LE(8);
    if (at === 0) return undefined;
  }
  return undefined;
}

async function recordAt(read: ReadStream, position: number): Promise<PowerPointRecord | undefined> {
  const length = recordOf(DIRECTORY, await read(position, RECORD_HEADER))?.length ?? 0;
  const most = Math.min(RECORD_HEADER + length, MAX_DIRECTORY);
  return length === 0 ? undefined : recordOf(DIRECTORY, await read(position, most));
}

/** Runs of positions: the first one's number in 20 bits, and in 12 how many there are. */
function placeIn(directory: Buffer, wanted: number): number | undefined {
  for (let at = 0; at + 4 <= directory.length; ) {
    const head = directory.readUInt32LE(at);
    const [first, count] = [head & 0xfffff, head >>> 20];
    const place = at + 4 + (wanted - first) * 4;
    if (wanted >= first && wanted < first + count && place + 4 <= directory.length)
      return directory.readUInt32LE(place);
    at += 4 + count * 4;
  }
  return undefined;
}
