import type { MediaTags } from '../../details.ts';

/**
 * What tags are called: by Vorbis comments, Matroska and APE tags (in words), ID3 (three or four letters), QuickTime
 * and MP4 (four), RIFF and AIFF (four), Windows Media (`WM/…`).
 */
const names: readonly (readonly [keyof MediaTags, string])[] = [
  ['title', 'TITLE TIT2 TT2 ©NAM INAM NAME TITL NAM'],
  ['artist', 'ARTIST AUTHOR TPE1 TP1 ©ART IART AUTH PERF'],
  ['album', 'ALBUM TALB TAL ©ALB IPRD WM/ALBUMTITLE ALBM'],
  ['albumArtist', 'ALBUMARTIST ALBUM_ARTIST TPE2 TP2 AART WM/ALBUMARTIST'],
  ['composer', 'COMPOSER TCOM TCM ©WRT ©COM WM/COMPOSER IMUS'],
  ['genre', 'GENRE GNRE TCON TCO ©GEN IGNR WM/GENRE'],
  ['date', 'DATE YEAR DATE_RELEASED TDRC TYER TYE ©DAY ICRD WM/YEAR YRRC'],
  ['track', 'TRACKNUMBER TRACK TRCK TRK TRKN IPRT ITRK WM/TRACKNUMBER PART_NUMBER'],
  ['disc', 'DISCNUMBER DISC TPOS TPA DISK WM/PARTOFSET'],
  ['comment', 'COMMENT COMMENTS DESCRIPTION COMM COM ©CMT ©DES ICMT WM/COMMENTS ANNO DSCP ©INF'],
  ['encoder', 'ENCODER TSSE TSS ©TOO ©SWR ©ENC ISFT WM/ENCODINGSETTINGS WRITING_APP TOOL'],
];

const fields = new Map(
  names.flatMap(([field, list]) => list.split(' ').map((name) => [name, field] as const)),
);

/** The field that a tag belongs to, whatever case its name is written in. */
export function fieldOfTag(name: string): keyof MediaTags | undefined {
  const upper = name.trim().toUpperCase();
  return fields.get(upper.replaceAll(' ', '')) ?? fields.get(upper.replaceAll(' ', '_'));
}
