import { expect, test } from 'vitest';
import { cameraDate } from '../../../handler/extract/image/camera-date.ts';

test.each([
  ['2003:12:14 12:01:44', '2003-12-14T12:01:44'],
  ['2003-12-14T12:01:44', '2003-12-14T12:01:44'],
  ['2003/12/14 12:01:44', '2003-12-14T12:01:44'],
  ['2003:12:14 12:01:44.125', '2003-12-14T12:01:44.125'],
  ['2003:12:14 12:01:44Z', '2003-12-14T12:01:44Z'],
  ['2003:12:14 12:01:44-0530', '2003-12-14T12:01:44-05:30'],
  ['2003:12:14 12:01', '2003-12-14T12:01:00'],
  ['2008: 4: 1 12: 3: 4', '2008-04-01T12:03:04'],
])('the date %j is %s', (text, expected) => {
  expect(cameraDate(text)).toBe(expected);
});

test.each([
  undefined,
  '',
  '    :  :     :  :  ',
  '0000:00:00 00:00:00',
  '2003:00:14 12:01:44',
  '2003:13:14 12:01:44',
  '2003:12:32 12:01:44',
  '2003:12:14 24:01:44',
  '2003:12:14',
  'yesterday',
])('%j is no date', (text) => {
  expect(cameraDate(text)).toBeUndefined();
});

test('a fraction and an offset that stand elsewhere belong to the date', () => {
  expect(cameraDate('2024:05:06 07:08:09', '25 ', '+02:00')).toBe('2024-05-06T07:08:09.25+02:00');
});

test('a fraction or an offset that makes no sense is left out', () => {
  expect(cameraDate('2024:05:06 07:08:09', 'abc', '  :  ')).toBe('2024-05-06T07:08:09');
});
