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
  // Above the first row, there is one of zeros.
  const out = Buffer.alloc((rows + 1) * width);
  for (let row = 0; row < rows; row += 1) undoRow({ data, out, row, width, distance });
  return out.subarray(width);
}

interface Row {
  readonly data: Buffer;
  readonly out: Buffer;
  readonly row: number;
  readonly width: number;
  /** To the same byte of the pixel before. */
  readonly distance: number;
}

/** https://www.w3.org/TR/png-3/#9Filters */
function undoRow({ data, out, row, width, distance }: Row): void {
  const from = row * (width + 1);
  const to = (row + 1) * width;
  const predict = predictors[data[from] ?? 0] ?? noPrediction;
  for (let at = 0; at < width; at += 1) {
    // Outside, where everything counts as 0.
    const before = at < distance ? out.length + width : to + at - distance;
    const predicted = predict(out[before] ?? 0, out[to + at - width] ?? 0, out[before - width] ?? 0);
    out[to + at] = (data[from + 1 + at] ?? 0) + predicted;
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
