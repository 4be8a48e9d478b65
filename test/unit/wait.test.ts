import { expect, it } from 'vitest';
import { waitFor } from '../../src/wait.ts';
import { quickControl } from '../provision/control.ts';

/** How late the end of a wait was noticed, and how many times was asked. */
async function waited(seconds: number, options: { minDelaySeconds?: number } = {}) {
  const control = quickControl();
  const started = control.now();
  const elapsed = () => (control.now() - started) / 1000;
  let probes = 0;
  await waitFor(control, { what: 'the end', timeoutSeconds: 3600, ...options }, async () => {
    probes++;
    return elapsed() >= seconds ? true : undefined;
  });
  return { late: elapsed() - seconds, probes };
}

it.each([
  [1, 0.25],
  [3, 0.25],
  [8, 0.4],
  [60, 3],
  [600, 5],
])('the end of a wait of %d s is noticed within %d s', async (seconds, atMost) => {
  expect((await waited(seconds)).late).toBeLessThanOrEqual(atMost);
});

it('long waits are asked about ever more rarely', async () => {
  expect((await waited(60)).probes).toBeLessThan(120);
  expect((await waited(600)).probes).toBeLessThan(300);
});

it('pauses are never shorter than the first, once the wait has begun', async () => {
  expect((await waited(8, { minDelaySeconds: 1 })).probes).toBeLessThanOrEqual(12);
});
