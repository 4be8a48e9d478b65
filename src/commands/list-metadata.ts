import { formatCsv } from '../catalog/format-csv.ts';
import { formatJson } from '../catalog/format-json.ts';
import { formatTable } from '../catalog/format-table.ts';
import { parseTime } from '../catalog/parse-time.ts';
import { type FileQuery, type ListedFile, queryFiles } from '../catalog/query-files.ts';
import { queryViaApi } from '../catalog/query-via-api.ts';
import { dynamoDbClient } from '../clients.ts';
import type { Control } from '../control.ts';
import { UsageError } from '../errors.ts';
import { namesOf } from '../provision/names.ts';
import { plural } from '../report/format.ts';
import { openSession, type Session } from '../target/session.ts';
import { findApi } from '../upload/find-api.ts';
import { command } from './command.ts';
import { nameOptions } from './options.ts';

export const listMetadata = command({
  options: {
    ...nameOptions,
    csv: { type: 'flag', summary: 'as CSV, every attribute' },
    prefix: { type: 'text', value: '<text>', summary: 'only names that begin with this' },
    since: { type: 'text', value: '<time>', summary: 'uploaded then or later: 2h, 3d, 2026-11-22' },
    until: { type: 'text', value: '<time>', summary: 'uploaded before' },
    via: {
      type: 'choice',
      choices: ['table', 'api'],
      summary: 'what is asked: the table itself, or GET /files',
    },
    limit: { type: 'number', value: '<files>', min: 1, max: 1_000_000_000, summary: 'the newest so many' },
  },
  examples: [
    ['filepipe list-metadata', 'all files, newest first'],
    ['filepipe list-metadata --since 2h --prefix reports/', 'the last two hours of one folder'],
    ['filepipe list-metadata --csv > files.csv', 'for a spreadsheet'],
    ['filepipe list-metadata --via api', 'through GET /files, without rights on the table'],
  ],
  async run(call) {
    const { options, terminal, control } = call;
    const { csv, prefix, since, until, limit } = options;
    if (csv && terminal.json)
      throw new UsageError('--csv and --json exclude each other', { hint: 'leave one out' });
    const now = new Date(control.now());
    const query = {
      ...(prefix === undefined ? {} : { prefix }),
      ...(since === undefined ? {} : { since: parseTime(since, now) }),
      ...(until === undefined ? {} : { until: parseTime(until, now) }),
      ...(limit === undefined ? {} : { limit }),
    };
    const session = await openSession(call);
    const { files, count } = counted(await filesVia(options.via ?? 'table', session, query, control));
    const width = terminal.out.isTerminal ? terminal.out.columns : undefined;
    const lines = csv ? formatCsv(files) : terminal.json ? formatJson(files) : formatTable(files, width);
    for await (const line of lines) await terminal.out.write(line);
    terminal.tell(plural(count(), 'file'));
    return 0;
  },
});

async function filesVia(
  via: 'table' | 'api',
  session: Session,
  query: FileQuery,
  control: Control,
): Promise<AsyncGenerator<ListedFile>> {
  if (via === 'api') return queryViaApi(await findApi(session, 'GET /files'), query, control);
  const { table } = namesOf(session.target, session);
  return queryFiles(await dynamoDbClient(session.target), table, query, control.signal);
}

function counted<T>(items: AsyncIterable<T>) {
  let seen = 0;
  async function* files() {
    for await (const item of items) {
      seen += 1;
      yield item;
    }
  }
  return { files: files(), count: () => seen };
}
