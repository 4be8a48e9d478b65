import { UnreadableError } from '../unreadable-error.ts';
import { countOf, type Dictionary } from './objects.ts';

const FIRST_OF_PNG = 10;
const MAX_ROW_BYTES = 1024 * 1024;

/**
 * Undoes the prediction that tables are compressed with: PNG's, in which each row begins with how it was
 * predicted. TIFF's is left as it is, as nobody uses it for anything but pictures.
 */
export function unpredict(data: Buffer, parameters: Dictionary): Buffer {
  const setting = (name: string, otherwise: number) => countOf(parameters.get(name)) || otherwise;
  if (setting('Predictor', 1) < FIRST_OF_PNG) return data;
  const bitsPerPixel = setting('Colors', 1) * setting('BitsPerComponent', 8);
  const distance = Math.ceil(bitsPerPixel / 8);
  const width = Math.ceil((bitsPerPixel * setting('Columns', 1)) / 8);
  if (width > MAX_ROW_BYTES) throw new UnreadableError('a table of it has rows of more than 1 MiB');
  const rows = Math.ceil(data.length / (width + 1));
  const out = Buffer.alloc(rows * width);
  for (let row = 0; row < rows; row += 1) {
    const packed = data.subarray(row * (width + 1), (row + 1) * (width + 1));
    const above = row === 0 ? Buffer.alloc(width) : out.subarray((row - 1) * width, row * width);
    undoRow(packed, above, out.subarray(row * width, (row + 1) * width), distance);
  }
  return out;
}

/** https://www.w3.org/TR/png-3/#9Filters */
function undoRow(packed: Buffer, above: Buffer, out: Buffer, distance: number): void {
  const predict = predictors[packed[0] ?? 0] ?? noPrediction;
  for (let at = 0; at < out.length; at += 1) {
    const left = out[at - distance] ?? 0;
    const aboveLeft = above[at - distance] ?? 0;
    out[at] = (packed[at + 1] ?? 0) + predict(left, above[at] ?? 0, aboveLeft);
  }
}

type Predict = (left: number, above: number, aboveLeft: number) => number;

const noPrediction: Predict = () => 0;

const predictors: readonly Predict[] = [
  noPrediction,
  (left) => left,
  (_, above) => above,
  (left, above) => (left + above) >> 1,
  paeth,
];

function paeth(left: number, above: number, aboveLeft: number): number {
  const estimate = left + above - aboveLeft;
  const toLeft = Math.abs(estimate - left);
  const toAbove = Math.abs(estimate - above);
  const toAboveLeft = Math.abs(estimate - aboveLeft);
  if (toLeft <= toAbove && toLeft <= toAboveLeft) return left;
  return toAbove <= toAboveLeft ? above : aboveLeft;
}
