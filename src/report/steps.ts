import type { Change } from '../provision/engine/resource.ts';
import type { StepEvent } from '../provision/engine/run-steps.ts';
import { explainError } from './explain-error.ts';
import { fitMiddle } from './fit-middle.ts';
import { formatSeconds } from './format.ts';
import { padded } from './padded.ts';
import { openSpinner } from './spinner.ts';
import type { Terminal } from './terminal.ts';

/** Tells of the steps of a run as they happen. */
export interface StepReport {
  readonly event: (event: StepEvent) => void;
  /** What a running step is at, for the moving line; until its next event. */
  readonly now: (step: string, text: string) => void;
  /** Takes the moving line away; call it whatever happened. */
  readonly close: () => void;
}

/** What a step that was not run is called. */
export interface Words {
  readonly skipped: string;
}

/**
 * One line for each step that changed something or failed, in the order in which they end; on a terminal also
 * a moving line with what runs. With `--json`, one object a line on stdout for every event.
 */
export async function reportSteps(
  terminal: Terminal,
  words: Words = { skipped: 'skipped' },
): Promise<StepReport> {
  return terminal.json ? jsonSteps(terminal) : stepLines(terminal, words);
}

function jsonSteps({ out }: Terminal): StepReport {
  return {
    event: ({ error, ...event }) => {
      const told = error === undefined ? event : { ...event, error: explainError(error) };
      void out.write(`${JSON.stringify({ event: 'step', ...told })}\n`);
    },
    now: () => {},
    close: () => {},
  };
}

async function stepLines(terminal: Terminal, words: Words): Promise<StepReport> {
  const spinner = await openSpinner(terminal);
  const running = new Map<string, StepEvent>();
  const told = new Map<string, number>();
  const doing = new Map<string, string>();
  return {
    event: (event) => {
      doing.delete(event.step);
      if (event.state === 'started' || event.state === 'waiting') running.set(event.step, event);
      else running.delete(event.step);
      for (const line of linesOf(terminal, event, words)) spinner.line(line);
      if (!terminal.animated && isOverdue(event, told)) terminal.tell(`    … ${waitText(event)}`);
      spinner.text(runningText([...running.values()]));
    },
    now: (step, text) => {
      doing.set(step, text);
      spinner.text([...doing.values()].join('; '));
    },
    close: () => spinner.close(),
  };
}

function linesOf({ err }: Terminal, event: StepEvent, words: Words): string[] {
  const name = event.step.padEnd(NAME_WIDTH);
  const cells = err.isTerminal
    ? Math.max(MIN_THING_WIDTH, Math.min(THING_WIDTH, err.columns - BESIDE_THING))
    : THING_WIDTH;
  const thing = padded(
    cells < THING_WIDTH ? fitMiddle(event.physicalName, cells) : event.physicalName,
    cells,
  );
  if (event.state === 'done') {
    const line = `  ${err.paint('green', '✔')} ${name} ${thing} ${outcomeOf(event.changes).padEnd(7)}`;
    return [
      `${line}${err.paint('dim', formatSeconds(event.seconds).padStart(7))}`,
      ...updates(event.changes, err.paint),
    ];
  }
  if (event.state === 'failed') {
    const { what, why } = explainError(event.error);
    const reasons = [what, ...why]
      .flatMap((text) => text.split('\n'))
      .map((text) => `      ${err.paint('red', text)}`);
    return [`  ${err.paint('red', '✖')} ${name} ${thing} failed`, ...reasons];
  }
  if (event.state === 'skipped') return [err.paint('dim', `  - ${name} ${thing} ${words.skipped}`)];
  return [];
}

const NAME_WIDTH = 24;
const THING_WIDTH = 36;
const MIN_THING_WIDTH = 12;
/** Mark, name, outcome and time. */
const BESIDE_THING = 44;

/** What became of the thing as a whole. */
function outcomeOf(changes: readonly Change[]): string {
  const whole = changes.find(({ path }) => path === '');
  if (whole?.action === 'create') return 'created';
  if (whole?.action === 'remove') return 'removed';
  return changes.length > 0 ? 'updated' : 'done';
}

function updates(changes: readonly Change[], paint: Terminal['err']['paint']): string[] {
  return changes
    .filter(({ path }) => path !== '')
    .map((change) => paint('dim', `      ${changeText(change)}`));
}

/** `memoryMb: 256 → 512`, with long values cut. */
export function changeText({ path, from, to }: Change): string {
  return `${path}: ${valueText(from)} → ${valueText(to)}`;
}

function valueText(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

const NAMED_AT_ONCE = 3;

function runningText(running: readonly StepEvent[]): string {
  const waiting = running.findLast(({ state }) => state === 'waiting');
  if (waiting !== undefined) return waitText(waiting);
  const named = running.slice(0, NAMED_AT_ONCE).map(({ step }) => step);
  const others = running.length - named.length;
  return `${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}

function waitText({ step, waiting }: StepEvent): string {
  if (waiting === undefined) return step;
  const { what, elapsedSeconds, timeoutSeconds, leftSeconds } = waiting;
  // What moves stands where a narrow terminal still shows it.
  if (leftSeconds !== undefined) return `waiting ${Math.ceil(leftSeconds)} s more for ${what}`;
  return `waiting for ${what}, ${formatSeconds(elapsedSeconds)} of at most ${formatSeconds(timeoutSeconds)}`;
}

/** Off a terminal a wait is told once after 5 seconds and then every 15. */
function isOverdue({ step, waiting }: StepEvent, told: Map<string, number>): boolean {
  const next = told.get(step) ?? 5;
  if (waiting === undefined || waiting.elapsedSeconds < next) return false;
  told.set(step, waiting.elapsedSeconds + 15);
  return true;
}
