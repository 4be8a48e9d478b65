import type { Thing } from '../provision/inventory.ts';
import { fitMiddle } from './fit-middle.ts';
import { changeText } from './steps.ts';
import type { Channel, Style } from './terminal.ts';

/**
 * The things of an install in a line each, and one more for each part that differs. ARNs stand for names, unless
 * that gets too wide for the terminal, where names are shortened if need be.
 */
export function thingLines(channel: Channel, things: readonly Thing[]): string[] {
  const withArns = table(channel, things, fullName);
  const tooWide = withArns.some(({ cells }) => cells > channel.columns);
  if (!channel.isTerminal || !tooWide) return withArns.flatMap(({ lines }) => lines);
  const withNames = table(channel, things, ({ physicalName }) => physicalName);
  const excess = Math.max(...withNames.map(({ cells }) => cells)) - channel.columns;
  const longest = Math.max(...things.map(({ physicalName }) => physicalName.length));
  const room = Math.max(MIN_NAME, longest - Math.max(0, excess));
  return table(channel, things, ({ physicalName }) => fitMiddle(physicalName, room)).flatMap(
    ({ lines }) => lines,
  );
}

const MIN_NAME = 12;

/** What is missing has no ARN, even where its name says what that will be. */
function fullName({ presence, arn, physicalName }: Thing): string {
  return presence === 'absent' ? physicalName : (arn ?? physicalName);
}

interface Row {
  readonly lines: readonly string[];
  /** Width of the first line. */
  readonly cells: number;
}

function table({ paint }: Channel, things: readonly Thing[], called: (thing: Thing) => string): Row[] {
  const stepWidth = Math.max(...things.map(({ step }) => step.length));
  const nameWidth = Math.max(...things.map((thing) => called(thing).length));
  return things.map((thing) => {
    const { mark, style, text } = verdictOf(thing);
    const rest = ` ${thing.step.padEnd(stepWidth)}  ${called(thing).padEnd(nameWidth)}  ${text}`.trimEnd();
    const differences = thing.changes.filter(({ path }) => path !== '');
    return {
      lines: [
        `  ${paint(style, mark)}${rest}`,
        ...differences.map((change) => paint('dim', `      ${changeText(change)}`)),
        ...obstacleLines(thing).map((line) => paint('dim', `      ${line}`)),
      ],
      cells: 3 + rest.length,
    };
  });
}

function obstacleLines({ obstacle }: Thing): string[] {
  return obstacle === undefined ? [] : [`it ${obstacle.problem}`, `→ ${obstacle.hint}`];
}

interface Verdict {
  readonly mark: string;
  readonly style: Style;
  readonly text: string;
}

function verdictOf({ presence, changes, obstacle, health }: Thing): Verdict {
  if (obstacle !== undefined) return { mark: '!', style: 'red', text: 'cannot be set up' };
  if (presence === 'foreign') return { mark: '!', style: 'red', text: "somebody else's" };
  if (presence === 'absent') return { mark: '+', style: 'yellow', text: 'missing' };
  if (changes.some(({ path, action }) => path === '' && action === 'remove')) {
    return { mark: '-', style: 'yellow', text: 'no longer wanted' };
  }
  if (changes.length > 0) return { mark: '~', style: 'yellow', text: 'differs' };
  if (health?.ok === false) return { mark: '✖', style: 'red', text: health.text };
  return {
    mark: '✔',
    style: 'green',
    text: presence === 'borrowed' ? 'yours, only used' : (health?.text ?? ''),
  };
}
