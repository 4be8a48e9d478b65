import { isErrorLine } from '../error-line.ts';
import { functionEntry } from '../function-entry.ts';
import type { LogLine } from '../function-logs.ts';
import type { Channel } from './terminal.ts';
import { visible } from './visible.ts';

/** A line of the log for somebody who reads: what became of a file as a sentence, all else as it was written. */
export function logLineText({ paint }: Channel, { time, message }: LogLine): string {
  const entry = functionEntry(message);
  // Another function's lines may be JSON, too, of any shape.
  const text = typeof entry?.message === 'string' ? visible(entry.message) : message;
  const took = typeof entry?.milliseconds === 'number' ? `  ${paint('dim', `${entry.milliseconds} ms`)}` : '';
  const style = isErrorLine(message) ? 'red' : FRAME.test(message) ? 'dim' : undefined;
  return `${paint('dim', time)}  ${style === undefined ? text : paint(style, text)}${took}`;
}

/** What Lambda writes around each event. */
const FRAME = /^(?:INIT_START|START|END|REPORT) /;
