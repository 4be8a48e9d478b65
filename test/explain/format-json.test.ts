import { expect, test } from 'vitest';
import { formatJson } from '../../src/explain/format-json.ts';

test('what fits on a line stands on one, and all of it is the same JSON', () => {
  const value = {
    short: ['a', 1, null],
    long: [{ name: 'x'.repeat(12), on: true }, { name: 'y'.repeat(12) }],
  };
  const text = formatJson(value, 40);
  expect(text).toBe(`{
  "short": ["a", 1, null],
  "long": [
    {"name": "xxxxxxxxxxxx", "on": true},
    {"name": "yyyyyyyyyyyy"}
  ]
}`);
  expect(JSON.parse(text)).toEqual(value);
});

test('members without a value are left out', () => {
  expect(formatJson({ a: undefined, b: {} }, 40)).toBe('{"b": {}}');
});
