import type { Finding } from '../finding.ts';
import { plural } from './format.ts';
import type { Channel, Style } from './terminal.ts';
import { visible } from './visible.ts';

/** A line for each finding, and one more with what to do; on a terminal, long ones go on in the same column. */
export function findingLines(channel: Channel, findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const indent = ' '.repeat(MARK_WIDTH + width + GAP);
  const room = channel.isTerminal ? Math.max(MIN_ROOM, channel.columns - indent.length) : Number.MAX_VALUE;
  return findings.flatMap(({ check, state, text, fix }) => {
    const { mark, style } = LOOKS[state];
    const [first = '', ...rest] = wrapped(text, room);
    const head = `  ${channel.paint(style, mark)} ${check.padEnd(width + GAP)}${first}`;
    const cure = fix === undefined ? [] : wrapped(fix, room - ARROW.length);
    return [
      head,
      ...rest.map((line) => `${indent}${line}`),
      ...cure.map((line, at) =>
        at === 0
          ? `${indent}${channel.paint('cyan', ARROW.trimEnd())} ${line}`
          : `${indent}${' '.repeat(ARROW.length)}${line}`,
      ),
    ];
  });
}

/** `31 checks: 1 fault, 2 warnings, 1 unknown`. */
export function findingsSummary(findings: readonly Finding[]): string {
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
  const parts = [
    [count('fault'), plural(count('fault'), 'fault')],
    [count('warning'), plural(count('warning'), 'warning')],
    [count('unknown'), `${count('unknown')} unknown`],
  ] as const;
  const named = parts.filter(([number]) => number > 0).map(([, text]) => text);
  return `${plural(findings.length, 'check')}: ${named.length === 0 ? 'all is well' : named.join(', ')}`;
}

const MARK_WIDTH = 4;
const GAP = 2;
const MIN_ROOM = 30;
const ARROW = '→ ';

const LOOKS: Readonly<Record<Finding['state'], { readonly mark: string; readonly style: Style }>> = {
  ok: { mark: '✔', style: 'green' },
  warning: { mark: '!', style: 'yellow' },
  fault: { mark: '✖', style: 'red' },
  unknown: { mark: '?', style: 'yellow' },
};

/** Its lines, broken between words; a word that is too long stays whole, so that it can be copied. */
function wrapped(text: string, room: number): string[] {
  return text.split('\n').flatMap((line) => wrappedLine(visible(line), room));
}

function wrappedLine(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
