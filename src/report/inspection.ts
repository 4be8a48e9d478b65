import type { Comparison } from '../inspect/compare.ts';
import type { Inspected } from '../inspect/inspected.ts';
import { rowSections } from './row-sections.ts';
import { type Section, sectionLines } from './sections.ts';
import type { Channel } from './terminal.ts';
import { visible } from './visible.ts';

/** A file that is not in the table yet, shown as `show` would, and how it compares with the table. */
export function inspectionLines(channel: Channel, file: Inspected, compared?: Comparison): string[] {
  return [
    channel.paint('bold', visible(file.filename)),
    ...sectionLines(channel, [...rowSections(file), ...comparisonSections(compared)]),
  ];
}

function comparisonSections(compared: Comparison | undefined): Section[] {
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
  return [{ title: 'compared', fields: [{ label: 'state', text: words[compared.state] }, ...differences] }];
}

function textOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
