import { expect, it } from 'vitest';
import type { Waiting } from '../../../src/control.ts';
import { tellEverySecond } from '../../../src/provision/tell-every-second.ts';
import { quickControl } from '../../provision/control.ts';

it('a wait is told again for every second that passes', async () => {
  const told: Waiting[] = [];
  const control = tellEverySecond({ ...quickControl(), waiting: (wait) => told.push(wait) });
  const started = control.now();
  control.waiting({ what: 'something', elapsedSeconds: 2, timeoutSeconds: 30 });
  await control.sleep(3.5, control.signal);
  expect(told.map(({ elapsedSeconds }) => elapsedSeconds)).toEqual([2, 3, 4, 5]);
  expect(control.now() - started).toBe(3500);
});

it('a wait that nobody spoke of is not told', async () => {
  const told: Waiting[] = [];
  const control = tellEverySecond({ ...quickControl(), waiting: (wait) => told.push(wait) });
  await control.sleep(3, control.signal);
  expect(told).toEqual([]);
});
