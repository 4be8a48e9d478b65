import { expect, test } from 'vitest';
import { formatBytes, formatSeconds, plural } from '../../../src/report/format.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 KiB'],
  [1536, '1.5 KiB'],
  [10_240, '10 KiB'],
  [1_048_576, '1.0 MiB'],
  [12 * 1_048_576, '12 MiB'],
  [1_047_552, '1.0 MiB'],
  [5 * 1024 ** 4, '5.0 TiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0, '0.00 s'],
  [0.123, '0.12 s'],
  [0.999, '1.0 s'],
  [3.44, '3.4 s'],
  [9.96, '10 s'],
  [59.6, '1 min'],
  [125, '2 min 5 s'],
  [3599.9, '1 h'],
  [4200, '1 h 10 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test('one file, two files, thousands of files', () => {
  expect([1, 2, 1234].map((count) => plural(count, 'file'))).toEqual(['1 file', '2 files', '1,234 files']);
});
