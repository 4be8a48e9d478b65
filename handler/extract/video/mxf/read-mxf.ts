import type { ByteSource } from '../../byte-source.ts';
import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { putRecording, type Recording } from '../recording.ts';
import { itemsOf, type KeyValue, keyValues } from './key-values.ts';
import { createdIn, trackOf } from './read-set.ts';
import { type Timeline, timeline } from './timeline.ts';

const PARTITION = '060e2b34020501..0d010201010';
const SET = '060e2b34025301..0d01010101';
const ESSENCE = '060e2b34010201..0d010301';
/** What may be in front of the first partition. */
const MAX_RUN_IN = 65_536;
const START = Buffer.from('060e2b34020501010d010201', 'hex');
/** Of a partition: where the one at the end of the file begins. */
const FOOTER = 24;
const MAX_KEYS = 600;
const MAX_SET = 64 * 1024;

/** Reads MXF: the sets of metadata in its first partition, and those in its last where the first was written too early. */
export const readMxf: Reader = async ({ source }, draft) => {
  const start = (await source.read(0, MAX_RUN_IN)).indexOf(START);
  if (start < 0) throw new UnreadableError('it has no partition');
  const recording: Recording = { container: 'mxf', tracks: [] };
  try {
    const footer = await readPartition(source, start, recording);
    if (footer > 0 && isUnfinished(recording)) {
      const last: Recording = { container: 'mxf', tracks: [] };
      await readPartition(source, start + footer, last);
      if (last.tracks.length > 0) Object.assign(recording, { ...last, created: recording.created });
    }
  } finally {
    putRecording(draft, recording, source.size);
  }
  if (recording.tracks.length === 0) throw new UnreadableError('it describes no track');
};

function isUnfinished({ durationSeconds, tracks }: Recording): boolean {
  return [durationSeconds, ...tracks.map((track) => track.durationSeconds)].every((seconds) => !seconds);
}

/** Resolves to where the last partition begins; 0 when it is not known. */
async function readPartition(source: ByteSource, start: number, recording: Recording): Promise<number> {
  let footer = 0;
  let isFirst = true;
  const times = timeline();
  for await (const item of keyValues(source, start, MAX_KEYS)) {
    if (item.key.startsWith(ESSENCE)) break;
    if (item.key.startsWith(PARTITION) && isFirst) footer = await footerIn(source, item);
    else if (item.key.startsWith(SET)) await readSet(source, item, recording, times);
    isFirst = false;
  }
  recording.durationSeconds = times.longest();
  return footer;
}

async function footerIn(source: ByteSource, { content }: KeyValue): Promise<number> {
  const bytes = await source.read(content + FOOTER, 8);
  return bytes.length === 8 ? Number(bytes.readBigUInt64BE(0)) : 0;
}

async function readSet(
  source: ByteSource,
  { key, content, end }: KeyValue,
  recording: Recording,
  times: Timeline,
): Promise<void> {
  const items = itemsOf(await source.read(content, Math.min(end - content, MAX_SET)));
  times.add(items);
  const track = trackOf(items);
  if (track !== undefined) recording.tracks.push(track);
  recording.created ??= createdIn(key, items);
}
