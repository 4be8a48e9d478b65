import type { Thing } from '../provision/inventory.ts';
import { changeText } from './steps.ts';
import type { Channel, Style } from './terminal.ts';

/** A thing of an install in one line, and one more for each part of it that differs. */
export function thingLines({ paint }: Channel, thing: Thing): string[] {
  const { mark, style, text } = verdictOf(thing);
  const name = thing.step.padEnd(24);
  const line = `  ${paint(style, mark)} ${name} ${thing.physicalName.padEnd(40)} ${text}`;
  const differences = thing.changes.filter(({ path }) => path !== '');
  return [line.trimEnd(), ...differences.map((change) => paint('dim', `      ${changeText(change)}`))];
}

interface Verdict {
  readonly mark: string;
  readonly style: Style;
  readonly text: string;
}

function verdictOf({ presence, changes, health }: Thing): Verdict {
  if (presence === 'foreign') return { mark: '!', style: 'red', text: "somebody else's" };
  if (presence === 'absent') {
    return changes.length > 0
      ? { mark: '+', style: 'yellow', text: 'missing' }
      : { mark: '·', style: 'dim', text: 'not wanted' };
  }
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
