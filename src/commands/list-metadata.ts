import { formatCsv } from '../catalog/format-csv.ts';
import { formatJson } from '../catalog/format-json.ts';
import { formatTable } from '../catalog/format-table.ts';
import { parseColumns } from '../catalog/known-fields.ts';
import { parseCondition } from '../catalog/parse-condition.ts';
import { parseTime } from '../catalog/parse-time.ts';
import { type FileQuery, type ListedFile, queryFiles } from '../catalog/query-files.ts';
import { queryViaApi } from '../catalog/query-via-api.ts';
import { selectFiles } from '../catalog/select-files.ts';
import { dynamoDbClient } from '../clients.ts';
import type { Control } from '../control.ts';
import { UsageError } from '../errors.ts';
import { namesOf } from '../provision/names.ts';
import { plural } from '../report/format.ts';
import type { Session } from '../target/session.ts';
import { findApi } from '../upload/find-api.ts';
import { command } from './command.ts';
import { openInstall } from './open-install.ts';
import { nameOptions } from './options.ts';

export const listMetadata = command({
  options: {
    ...nameOptions,
    csv: { type: 'flag', summary: 'as CSV: the attributes of the files, or --columns' },
    columns: { type: 'text', value: '<fields>', summary: 'of the CSV: filename,document.pages,photo.make' },
    where: { type: 'text', value: '<condition>', summary: "what was found inside: 'document.pages > 100'" },
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
    ["filepipe list-metadata --where 'document.pages > 100'", 'files with more than 100 pages'],
    [
      "filepipe list-metadata --where 'photo.taken >= 2024-06 and photo.taken < 2024-07'",
      'photos of a month',
    ],
    ['filepipe list-metadata --csv --columns filename,size,document.pages > files.csv', 'for a spreadsheet'],
    ['filepipe list-metadata --via api', 'through GET /files, without rights on the table'],
  ],
  async run(call) {
    const { options, terminal, control } = call;
    const { csv, limit } = options;
    if (csv && terminal.json)
      throw new UsageError('--csv and --json exclude each other', { hint: 'leave one out' });
    const columns = parseColumns(options.columns);
    const condition = options.where === undefined ? undefined : parseCondition(options.where);
    const query = queryOf(options, new Date(control.now()));
    const session = await openInstall(call);
    const found = await filesVia(options.via ?? 'table', session, query, control);
    const { files, count } = counted(selectFiles(found, condition, limit));
    const width = terminal.out.isTerminal ? terminal.out.columns : undefined;
    const lines = csv
      ? formatCsv(files, columns)
      : terminal.json
        ? formatJson(files)
        : formatTable(files, width);
    for await (const line of lines) await terminal.out.write(line);
    terminal.tell(plural(count(), 'file'));
    return 0;
  },
});

interface Wanted {
  readonly prefix?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly limit?: number | undefined;
  readonly where?: string | undefined;
}

/** With a condition the first rows of the table need not be the first that are wanted. */
function queryOf({ prefix, since, until, limit, where }: Wanted, now: Date): FileQuery {
  return {
    ...(prefix === undefined ? {} : { prefix }),
    ...(since === undefined ? {} : { since: parseTime(since, now) }),
    ...(until === undefined ? {} : { until: parseTime(until, now) }),
    ...(limit === undefined || where !== undefined ? {} : { limit }),
  };
}

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
