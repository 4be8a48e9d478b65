import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from 'vitest';
import type { Intervene, Intervention } from '../../src/local/intervention.ts';
import { isRead } from '../../src/provision/engine/abortable.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import { teardown } from '../../src/provision/teardown.ts';
import { idleCodeFile } from '../built.ts';
import { countCalls } from '../local/interventions.ts';
import { accountOf } from '../provision/account.ts';
import { startAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';
import { sampled } from '../provision/fault-points.ts';
import { type Run, userAt } from './filepipe.ts';

// The program ends in the middle, as when a laptop's battery is empty, and the same command is run again.
// FILEPIPE_FAULTS=all ends it at every call.

const folder = await mkdtemp(join(tmpdir(), 'filepipe-kills-'));
await chmod(folder, 0o755);
const counter = countCalls();
const aws = await startAws({ intervene: counter.intervene });
const key = await aws.target.credentials();
afterAll(async () => {
  await aws.close();
  await rm(folder, { recursive: true });
});

const given = { apiAuth: 'key', alarmEmail: 'ops@example.com' } as const;
const up = (install: string) =>
  setup(aws.clients, aws.target, settingsFrom({ ...given, install }), quickControl(), () => {}, {
    codeFile: idleCodeFile,
  });
const down = (install: string) =>
  teardown(aws.clients, aws.target, settingsFrom({ ...given, install }), {}, quickControl(), () => {});

const commands = {
  setup: ['setup', '--no-verify', '--api-auth', given.apiAuth, '--alarm-email', given.alarmEmail],
  teardown: ['teardown', '--yes'],
};

/** Runs the built program on a machine of its owner's, who sees to it that `meanwhile` is done at each call. */
async function ownerOf(install: string) {
  const { filepipe } = await userAt(await mkdtemp(join(folder, 'home-')));
  const env = {
    AWS_REGION: aws.target.region,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
  };
  return async (command: keyof typeof commands, meanwhile?: (child: ChildProcess) => Intervene) => {
    const args = [...commands[command], '--name', install, '--endpoint-url', aws.target.endpoint ?? ''];
    const started = (child: ChildProcess) => counter.restart(meanwhile?.(child));
    return await filepipe(args, { env, started });
  };
}

/** Kills the program when that call arrives, which is then carried out if its number is even. */
const killAt =
  (number: number) =>
  (child: ChildProcess): Intervene =>
  async (call): Promise<Intervention | undefined> => {
    if (call.number !== number) return undefined;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    return number % 2 === 0 ? undefined : { kind: 'drop', when: 'before' };
  };

const done = (run: Run) => expect(run, run.stderr).toMatchObject({ code: 0 });

// As calls come in a clean run; the tests are made of them.
const first = await ownerOf('clean');
const cleanSetup = await first('setup');
const setupCalls = [...counter.calls];
const clean = await accountOf(aws.clients, 'clean');
const cleanTeardown = await first('teardown');
const teardownCalls = [...counter.calls];
const nothing = await accountOf(aws.clients, 'clean');

it('is about runs that end well when nothing ends them', () => {
  done(cleanSetup);
  done(cleanTeardown);
  expect(setupCalls.length).toBeGreaterThan(100);
  expect(teardownCalls.length).toBeGreaterThan(100);
});

describe('setup, killed', () => {
  it.each(sampled(setupCalls.length, 13, 7))('at call %i, is finished by the next', async (number) => {
    const install = `killed${number}`;
    const run = await ownerOf(install);
    expect((await run('setup', killAt(number))).code).toBe(null);
    done(await run('setup'));
    expect(await accountOf(aws.clients, install)).toEqual(clean);
    await down(install);
  });

  it.each(sampled(setupCalls.length, 75, 35))(
    'twice over at call %i, is finished by the next',
    async (number) => {
      const install = `both${number}`;
      const [one, other] = [await ownerOf(install), await ownerOf(install)];
      const children: ChildProcess[] = [];
      const killBoth = (child: ChildProcess): Intervene => {
        children.push(child);
        return async (call) => {
          if (call.number < number) return undefined;
          for (const it of children) it.kill('SIGKILL');
          return { kind: 'drop', when: 'before' };
        };
      };
      const ends = await Promise.all([one('setup', killBoth), other('setup', killBoth)]);
      expect(ends.map(({ code }) => code)).toEqual([null, null]);
      done(await one('setup'));
      expect(await accountOf(aws.clients, install)).toEqual(clean);
      await down(install);
    },
  );
});

describe('teardown, killed', () => {
  it.each(sampled(teardownCalls.length, 13, 5))('at call %i, is finished by the next', async (number) => {
    const install = `ended${number}`;
    counter.restart();
    await up(install);
    const run = await ownerOf(install);
    expect((await run('teardown', killAt(number))).code).toBe(null);
    done(await run('teardown'));
    expect(await accountOf(aws.clients, install)).toEqual(nothing);
  });
});

describe('Ctrl-C', () => {
  const writesOf = (calls: readonly string[]) => calls.filter((call) => !isRead(call.split(':')[1] ?? ''));
  const cases = [
    ...sampled(writesOf(setupCalls).length, 13, 4).map((number) => ['setup', number] as const),
    ...sampled(writesOf(teardownCalls).length, 13, 4).map((number) => ['teardown', number] as const),
  ];

  it.each(cases)(
    'ends %s at write %i once that is answered, and the next carries on',
    async (command, number) => {
      const install = `stopped${command}${number}`;
      const run = await ownerOf(install);
      counter.restart();
      if (command === 'teardown') await up(install);
      const interruption = interruptAtWrite(number);
      const stopped = await run(command, interruption.meanwhile);
      expect(interruption.wasWaitedFor()).toBe(true);
      expect(stopped.code).toBe(130);
      expect(stopped.stderr).toMatch(new RegExp(`\\nstopped\\. .*filepipe ${command} carries on`));
      done(await run(command));
      expect(await accountOf(aws.clients, install)).toEqual(command === 'setup' ? clean : nothing);
      if (command === 'setup') await down(install);
    },
  );

  /** Interrupts the program when that write arrives, and lets it have its answer after that. */
  function interruptAtWrite(number: number) {
    let writes = 0;
    let waited = false;
    return {
      wasWaitedFor: () => waited,
      meanwhile(child: ChildProcess): Intervene {
        const stopping = said(child, 'stopping as soon as');
        return async (call) => {
          if (isRead(call.operation) || ++writes !== number) return undefined;
          child.kill('SIGINT');
          await stopping;
          // Time enough to end, for a program that does not wait.
          for (let calls = 1; calls <= 20; calls++) await aws.clients.s3.send(new ListBucketsCommand({}));
          waited = child.exitCode === null;
          return undefined;
        };
      },
    };
  }
});

async function said(child: ChildProcess, text: string): Promise<void> {
  let all = '';
  await new Promise<void>((resolve) => {
    child.stderr?.on('data', (piece: Buffer) => {
      all += piece.toString();
      if (all.includes(text)) resolve();
    });
  });
}
