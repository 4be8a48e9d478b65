import stringWidth from 'string-width';
import type { Field } from './field.ts';
import { padded } from './padded.ts';
import type { Channel } from './terminal.ts';
import { visible } from './visible.ts';
import { wrapText } from './wrap-text.ts';

/** Fields that belong together, under a title unless they are about the whole. */
export interface Section {
  readonly title?: string;
  readonly fields: readonly Field[];
}

/** The sections as lines, all values in one column; on a terminal long ones go on below themselves. */
export function sectionLines(channel: Channel, sections: readonly Section[]): string[] {
  const labels = sections.flatMap(({ fields }) => fields.map(({ label }) => stringWidth(visible(label))));
  const width = Math.max(0, ...labels);
  const indent = ' '.repeat(MARGIN + width + GAP);
  const room = channel.isTerminal ? Math.max(MIN_ROOM, channel.columns - indent.length) : Number.MAX_VALUE;
  return sections.flatMap(({ title, fields }) => [
    ...(title === undefined ? [] : [channel.paint('bold', visible(title))]),
    ...fields.flatMap(({ label, text }) =>
      wrapText(visible(text), room).map((line, at) => {
        const head = ' '.repeat(MARGIN) + channel.paint('dim', padded(visible(label), width + GAP));
        return `${at === 0 ? head : indent}${line}`.trimEnd();
      }),
    ),
  ]);
}

const MARGIN = 2;
const GAP = 2;
const MIN_ROOM = 24;
