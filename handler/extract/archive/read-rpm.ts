import type { ByteSource } from '../byte-source.ts';
import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

/** https://rpm-software-management.github.io/rpm/manual/format_v4.html */
const LEAD = 96;
const INTRO = 16;
const ENTRY = 16;
const MAGIC = 0x8eade8;
const MAX_HEADER = 4 * 1024 * 1024;
const SUMMARY = 1004;
const SIZE = 1009;
const BASE_NAMES = 1117;
const LONG_SIZE = 5009;

/** Reads the header of an RPM package: how many files it installs, and how large they are. */
export const readRpm: Reader = async ({ source }, draft) => {
  const signature = await introAt(source, LEAD);
  const header = await introAt(source, LEAD + Math.ceil(signature.bytes / 8) * 8);
  const bytes = await source.read(header.start, Math.min(header.bytes, MAX_HEADER));
  const values = bytes.subarray(INTRO + header.entries * ENTRY);
  const tags = tagsIn(bytes, header.entries);
  const number = (tag: number, width: 4 | 8) => {
    const at = tags.get(tag)?.offset;
    if (at === undefined || at + width > values.length) return undefined;
    return width === 4 ? values.readUInt32BE(at) : Number(values.readBigUInt64BE(at));
  };
  const uncompressedBytes = number(LONG_SIZE, 8) ?? number(SIZE, 4);
  const summary = tags.get(SUMMARY)?.offset;
  const entries = tags.get(BASE_NAMES)?.count;
  draft.archive = {
    ...(entries === undefined ? {} : { entries }),
    ...(uncompressedBytes === undefined ? {} : { uncompressedBytes }),
    ...(summary === undefined ? {} : { comment: textAt(values, summary) }),
  };
};

async function introAt(source: ByteSource, start: number) {
  const intro = await exactBytes(source, start, INTRO);
  if (intro.readUIntBE(0, 3) !== MAGIC) throw new UnreadableError('its header is damaged');
  const entries = intro.readUInt32BE(8);
  return { start, entries, bytes: INTRO + entries * ENTRY + intro.readUInt32BE(12) };
}

interface Tag {
  readonly offset: number;
  readonly count: number;
}

function tagsIn(header: Buffer, entries: number): ReadonlyMap<number, Tag> {
  const tags = new Map<number, Tag>();
  for (let index = 0; index < entries && INTRO + (index + 1) * ENTRY <= header.length; index += 1) {
    const at = INTRO + index * ENTRY;
    tags.set(header.readUInt32BE(at), {
      offset: header.readUInt32BE(at + 8),
      count: header.readUInt32BE(at + 12),
    });
  }
  return tags;
}

function textAt(values: Buffer, at: number): string {
  const end = values.indexOf(0, at);
  return values.toString('utf8', at, end < 0 ? at : end);
}
