import { describe, expect, test } from 'vitest';
import { parseTime } from '../../../src/catalog/parse-time.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

describe('a time on the command line', () => {
  test.each([
    ['90s', '2026-11-22T11:58:30Z'],
    ['45m', '2026-11-22T11:15:00Z'],
    ['2h', '2026-11-22T10:00:00Z'],
    ['3d', '2026-11-19T12:00:00Z'],
    ['1w', '2026-11-15T12:00:00Z'],
    ['2026-11-22T10:30Z', '2026-11-22T10:30:00Z'],
    ['2026-11-22 10:30:15.250+02:00', '2026-11-22T08:30:15.250Z'],
    ['2024-02-29T00:00Z', '2024-02-29T00:00:00Z'],
  ])('%s means %s', (text, expected) => {
    expect(parseTime(text, NOW)).toEqual(new Date(expected));
  });

  test('is local when it has no zone', () => {
    expect(parseTime('2026-11-22', NOW)).toEqual(new Date(2026, 10, 22));
    expect(parseTime('2026-11-22T10:30', NOW)).toEqual(new Date(2026, 10, 22, 10, 30));
  });

  test.each([
    '',
    'yesterday',
    '2',
    'h',
    '-2h',
    '2026-02-31',
    '2025-02-29T10:00Z',
    '2026-13-01',
    '2026-11-22T25:00',
    '22.11.2026',
  ])('cannot be %j', (text) => {
    expect(() => parseTime(text, NOW)).toThrow(`not a time: ${text}`);
  });
});
