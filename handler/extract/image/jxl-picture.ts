import type { ImageDetails } from '../details.ts';
import { JxlBits } from './jxl-bits.ts';
import { supplement } from './supplement.ts';

/** What a JPEG XL codestream says of its picture; `bytes` begin behind the signature. ISO 18181-1, annex D. */
export function jxlPicture(bytes: Buffer): ImageDetails {
  const bits = new JxlBits(bytes);
  const { width, height } = nextSize(bits);
  return supplement<ImageDetails>({ widthPixels: width, heightPixels: height }, nextMetadata(bits));
}

const LENGTHS = [
  { base: 1, bits: 9 },
  { base: 1, bits: 13 },
  { base: 1, bits: 18 },
  { base: 1, bits: 30 },
];

/** Width by height, where only the height is written. */
const RATIOS = [
  [1, 1],
  [1, 1],
  [12, 10],
  [4, 3],
  [3, 2],
  [16, 9],
  [5, 4],
  [2, 1],
] as const;

function nextSize(bits: JxlBits): { width: number; height: number } {
  const small = bits.flag();
  const next = () => (small ? (bits.read(5) + 1) * 8 : bits.choose(...LENGTHS));
  const height = next();
  const ratio = bits.read(3);
  const [wide, high] = RATIOS[ratio] ?? RATIOS[0];
  return { width: ratio === 0 ? next() : Math.floor((height * wide) / high), height };
}

const PLAIN: ImageDetails = { bitsPerChannel: 8, channels: 3, colorModel: 'rgb', hasAlpha: false };

function nextMetadata(bits: JxlBits): ImageDetails {
  if (bits.flag()) return PLAIN;
  const orientation = bits.flag() ? nextExtraFields(bits) : 1;
  const turned = orientation === 1 ? {} : { orientation };
  const bitsPerChannel = nextDepth(bits);
  bits.flag();
  const extra = bits.choose(
    { base: 0, bits: 0 },
    { base: 1, bits: 0 },
    { base: 2, bits: 4 },
    { base: 1, bits: 12 },
  );
  // Beyond the first, extra channels would have to be read one by one to tell which of them is transparency.
  const hasAlpha = extra > 0 && nextIsAlpha(bits);
  if (extra > 1) return { ...turned, bitsPerChannel, ...(hasAlpha ? { hasAlpha } : {}) };
  bits.flag();
  const grey = nextIsGrey(bits);
  const channels = (grey ? 1 : 3) + extra;
  return { ...turned, bitsPerChannel, channels, colorModel: grey ? 'grey' : 'rgb', hasAlpha };
}

/** The orientation; what stands beside it is passed over. */
function nextExtraFields(bits: JxlBits): number {
  const orientation = bits.read(3) + 1;
  if (bits.flag()) nextSize(bits);
  if (bits.flag()) nextPreview(bits);
  if (bits.flag()) nextAnimation(bits);
  return orientation;
}

function nextPreview(bits: JxlBits): void {
  const eighths = bits.flag();
  const ways = eighths
    ? [
        { base: 16, bits: 0 },
        { base: 32, bits: 0 },
        { base: 1, bits: 5 },
        { base: 33, bits: 9 },
      ]
    : [
        { base: 1, bits: 6 },
        { base: 65, bits: 8 },
        { base: 321, bits: 10 },
        { base: 1345, bits: 12 },
      ];
  bits.choose(...ways);
  if (bits.read(3) === 0) bits.choose(...ways);
}

function nextAnimation(bits: JxlBits): void {
  bits.choose({ base: 100, bits: 0 }, { base: 1000, bits: 0 }, { base: 1, bits: 10 }, { base: 1, bits: 30 });
  bits.choose({ base: 1, bits: 0 }, { base: 1001, bits: 0 }, { base: 1, bits: 8 }, { base: 1, bits: 10 });
  bits.choose({ base: 0, bits: 0 }, { base: 0, bits: 3 }, { base: 0, bits: 16 }, { base: 0, bits: 32 });
  bits.flag();
}

function nextDepth(bits: JxlBits): number {
  const float = bits.flag();
  if (!float) {
    return bits.choose(
      { base: 8, bits: 0 },
      { base: 10, bits: 0 },
      { base: 12, bits: 0 },
      { base: 1, bits: 6 },
    );
  }
  const depth = bits.choose(
    { base: 32, bits: 0 },
    { base: 16, bits: 0 },
    { base: 24, bits: 0 },
    { base: 1, bits: 6 },
  );
  bits.read(4);
  return depth;
}

function nextIsAlpha(bits: JxlBits): boolean {
  if (bits.flag()) return true;
  const type = bits.enumeration();
  nextDepth(bits);
  bits.choose({ base: 0, bits: 0 }, { base: 3, bits: 0 }, { base: 4, bits: 0 }, { base: 1, bits: 3 });
  const name = bits.choose(
    { base: 0, bits: 0 },
    { base: 0, bits: 4 },
    { base: 16, bits: 5 },
    { base: 48, bits: 10 },
  );
  for (let letter = 0; letter < name; letter += 1) bits.read(8);
  if (type === ALPHA) bits.flag();
  return type === ALPHA;
}

const ALPHA = 0;
const GREY = 1;

function nextIsGrey(bits: JxlBits): boolean {
  if (bits.flag()) return false;
  bits.flag();
  return bits.enumeration() === GREY;
}
