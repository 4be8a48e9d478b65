import { exactBytes } from '../../exact-bytes.ts';
import type { Reader } from '../../reader.ts';
import { putRecording, type Recording, type Track } from '../../video/recording.ts';
import { addTag } from '../tags/add-tag.ts';

const codecs: Readonly<Record<string, string>> = {
  cook: 'cook',
  dnet: 'ac3',
  sipr: 'sipr',
  atrc: 'atrac3',
  '28_8': 'ra_288',
  lpcJ: 'ra_144',
  raac: 'aac',
  racp: 'aac',
};
/** Where the versions that name a codec keep what they say. */
const LAYOUTS: Readonly<Record<number, { rate: number; channels: number; codec: number }>> = {
  4: { rate: 48, channels: 54, codec: 62 },
  5: { rate: 54, channels: 60, codec: 66 },
};
const HEADER = 70;
/** Where the header begins whose length version 4 says. */
const LENGTH_COUNTS_FROM = 16;
/** In version 4, texts follow the codec and three bytes. */
const TEXTS = 69;

/** Reads RealAudio that is not in a RealMedia file: its header, of which version 4 says how much a minute takes. */
export const readRealAudio: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, HEADER);
  const recording: Recording = { container: 'rm', tracks: [realAudioTrack(header)] };
  const isFourth = header.readUInt16BE(4) === 4;
  if (isFourth) recording.durationSeconds = secondsOf(header, source.size);
  putRecording(draft, recording, source.size);
  if (!isFourth) return;
  const texts = await source.read(TEXTS, 768);
  let at = 0;
  for (const name of ['TITLE', 'AUTHOR']) {
    const end = at + 1 + (texts[at] ?? 0);
    addTag(draft, name, texts.toString('latin1', at + 1, end));
    at = end;
  }
};

function secondsOf(header: Buffer, size: number): number | undefined {
  const bytesPerMinute = header.readUInt32BE(32);
  const dataBytes = size - LENGTH_COUNTS_FROM - header.readUInt32BE(18);
  return bytesPerMinute > 0 ? (dataBytes * 60) / bytesPerMinute : undefined;
}

/** What the header of RealAudio says; version 3 is of one kind only. */
export function realAudioTrack(header: Buffer): Track {
  const layout = header.length < HEADER ? undefined : LAYOUTS[header.readUInt16BE(4)];
  if (layout === undefined) return { kind: 'audio', codec: 'ra_144', samplesPerSecond: 8000, channels: 1 };
  return {
    kind: 'audio',
    codec: codecs[header.toString('latin1', layout.codec, layout.codec + 4)],
    samplesPerSecond: header.readUInt16BE(layout.rate),
    channels: header.readUInt16BE(layout.channels),
  };
}
