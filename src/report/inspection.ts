import type { Comparison } from '../inspect/compare.ts';
import type { Inspected } from '../inspect/inspected.ts';
import { rowSections } from './row-sections.ts';
import { type Section, sectionLines } from './sections.ts';
import type { Channel } from './terminal.ts';
import { visible } from './visible.ts';

/** A file here under the title of its path, shown as `show` would, and how it compares with the row of its name. */
export function inspectionLines(
  channel: Channel,
  title: string,
  file: Inspected,
  compared?: Comparison,
): string[] {
  return [
    channel.paint('bold', visible(title)),
    ...sectionLines(channel, [
      ...rowSections(file),
      ...comparisonSections(compared, file.filename === title ? undefined : file.filename),
    ]),
  ];
}

function comparisonSections(compared: Comparison | undefined, key: string | undefined): Section[] {
  if (compared === undefined) return [];
  const words = {
    same: 'the table says the same',
    different: 'the table says otherwise',
    missing: 'not in the table',
  };
  const differences = compared.differences.map(({ field, here, table }) => ({
    label: field,
    text: `${textOf(here)} here, ${textOf(table)} in the table`,
  }));
  const state = { label: 'state', text: words[compared.state] };
  const as = key === undefined ? [] : [{ label: 'as', text: key }];
  return [{ title: 'compared', fields: [state, ...as, ...differences] }];
}

function textOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
