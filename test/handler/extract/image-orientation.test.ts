import { expect, test } from 'vitest';
import { heifOrientation } from '../../../handler/extract/image/heif-orientation.ts';

const turn = (quarters: number) => ({ type: 'irot', content: Buffer.from([quarters]) });
const mirror = (axis: number) => ({ type: 'imir', content: Buffer.from([axis]) });

/** As libavif's avifImageExtractOrientationToIrotImir has them, the other way round. */
test.each([
  [1, []],
  [2, [mirror(1)]],
  [3, [turn(2)]],
  [4, [mirror(0)]],
  [5, [turn(1), mirror(0)]],
  [6, [turn(3)]],
  [7, [turn(3), mirror(0)]],
  [8, [turn(1)]],
])('orientation %i is told by its turn and mirror', (orientation, properties) => {
  expect(heifOrientation(properties)).toBe(orientation);
});

test('a mirror before a turn is another orientation than one behind it', () => {
  expect(heifOrientation([mirror(0), turn(1)])).toBe(7);
  expect(heifOrientation([turn(1), mirror(0)])).toBe(5);
});

test('a size among the properties changes nothing', () => {
  expect(heifOrientation([{ type: 'ispe', content: Buffer.alloc(12) }, turn(1)])).toBe(8);
});
