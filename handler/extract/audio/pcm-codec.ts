/** How samples of a sound are written down, when they are not compressed. */
export interface PcmLayout {
  readonly bits: number;
  readonly float?: boolean;
  readonly bigEndian?: boolean;
  /** Samples of 8 bits are unsigned nearly everywhere but in QuickTime and AIFF. */
  readonly unsigned?: boolean;
}

/** ffmpeg's name for it: `pcm_s16le`, `pcm_f32be`, `pcm_u8`. */
export function pcmCodec({ bits, float = false, bigEndian = false, unsigned = false }: PcmLayout): string {
  const width = Math.ceil(bits / 8) * 8;
  const kind = float ? 'f' : unsigned ? 'u' : 's';
  const order = width === 8 ? '' : bigEndian ? 'be' : 'le';
  return `pcm_${kind}${width}${order}`;
}
