import type { Control, Waiting } from '../../control.ts';
import { FilepipeError } from '../../errors.ts';
import { limited } from './limited.ts';
import type { Change } from './resource.ts';
import type { Step } from './step.ts';

/** What a caller is told while steps run; every step ends with done, unchanged, failed, skipped or, after an abort, stopped. */
export interface StepEvent {
  readonly step: string;
  readonly physicalName: string;
  readonly state: 'started' | 'waiting' | 'done' | 'unchanged' | 'failed' | 'skipped' | 'stopped';
  readonly changes: readonly Change[];
  /** Since the step started. */
  readonly seconds: number;
  /** Only while waiting. */
  readonly waiting?: Waiting;
  /** Only of a failed step. */
  readonly error?: unknown;
}

export type Report = (event: StepEvent) => void;

/** What a step's work came to: what it changed, `done` when that is something. */
export interface Outcome {
  readonly state: 'done' | 'unchanged' | 'skipped';
  readonly changes: readonly Change[];
}

export interface Run {
  /** What is being done, for errors: "set up", "tear down". */
  readonly verb: string;
  /** In the order of the page: each after all that it depends on. */
  readonly steps: readonly Step[];
  /** Backwards, a step waits for those that depend on it. */
  readonly direction: 'forwards' | 'backwards';
  /** How many steps may be at work at the same time; all that can by default. */
  readonly concurrency?: number;
  readonly work: (step: Step, control: Control) => Promise<Outcome>;
}

type Verdict = 'ok' | 'broken';

/**
 * Runs every step as soon as what it waits for is done. After a failure or an abort, running steps
 * finish, steps that depend on a failed one are skipped, and then the run fails with all causes (or with the
 * abort's reason).
 */
export async function runSteps(run: Run, control: Control, report: Report): Promise<void> {
  const failures: { step: Step; error: unknown }[] = [];
  const verdicts = new Map<string, Promise<Verdict>>();
  const inTurn = limited(run.concurrency ?? Number.POSITIVE_INFINITY);
  for (const step of run.direction === 'forwards' ? run.steps : run.steps.toReversed()) {
    const before = waitsFor(step, run).map((name) => verdicts.get(name) ?? unknownStep(step, name));
    verdicts.set(step.name, runWhenReady(step, before));
  }
  await Promise.all(verdicts.values());
  control.signal.throwIfAborted();
  if (failures.length > 0) throw failed(run.verb, failures);

  async function runWhenReady(step: Step, before: readonly Promise<Verdict>[]): Promise<Verdict> {
    const ready = (await Promise.all(before)).every((verdict) => verdict === 'ok');
    return await inTurn(() => runStep(step, ready));
  }

  async function runStep(step: Step, ready: boolean): Promise<Verdict> {
    const tell = teller(step, control, report);
    if (!ready || control.signal.aborted) {
      tell({ state: control.signal.aborted ? 'stopped' : 'skipped' });
      return 'broken';
    }
    tell({ state: 'started' });
    try {
      tell(await run.work(step, stepControl(control, tell)));
      return 'ok';
    } catch (error) {
      if (control.signal.aborted) tell({ state: 'stopped' });
      else tell({ state: 'failed', error });
      failures.push({ step, error });
      return 'broken';
    }
  }
}

type Tell = (event: Partial<StepEvent> & Pick<StepEvent, 'state'>) => void;

function teller(step: Step, control: Control, report: Report): Tell {
  const started = control.now();
  const { name, physicalName } = step;
  return (event) =>
    report({ step: name, physicalName, changes: [], seconds: (control.now() - started) / 1000, ...event });
}

/** The caller's control, with the step's waits told as the step's own. */
function stepControl(control: Control, tell: Tell): Control {
  return {
    signal: control.signal,
    sleep: control.sleep,
    now: control.now,
    ...(control.keep === undefined ? {} : { keep: control.keep }),
    waiting(waiting) {
      control.waiting(waiting);
      tell({ state: 'waiting', waiting });
    },
  };
}

function waitsFor(step: Step, { steps, direction }: Run): readonly string[] {
  if (direction === 'forwards') return step.after;
  return steps.filter(({ after }) => after.includes(step.name)).map(({ name }) => name);
}

function unknownStep(step: Step, name: string): never {
  throw new Error(`step ${step.name} comes after ${name}, which does not stand before it`);
}

function failed(verb: string, failures: readonly { step: Step; error: unknown }[]): FilepipeError {
  const [first] = failures;
  const errors = failures.map(({ error }) => error);
  if (first === undefined || failures.length > 1) {
    const lines = failures.map(({ step, error }) => `${step.name} ${step.physicalName}: ${messageOf(error)}`);
    return new FilepipeError(`could not ${verb} ${failures.length} things\n${lines.join('\n')}`, {
      cause: new AggregateError(errors),
    });
  }
  const { step, error } = first;
  return new FilepipeError(`could not ${verb} ${step.name} ${step.physicalName}: ${messageOf(error)}`, {
    cause: error,
    ...(error instanceof FilepipeError && error.hint !== undefined ? { hint: error.hint } : {}),
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
