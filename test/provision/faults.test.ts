import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import { teardown } from '../../src/provision/teardown.ts';
import { countCalls, expireFrom, failCall, failures } from '../local/interventions.ts';
import { accountOf } from './account.ts';
import { startAws } from './aws.ts';
import { quickControl } from './control.ts';
import { faultPoints } from './fault-points.ts';

// One call of a setup or a teardown fails, whichever it is and however. FILEPIPE_FAULTS=all tries every call with
// every failure; otherwise every call is tried with one of them, in turn.

const counter = countCalls();
const aws = await startAws({ intervene: counter.intervene });
afterAll(() => aws.close());

/** Never run, so that any file will do. */
const handlerFile = fileURLToPath(import.meta.url);

const settingsOf = (install: string) =>
  settingsFrom({ install, apiAuth: 'key', policies: 'walkthrough', alarmEmail: 'ops@example.com' });
const up = (install: string) =>
  setup(aws.clients, aws.target, settingsOf(install), quickControl(), () => {}, { handlerFile });
const down = (install: string) =>
  teardown(aws.clients, aws.target, settingsOf(install), {}, quickControl(), () => {});

const isTransient = (failure: string) => !/denied|expired/.test(failure);

// As calls come in a clean run; the tests are made of their numbers.
counter.restart();
await up('clean');
const setupCalls = counter.calls.length;
const clean = await accountOf(aws.clients, 'clean');
counter.restart();
await down('clean');
const teardownCalls = counter.calls.length;
const nothing = await accountOf(aws.clients, 'clean');

describe('a setup', () => {
  let install = '';
  afterEach(async () => {
    counter.restart();
    await down(install);
  });

  it.each(faultPoints(setupCalls, failures))('survives %s of call %i', async (failure, call) => {
    install = `s${call}${failure.replaceAll(' ', '')}`.slice(0, 30);
    counter.restart(failCall(call, failure));
    const first = await outcome(up(install));
    // A run may be shorter than the one that was counted: what does not come cannot fail.
    if (isTransient(failure)) expect(first, counter.calls[call - 1]).toBe('done');
    counter.restart();
    await up(install);
    expect(await accountOf(aws.clients, install), counter.calls[call - 1]).toEqual(clean);
  });
});

describe('a teardown', () => {
  it.each(faultPoints(teardownCalls, failures))('survives %s of call %i', async (failure, call) => {
    const install = `t${call}${failure.replaceAll(' ', '')}`.slice(0, 30);
    counter.restart();
    await up(install);
    counter.restart(failCall(call, failure));
    const first = await outcome(down(install));
    if (isTransient(failure)) expect(first, counter.calls[call - 1]).toBe('done');
    counter.restart();
    expect((await down(install)).left).toEqual([]);
    expect(await accountOf(aws.clients, install), counter.calls[call - 1]).toEqual(nothing);
  });
});

describe('credentials that expire half way', () => {
  it.each([10, 70, 90, 110])('at call %i of a setup end it, and the next one carries on', async (call) => {
    const install = `expired${call}`;
    counter.restart(expireFrom(call));
    await expect(up(install)).rejects.toThrow(/expired/i);
    counter.restart();
    await up(install);
    expect(await accountOf(aws.clients, install)).toEqual(clean);
    await down(install);
  });
});

async function outcome(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'done',
    (error: Error) => error.message,
  );
}
