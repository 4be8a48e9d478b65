import stringWidth from 'string-width';
import { told } from '../catalog/format-json.ts';
import type { Hop, Trace } from '../trace/trace.ts';
import { localTime } from './field.ts';
import { padded } from './padded.ts';
import type { Channel, Style } from './terminal.ts';
import { visible } from './visible.ts';
import { wrapText } from './wrap-text.ts';

/** A file's way, a hop after the other: when, what, and below it what else is known and what to do. */
export function traceLines(channel: Channel, { key, hops }: Trace): string[] {
  const timeWidth = hops.some(({ time }) => time !== undefined) ? TIME_WIDTH : 0;
  return [channel.paint('bold', visible(key)), ...hops.flatMap((hop) => hopLines(channel, hop, timeWidth))];
}

/** A trace for programs. */
export function toldTrace({ row, ...way }: Trace): object {
  return { ...way, ...(row !== undefined && { row: told(row) }) };
}

/** `complete`, or which hop the way ends at. */
export function traceText({ complete, hops }: Trace): string {
  if (complete) return 'complete: the table shows what the bucket holds';
  if (hops.length === 1) return 'there is no such file';
  const stop = hops.find(({ state }) => state === 'failed' || state === 'pending');
  return stop?.state === 'pending'
    ? `not there yet: the ${stop.hop} is pending`
    : `it ends at the ${stop?.hop}`;
}

function hopLines(
  { paint, isTerminal, columns }: Channel,
  { hop, state, time, text, details, fix }: Hop,
  timeWidth: number,
): string[] {
  const { mark, style } = LOOKS[state];
  const when = padded(time === undefined ? '' : localTime(time), timeWidth);
  const said = visible(text);
  const room = isTerminal ? Math.max(MIN_ROOM, columns - INDENT.length) : Number.MAX_VALUE;
  const fits = HEAD_WIDTH + timeWidth + stringWidth(said) <= room + INDENT.length;
  const alone = time === undefined ? hop : `${hop.padEnd(HOP_WIDTH)}${paint('dim', when.trimEnd())}`;
  return [
    ...(fits
      ? [`  ${paint(style, mark)} ${hop.padEnd(HOP_WIDTH)}${paint('dim', when)}${said}`]
      : [`  ${paint(style, mark)} ${alone}`, ...wrapText(said, room).map((line) => INDENT + line)]),
    ...details
      .flatMap((detail) => wrapText(visible(detail), room))
      .map((line) => INDENT + paint('dim', line)),
    ...fixLines(fix, room).map((line, at) => `${INDENT}${at === 0 ? paint('cyan', '→') : ' '} ${line}`),
  ];
}

/** Where it is too long the command gets a line of its own, so that it can be copied. */
function fixLines(fix: string | undefined, room: number): string[] {
  if (fix === undefined) return [];
  const text = visible(fix);
  const at = text.indexOf(': filepipe ');
  return text.length + 2 <= room || at === -1 ? [text] : [text.slice(0, at + 1), text.slice(at + 2)];
}

const HOP_WIDTH = 12;
const HEAD_WIDTH = HOP_WIDTH + 4;
const TIME_WIDTH = 25;
const INDENT = '      ';
const MIN_ROOM = 30;

const LOOKS: Readonly<Record<Hop['state'], { readonly mark: string; readonly style: Style }>> = {
  ok: { mark: '✔', style: 'green' },
  failed: { mark: '✖', style: 'red' },
  pending: { mark: '…', style: 'yellow' },
  unknown: { mark: '·', style: 'dim' },
};
