import { pcmCodec } from '../../audio/pcm-codec.ts';

/** By what labels of coded pictures go on with after what all share, longest beginning first where one begins another (SMPTE's register of labels). */
const pictures: readonly (readonly [string, string])[] = [
  ['040102020120', 'mpeg4'],
  ['040102020131', 'h264'],
  ['040102020132', 'h264'],
  ['0401020201', 'mpeg2video'],
  ['0401020202', 'dvvideo'],
  ['040102020301', 'jpeg2000'],
  ['040102020306', 'prores'],
  ['040102020309', 'ffv1'],
  ['0401020204', 'vc1'],
  ['0401020271', 'dnxhd'],
  ['04010201', 'rawvideo'],
  ['0d0103010201', 'mpeg2video'],
  ['0d0103010202', 'dvvideo'],
  ['0d0103010204', 'mpeg2video'],
  ['0d0103010205', 'rawvideo'],
  ['0d010301020c', 'jpeg2000'],
  ['0d0103010210', 'h264'],
  ['0d0103010211', 'dnxhd'],
  ['0d010301021c', 'prores'],
  ['0d0103010223', 'ffv1'],
];

/** Characters of a label that all of them share. */
const COMMON = 16;
const A_LAW = '0402020203';
const BIG_ENDIAN = '040202017e';

/** The codec of pictures, by the label of their coding or of what they are wrapped in. */
export function pictureCodec(label: string): string | undefined {
  const rest = label.slice(COMMON);
  return pictures.find(([beginning]) => rest.startsWith(beginning))?.[1];
}

/** The codec of sound; where no label says otherwise, it is not compressed. */
export function soundCodec(label: string, bits: number): string | undefined {
  const rest = label.slice(COMMON);
  if (rest.startsWith(A_LAW)) return 'pcm_alaw';
  if (rest.startsWith('04020202')) return undefined;
  return bits > 0 ? pcmCodec({ bits, bigEndian: rest.startsWith(BIG_ENDIAN) }) : undefined;
}
