import { expect, it, onTestFinished } from 'vitest';
import { settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import { idleCodeFile } from '../built.ts';
import { simulatedTime } from '../simulated-time.ts';
import { startAws } from './aws.ts';

const slow = { latencySeconds: 0.12, iamDelaySeconds: 8, functionSettleSeconds: 3, tableSettleSeconds: 8 };

/** Sets an install up from nothing on the slow AWS: how long it took by its clock, and what was called. */
async function slowSetup() {
  const time = simulatedTime({ realism: slow });
  const operations: string[] = [];
  const aws = await startAws({
    clock: time.clock,
    realism: slow,
    intervene({ operation }) {
      operations.push(operation);
      return undefined;
    },
  });
  onTestFinished(() => aws.close());
  time.watch(aws.clients);
  const started = time.clock.now();
  await setup(aws.clients, aws.target, settingsFrom({}), time.control, () => {}, { codeFile: idleCodeFile });
  return { seconds: (time.clock.now() - started) / 1000, operations };
}

it('a setup takes hardly longer than its longest chain of calls and waits', async () => {
  const { seconds } = await slowSetup();
  // A look, a role, a function, its permission, the trigger read, written and read, a look of three calls.
  const calls = 1 + 1 + 2 + 1 + 3 + 3;
  const least = calls * slow.latencySeconds + slow.iamDelaySeconds + slow.functionSettleSeconds;
  expect(seconds).toBeLessThan(least * 1.1);
});

it('a setup looks again at what it made only where nobody has told it, and once at the end', async () => {
  const { operations } = await slowSetup();
  const times = (operation: string) => operations.filter((it) => it === operation).length;
  expect(times('GetPolicy')).toBe(2);
  expect(times('GetFunctionEventInvokeConfig')).toBe(2);
  // The first look, before the write, after it, and the last look.
  expect(times('GetBucketNotificationConfiguration')).toBe(4);
  // All three roles, at first and at last.
  expect(times('GetRole')).toBe(6);
  // API Gateway may have made a double: the new API is looked at.
  expect(times('GetRestApis')).toBe(3);
});
