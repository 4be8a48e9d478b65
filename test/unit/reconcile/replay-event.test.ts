import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestOf } from '../../../handler/change.ts';
import { replayEvent } from '../../../src/reconcile/replay-event.ts';

test('the function reads from a replay exactly the names that were put into it', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1 }), (keys) => {
      const { Records } = replayEvent('files', keys, new Date(0)) as { Records: unknown[] };
      expect(Records.map(requestOf)).toEqual(keys.map((key) => ({ kind: 'replay', bucket: 'files', key })));
    }),
  );
});
