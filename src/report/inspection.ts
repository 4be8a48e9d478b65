import type { Comparison } from '../inspect/compare.ts';
import type { Inspected } from '../inspect/inspected.ts';
import { STDIN } from '../inspect/pipes.ts';
import type { Fault } from '../transfer/find-files.ts';
import { rowSections } from './row-sections.ts';
import { type Section, sectionLines } from './sections.ts';
import type { Channel, Terminal } from './terminal.ts';
import { visible } from './visible.ts';

/** Shows what was found in files here, and how it compares with the table. */
export interface InspectionReport {
  readonly file: (path: string, file: Inspected, compared: Comparison | undefined) => Promise<void>;
  readonly fault: (path: string, fault: Fault) => Promise<void>;
}

/** Each file under the title of its path, as `show` would show it; with `--json`, one object a line, for faults as well. */
export function reportInspection({ out, json }: Terminal): InspectionReport {
  let gap = '';
  return {
    async file(path, file, compared) {
      if (json)
        return await out.write(`${JSON.stringify({ path, ...file, ...(compared && { compared }) })}\n`);
      const title = path === STDIN ? file.filename : path;
      await out.write(`${gap}${inspectionLines(out, title, file, compared).join('\n')}\n`);
      gap = '\n';
    },
    async fault(path, { message, hint }) {
      const error = { what: message, why: [], hint, isBug: false };
      if (json) await out.write(`${JSON.stringify({ path, error })}\n`);
    },
  };
}

function inspectionLines(
  channel: Channel,
  title: string,
  file: Inspected,
  compared: Comparison | undefined,
): string[] {
  const key = file.filename === title ? undefined : file.filename;
  return [
    channel.paint('bold', visible(title)),
    ...sectionLines(channel, [...rowSections(file), ...comparisonSections(compared, key)]),
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
