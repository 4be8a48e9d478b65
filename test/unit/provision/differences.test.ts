import { describe, expect, it } from 'vitest';
import { differences } from '../../../src/provision/engine/differences.ts';

describe('differences', () => {
  it.each([
    ['equal values', 1, 1, []],
    ['equal objects', { a: { b: [1] } }, { a: { b: [1] } }, []],
    ['absent and undefined', {}, { a: undefined }, []],
    ['another value', { a: 1 }, { a: 2 }, [{ path: 'x.a', from: 1, to: 2, action: 'update' }]],
    ['a new member', {}, { a: 1 }, [{ path: 'x.a', from: undefined, to: 1, action: 'create' }]],
    ['a member too many', { a: 1 }, {}, [{ path: 'x.a', from: 1, to: undefined, action: 'remove' }]],
    [
      'lists, as a whole',
      { a: [1] },
      { a: [1, 2] },
      [{ path: 'x.a', from: [1], to: [1, 2], action: 'update' }],
    ],
    ['nothing at all', undefined, { a: 1 }, [{ path: 'x', from: undefined, to: { a: 1 }, action: 'create' }]],
  ])('of %s', (_title, from, to, expected) => {
    expect(differences('x', from, to)).toEqual(expected);
  });
});
