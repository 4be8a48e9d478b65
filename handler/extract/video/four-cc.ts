/** ffmpeg's names for the four characters that AVI and its relatives put, each followed by them in upper case. */
const names: readonly (readonly [string, string])[] = [
  ['h264', 'H264 X264 AVC1 DAVC VSSH Q264 GAVC'],
  ['hevc', 'HEVC H265 X265'],
  ['av1', 'AV01'],
  ['vp8', 'VP80'],
  ['vp9', 'VP90'],
  ['vp6', 'VP60 VP61 VP62'],
  ['vp6f', 'VP6F'],
  ['vp3', 'VP30 VP31'],
  [
    'mpeg4',
    'FMP4 DIVX DX50 XVID MP4S M4S2 3IV2 UMP4 DIV1 BLZ0 RMP4 MP4V HDX4 XVIX SEDG FVFW DXGM GEOX PIM2 QMP4 WV1F LMP4 SIPP UMP4',
  ],
  ['msmpeg4v3', 'MP43 DIV3 MPG3 DIV5 DIV6 DIV4 AP41 COL1 COL0 DVX3'],
  ['msmpeg4v2', 'MP42 DIV2'],
  ['msmpeg4v1', 'MPG4 MP41'],
  ['wmv1', 'WMV1'],
  ['wmv2', 'WMV2 GXVE'],
  ['wmv3', 'WMV3'],
  ['vc1', 'WVC1 WMVA'],
  ['wmv3image', 'WMVP'],
  ['mss1', 'MSS1'],
  ['mss2', 'MSS2'],
  ['mpeg1video', 'MPG1 MPEG PIM1'],
  ['mpeg2video', 'MPG2 EM2V M701 MMES MP2V'],
  ['mjpeg', 'MJPG JPEG AVRN DMB1 MJPA QIVG SLMJ CJPG IJPG AVDJ LJPG IJLV'],
  ['dvvideo', 'DVSD DVHD DVSL DV25 DV50 DVC DVCP'],
  ['h263', 'H263 U263 M263 X263 T263 VIVO'],
  ['h261', 'H261'],
  ['flv1', 'FLV1 S263'],
  ['cinepak', 'CVID'],
  ['indeo2', 'RT21'],
  ['indeo3', 'IV31 IV32'],
  ['indeo4', 'IV41'],
  ['indeo5', 'IV50'],
  ['msvideo1', 'MSVC CRAM WHAM'],
  ['msrle', 'MRLE'],
  ['huffyuv', 'HFYU'],
  ['ffvhuff', 'FFVH'],
  ['ffv1', 'FFV1'],
  ['lagarith', 'LAGS'],
  ['utvideo', 'ULRG ULRA ULY0 ULY2 ULY4 ULH0 ULH2 ULH4'],
  ['magicyuv', 'MAGY M8RG M8RA M8Y4 M8Y2 M8Y0'],
  ['tscc', 'TSCC'],
  ['tscc2', 'TSC2'],
  ['cscd', 'CSCD'],
  ['zmbv', 'ZMBV'],
  ['fraps', 'FPS1'],
  ['theora', 'THEO'],
  ['dirac', 'DRAC'],
  ['png', 'MPNG PNG1'],
  ['cljr', 'CLJR'],
  ['8bps', '8BPS'],
  ['svq1', 'SVQ1'],
  ['cfhd', 'CFHD'],
  ['jpeg2000', 'MJ2C MJP2 LJ2C'],
  ['prores', 'APCH APCN APCS APCO AP4H AP4X'],
  ['rawvideo', 'I420 IYUV YV12 YUY2 UYVY YUYV Y800 DIB RGB NV12 BGR VYUY Y8'],
  ['v210', 'V210'],
];

const codecs = new Map(
  names.flatMap(([codec, list]) => list.split(' ').map((four) => [four, codec] as const)),
);

/** The video codec of a four-character code in whatever case; undefined when it is not known. */
export function codecOfFourCc(code: string): string | undefined {
  if (/^\0*$/.test(code)) return 'rawvideo';
  if (code === '\x01\0\0\0' || code === '\x02\0\0\0') return 'msrle';
  return codecs.get(code.replaceAll('\0', ' ').trim().toUpperCase());
}
