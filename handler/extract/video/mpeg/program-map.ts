import type { Track } from '../recording.ts';

/** By the type of stream (ISO/IEC 13818-1, table 2-34, and what ATSC and Blu-ray add). */
const types: Readonly<Record<number, readonly [Track['kind'], string]>> = {
  1: ['video', 'mpeg1video'],
  2: ['video', 'mpeg2video'],
  3: ['audio', 'mp2'],
  4: ['audio', 'mp2'],
  15: ['audio', 'aac'],
  16: ['video', 'mpeg4'],
  17: ['audio', 'aac_latm'],
  27: ['video', 'h264'],
  32: ['video', 'h264'],
  33: ['video', 'jpeg2000'],
  36: ['video', 'hevc'],
  51: ['video', 'vvc'],
  66: ['video', 'cavs'],
  128: ['audio', 'pcm_bluray'],
  129: ['audio', 'ac3'],
  130: ['audio', 'dts'],
  131: ['audio', 'truehd'],
  132: ['audio', 'eac3'],
  133: ['audio', 'dts'],
  134: ['audio', 'dts'],
  135: ['audio', 'eac3'],
  144: ['subtitle', 'hdmv_pgs_subtitle'],
  209: ['video', 'dirac'],
  234: ['video', 'vc1'],
};

/** By the descriptor that European broadcasts put on private data (ETSI EN 300 468). */
const descriptors: Readonly<Record<number, readonly [Track['kind'], string]>> = {
  86: ['subtitle', 'dvb_teletext'],
  89: ['subtitle', 'dvb_subtitle'],
  106: ['audio', 'ac3'],
  122: ['audio', 'eac3'],
  123: ['audio', 'dts'],
  124: ['audio', 'aac'],
};
const registrations: Readonly<Record<string, readonly [Track['kind'], string]>> = {
  'AC-3': ['audio', 'ac3'],
  EAC3: ['audio', 'eac3'],
  HEVC: ['video', 'hevc'],
  'VC-1': ['video', 'vc1'],
  Opus: ['audio', 'opus'],
  DTS1: ['audio', 'dts'],
  DTS2: ['audio', 'dts'],
  DTS3: ['audio', 'dts'],
  AV01: ['video', 'av1'],
  drac: ['video', 'dirac'],
};

const REGISTRATION = 5;
const MAX_PROGRAMS = 64;
const MAX_DESCRIPTORS = 32;

/** The streams of the maps that a program association section lists, the first first. */
export function readProgramAssociation(section: Buffer): number[] {
  const end = Math.min(sectionEnd(section), 8 + MAX_PROGRAMS * 4);
  const maps: number[] = [];
  for (let at = 8; at + 4 <= end; at += 4) {
    if (section.readUInt16BE(at) !== 0) maps.push(section.readUInt16BE(at + 2) & 0x1fff);
  }
  return maps;
}

/** The tracks that a program map section lists, by stream. */
export function readProgramMap(section: Buffer): Map<number, Track> {
  const tracks = new Map<number, Track>();
  if (section.length < 12) return tracks;
  const end = sectionEnd(section);
  let at = 12 + (section.readUInt16BE(10) & 0xfff);
  while (at + 5 <= end) {
    const next = at + 5 + (section.readUInt16BE(at + 3) & 0xfff);
    const [kind, codec] = types[section.readUInt8(at)] ??
      byDescriptors(section.subarray(at + 5, next)) ?? ['other', undefined];
    tracks.set(section.readUInt16BE(at + 1) & 0x1fff, { kind, codec });
    at = next;
  }
  return tracks;
}

/** Without the checksum. */
function sectionEnd(section: Buffer): number {
  if (section.length < 3) return 0;
  return Math.min(section.length, 3 + (section.readUInt16BE(1) & 0xfff) - 4);
}

function byDescriptors(bytes: Buffer): readonly [Track['kind'], string] | undefined {
  let at = 0;
  for (let count = 0; count < MAX_DESCRIPTORS && at + 2 <= bytes.length; count += 1) {
    const tag = bytes.readUInt8(at);
    const name = bytes.toString('latin1', at + 2, at + 6);
    const found =
      tag === REGISTRATION && Object.hasOwn(registrations, name) ? registrations[name] : descriptors[tag];
    if (found !== undefined) return found;
    at += 2 + bytes.readUInt8(at + 1);
  }
  return undefined;
}
