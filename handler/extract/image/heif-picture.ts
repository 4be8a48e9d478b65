import type { ImageDetails } from '../details.ts';
import { heifOrientation } from './heif-orientation.ts';
import type { HeifProperty } from './heif-properties.ts';
import { supplement } from './supplement.ts';

/** What the properties of the primary picture, and of those that it is put together from, say about it. */
export function heifPicture(own: readonly HeifProperty[], all: readonly HeifProperty[]): ImageDetails {
  const find = (type: string, least: number) =>
    [...own, ...all].find((property) => property.type === type && property.content.length >= least)?.content;
  const size = find('ispe', 12);
  const colors = colorsOf(find('pixi', 6), find('av1C', 4), find('hvcC', 18));
  const hasAlpha = all.some(isAlpha);
  const orientation = heifOrientation(own);
  return supplement<ImageDetails>(
    {},
    {
      widthPixels: size?.readUInt32BE(4),
      heightPixels: size?.readUInt32BE(8),
      orientation: orientation === 1 ? undefined : orientation,
      bitsPerChannel: colors.bits,
      channels: colors.channels === undefined ? undefined : colors.channels + (hasAlpha ? 1 : 0),
      colorModel: colorModelOf(colors.channels, find('colr', 10)),
      hasAlpha,
    },
  );
}

interface Colors {
  readonly bits?: number;
  readonly channels?: number;
}

/** From the list of channels, else from how AV1 or HEVC was used. */
function colorsOf(pixi: Buffer | undefined, av1: Buffer | undefined, hevc: Buffer | undefined): Colors {
  if (pixi !== undefined) return { channels: pixi.readUInt8(4), bits: pixi.readUInt8(5) };
  if (av1 !== undefined) {
    const flags = av1.readUInt8(2);
    const bits = (flags & 0x40) === 0 ? 8 : (flags & 0x20) === 0 ? 10 : 12;
    return { bits, channels: (flags & 0x10) === 0 ? 3 : 1 };
  }
  if (hevc === undefined) return {};
  return { bits: (hevc.readUInt8(17) & 7) + 8, channels: (hevc.readUInt8(16) & 3) === 0 ? 1 : 3 };
}

/** A matrix of 0 says that the channels are red, green and blue. */
function colorModelOf(channels: number | undefined, colr: Buffer | undefined): ImageDetails['colorModel'] {
  if (channels === undefined) return undefined;
  if (channels < 3) return 'grey';
  const matrix = colr?.toString('latin1', 0, 4) === 'nclx' ? colr.readUInt16BE(8) : undefined;
  return matrix === 0 ? 'rgb' : 'ycbcr';
}

const ALPHA = /^urn:mpeg:(?:mpegB:cicp:systems:auxiliary:alpha|hevc:2015:auxid:1)/;

function isAlpha({ type, content }: HeifProperty): boolean {
  return type === 'auxC' && ALPHA.test(content.toString('latin1', 4));
}
