import { expect, it, onTestFinished } from 'vitest';
import { calm, type Realism, strict } from '../../src/local/realism.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { plan, setup } from '../../src/provision/setup.ts';
import { teardown } from '../../src/provision/teardown.ts';
import { idleCodeFile } from '../built.ts';
import { simulatedTime } from '../simulated-time.ts';
import { startAws } from './aws.ts';

const settings = settingsFrom({ install: 'awkward', apiAuth: 'key', alarmEmail: 'ops@example.com' });

/** Sets an install up, finds nothing left to plan, tears it down, and does so again; tells how long each took. */
async function live(realism: Partial<Realism>): Promise<readonly number[]> {
  const time = simulatedTime({ realism });
  const { clock, control } = time;
  const aws = await startAws({ clock, realism, random: sequence() });
  onTestFinished(() => aws.close());
  time.watch(aws.clients);
  const seconds: number[] = [];
  const timed = async <T>(work: Promise<T>) => {
    const started = clock.now();
    const outcome = await work;
    seconds.push((clock.now() - started) / 1000);
    return outcome;
  };
  for (const _time of ['first', 'again']) {
    await timed(setup(aws.clients, aws.target, settings, control, () => {}, { codeFile: idleCodeFile }));
    expect(await plan(aws.clients, aws.target, settings, control, idleCodeFile)).toEqual([]);
    const gone = await timed(teardown(aws.clients, aws.target, settings, {}, control, () => {}));
    expect(gone.left).toEqual([]);
    const steps = gone.removed.map(({ step }) => step);
    expect(steps).toEqual(expect.arrayContaining(['bucket', 'function', 'table', 'api']));
  }
  return seconds;
}

const singly = Object.entries(strict)
  .filter(([name, value]) => value !== calm[name as keyof Realism])
  .map(([name, value]) => ({ [name]: value }) as Partial<Realism>);

it.each(singly.map((realism) => [JSON.stringify(realism), realism] as const))(
  'an install lives and goes, twice, under %s',
  async (_title, realism) => {
    await live(realism);
  },
);

it('an install lives and goes, twice, under everything but chance, in the time that the waits take', async () => {
  const { throttleRate, failureRate, dropRate } = calm;
  const [first = 0, , again = 0] = await live({ ...strict, throttleRate, failureRate, dropRate });
  expect(first).toBeGreaterThan(strict.iamDelaySeconds);
  // The name of the queue is free again after a minute.
  expect(again).toBeGreaterThan(30);
  expect(again).toBeLessThan(120);
});

it('an install lives and goes, twice, under everything at once', async () => {
  await live(strict);
});

/** Numbers that look random and are the same each time. */
function sequence(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
