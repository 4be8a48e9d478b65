import { expect, it } from 'vitest';
import type { Waiting } from '../../../src/control.ts';
import { countingDown } from '../../../src/provision/engine/counting-down.ts';
import { quickControl } from '../../provision/control.ts';

const wait = { what: 'something', elapsedSeconds: 2, timeoutSeconds: 30 };

/** What is told of a wait, also while it lasts. */
function counted(turnSeconds?: number) {
  const told: Waiting[] = [];
  const control = countingDown({ ...quickControl(), waiting: (it) => told.push(it) }, turnSeconds);
  return { told, control };
}

it('a wait is told again for every second that passes', async () => {
  const { told, control } = counted();
  const started = control.now();
  control.waiting(wait);
  await control.sleep(3.5, control.signal);
  expect(told.map(({ elapsedSeconds }) => elapsedSeconds)).toEqual([2, 3, 4, 5]);
  expect(control.now() - started).toBe(3500);
});

it('a wait that nobody spoke of is not told', async () => {
  const { told, control } = counted();
  await control.sleep(3, control.signal);
  expect(told).toEqual([]);
});

it('what is known to be left gets less every second, and goes before the turn', async () => {
  const { told, control } = counted(30);
  control.waiting({ ...wait, leftSeconds: 4 });
  await control.sleep(4, control.signal);
  expect(told.map(({ leftSeconds }) => leftSeconds)).toEqual([4, 3, 2, 1]);
});

it('where nothing is known it is left until the next turn at most', async () => {
  const { told, control } = counted(10);
  control.waiting({ ...wait, elapsedSeconds: 8 });
  await control.sleep(4, control.signal);
  expect(told.map(({ leftSeconds }) => leftSeconds)).toEqual([2, 1, 10, 9]);
});
