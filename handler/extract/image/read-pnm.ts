import type { ImageDetails } from '../details.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

const MAX_HEADER = 4096;

/** Reads the size and colours of a portable bitmap, greymap, pixmap (P1 to P6), arbitrary map (P7) or float map. */
export const readPnm: Reader = async ({ source }, draft) => {
  const text = (await source.read(0, MAX_HEADER)).toString('latin1').replace(/#[^\n]*/g, ' ');
  const image = text.startsWith('P7') ? arbitraryMap(text) : map(text);
  if (!((image.widthPixels ?? 0) > 0 && (image.heightPixels ?? 0) > 0)) {
    throw new UnreadableError('its header is damaged');
  }
  draft.image = image;
};

function map(text: string): ImageDetails {
  const [kind = '', width, height, most] = text.split(/\s+/, 4);
  const bilevel = kind === 'P1' || kind === 'P4';
  const float = kind === 'Pf' || kind === 'PF';
  const color = kind === 'P3' || kind === 'P6' || kind === 'PF';
  return {
    widthPixels: wholeNumber(width),
    heightPixels: wholeNumber(height),
    channels: color ? 3 : 1,
    bitsPerChannel: bilevel ? 1 : float ? 32 : bitsFor(wholeNumber(most)),
    colorModel: bilevel ? 'bilevel' : color ? 'rgb' : 'grey',
  };
}

function arbitraryMap(text: string): ImageDetails {
  const header = text.split('ENDHDR', 1)[0] ?? '';
  const lines = header.split('\n').map((line) => line.trim().split(/\s+/));
  const value = (name: string) => wholeNumber(lines.find(([first]) => first === name)?.[1]);
  const channels = value('DEPTH');
  return {
    widthPixels: value('WIDTH'),
    heightPixels: value('HEIGHT'),
    channels,
    bitsPerChannel: bitsFor(value('MAXVAL')),
    colorModel: channels >= 3 ? 'rgb' : 'grey',
    hasAlpha: channels === 2 || channels === 4,
  };
}

/** 0 for what is no number. */
function wholeNumber(text: string | undefined): number {
  return /^\d{1,10}$/.test(text ?? '') ? Number(text) : 0;
}

function bitsFor(most: number): number {
  return Math.ceil(Math.log2(most + 1));
}
