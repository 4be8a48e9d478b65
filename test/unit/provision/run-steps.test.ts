import { describe, expect, it } from 'vitest';
import { type Outcome, type Run, runSteps, type StepEvent } from '../../../src/provision/engine/run-steps.ts';
import type { Step } from '../../../src/provision/engine/step.ts';
import { quickControl } from '../../provision/control.ts';

const done: Outcome = { state: 'done', changes: [] };

/** role → function → trigger ← bucket */
const steps = [step('role'), step('bucket'), step('function', 'role'), step('trigger', 'function', 'bucket')];

describe('the engine', () => {
  it('starts a step when all that it waits for is done, and no later', async () => {
    const log = await run({ steps, direction: 'forwards' });
    expect(log.before('role done', 'function started')).toBe(true);
    expect(log.before('function done', 'trigger started')).toBe(true);
    expect(log.before('bucket started', 'role done')).toBe(true);
  });

  it('goes backwards: first what others do not depend on', async () => {
    const log = await run({ steps, direction: 'backwards' });
    expect(log.events[0]).toBe('trigger started');
    expect(log.before('trigger done', 'bucket started')).toBe(true);
    expect(log.before('function done', 'role started')).toBe(true);
  });

  it('finishes what runs after a failure, and starts nothing that depends on it', async () => {
    const log = await run({ steps, direction: 'forwards', failing: ['role'] });
    expect(log.events).toContain('bucket done');
    expect(log.events).toContain('function skipped');
    expect(log.events).toContain('trigger skipped');
    expect(log.error).toMatchObject({
      message: 'could not set up role role-1: role is broken',
      cause: new Error('role is broken'),
    });
  });

  it('tells all causes when several steps fail', async () => {
    const log = await run({ steps, direction: 'forwards', failing: ['role', 'bucket'] });
    expect(log.error).toMatchObject({
      message: 'could not set up 2 things\nrole role-1: role is broken\nbucket bucket-1: bucket is broken',
      cause: { errors: [new Error('role is broken'), new Error('bucket is broken')] },
    });
  });

  it('starts nothing more once it is aborted, and ends with the reason', async () => {
    const log = await run({ steps, direction: 'forwards', abortAt: 'role' });
    expect(log.events).toContain('function stopped');
    expect(log.events.filter((event) => /skipped|failed/.test(event))).toEqual([]);
    expect(log.error).toEqual(new Error('stopped by hand'));
  });

  it("tells a step's waits as the step's own", async () => {
    const events: StepEvent[] = [];
    const waiting = { what: 'the role', elapsedSeconds: 1, timeoutSeconds: 60 };
    await runSteps(
      {
        verb: 'set up',
        steps: [step('role')],
        direction: 'forwards',
        work: async (_step, control) => {
          control.waiting(waiting);
          return done;
        },
      },
      quickControl(),
      (event) => events.push(event),
    );
    expect(events[1]).toMatchObject({ step: 'role', state: 'waiting', waiting });
  });

  it('refuses a page on which a step stands before what it depends on', async () => {
    const log = await run({ steps: [step('function', 'role'), step('role')], direction: 'forwards' });
    expect(log.error).toMatchObject({ message: expect.stringContaining('comes after role') });
  });
});

interface Course extends Pick<Run, 'steps' | 'direction'> {
  readonly failing?: readonly string[];
  readonly abortAt?: string;
}

async function run({ steps, direction, failing = [], abortAt }: Course) {
  const stop = new AbortController();
  const events: string[] = [];
  const work = async ({ name }: Step) => {
    await new Promise((resolve) => setImmediate(resolve));
    if (name === abortAt) stop.abort(new Error('stopped by hand'));
    if (failing.includes(name)) throw new Error(`${name} is broken`);
    return done;
  };
  const report = ({ step, state }: StepEvent) => events.push(`${step} ${state}`);
  const error: unknown = await runSteps(
    { verb: 'set up', steps, direction, work },
    quickControl(stop.signal),
    report,
  ).catch((cause: unknown) => cause);
  return {
    events,
    error,
    before: (one: string, other: string) =>
      events.includes(one) && events.indexOf(one) < events.indexOf(other),
  };
}

function step(name: string, ...after: readonly string[]): Step {
  return {
    name,
    physicalName: `${name}-1`,
    after,
    holdsData: false,
    look: async () => ({
      presence: 'absent',
      arn: undefined,
      changes: [],
      obstacle: undefined,
      health: undefined,
      settle: async () => {},
    }),
    remove: async () => {},
  };
}
