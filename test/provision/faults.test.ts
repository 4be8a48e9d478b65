import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import { teardown } from '../../src/provision/teardown.ts';
import { idleCodeFile } from '../built.ts';
import { atCall, countCalls, expireFrom, type Failure, failing, failures } from '../local/interventions.ts';
import { simulatedTime } from '../simulated-time.ts';
import { accountOf } from './account.ts';
import { startAws } from './aws.ts';
import { faultPoints } from './fault-points.ts';

// One call of a setup or a teardown fails, whichever it is and however. FILEPIPE_FAULTS=all tries every call with
// every failure; otherwise every call is tried with one of them.

const time = simulatedTime();
const counter = countCalls();
const aws = await startAws({ intervene: counter.intervene, clock: time.clock });
time.watch(aws.clients);
afterAll(() => aws.close());

const settingsOf = (install: string) =>
  settingsFrom({ install, apiAuth: 'key', policies: 'walkthrough', alarmEmail: 'ops@example.com' });
const up = (install: string) =>
  setup(aws.clients, aws.target, settingsOf(install), time.control, () => {}, { codeFile: idleCodeFile });
const down = (install: string) =>
  teardown(aws.clients, aws.target, settingsOf(install), {}, time.control, () => {});

const isTransient = (failure: Failure) => !/denied|expired/.test(failure);

// As calls come in a clean run; the tests are made of them.
counter.restart();
await up('clean');
const setupCalls = [...counter.calls];
const clean = await accountOf(aws.clients, 'clean');
counter.restart();
await down('clean');
const teardownCalls = [...counter.calls];
const nothing = await accountOf(aws.clients, 'clean');

let installs = 0;
let install = '';

describe('a setup', () => {
  afterEach(async () => {
    counter.restart();
    await down(install);
  });

  it.each(faultPoints(setupCalls, failures, 3))('survives %s at %s', async (failure, _title, point) => {
    install = `setup${++installs}`;
    counter.restart(atCall(point, failing(failure)));
    const first = await outcome(up(install));
    if (isTransient(failure)) expect(first).toBe('done');
    counter.restart();
    await up(install);
    expect(await accountOf(aws.clients, install)).toEqual(clean);
  });

  it.each([10, 70, 90, 110])(
    'whose credentials expire at call %i is finished by the next',
    async (number) => {
      install = `expired${number}`;
      counter.restart(expireFrom(number));
      await expect(up(install)).rejects.toThrow(/expired/i);
      counter.restart();
      await up(install);
      expect(await accountOf(aws.clients, install)).toEqual(clean);
    },
  );
});

describe('a teardown', () => {
  it.each(faultPoints(teardownCalls, failures, 5))('survives %s at %s', async (failure, _title, point) => {
    install = `teardown${++installs}`;
    counter.restart();
    await up(install);
    counter.restart(atCall(point, failing(failure)));
    const first = await outcome(down(install));
    if (isTransient(failure)) expect(first).toBe('done');
    counter.restart();
    expect((await down(install)).left).toEqual([]);
    expect(await accountOf(aws.clients, install)).toEqual(nothing);
  });
});

async function outcome(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'done',
    (error: Error) => error.message,
  );
}
