import { formatColumns } from '../catalog/format-columns.ts';
import { formatCsv } from '../catalog/format-csv.ts';
import { formatJson } from '../catalog/format-json.ts';
import { formatTable } from '../catalog/format-table.ts';
import { parseColumns, requireKnown } from '../catalog/known-fields.ts';
import { parseCondition } from '../catalog/parse-condition.ts';
import { parseTime } from '../catalog/parse-time.ts';
import { type FileQuery, type ListedFile, queryFiles } from '../catalog/query-files.ts';
import { queryViaApi } from '../catalog/query-via-api.ts';
import { type Selection, selectFiles } from '../catalog/select-files.ts';
import { dynamoDbClient } from '../clients.ts';
import type { Control } from '../control.ts';
import { UsageError } from '../errors.ts';
import { namesOf } from '../provision/names.ts';
import { plural } from '../report/format.ts';
import type { Terminal } from '../report/terminal.ts';
import type { Session } from '../target/session.ts';
import { findApi } from '../upload/find-api.ts';
import { command } from './command.ts';
import { openInstall } from './open-install.ts';
import { nameOptions } from './options.ts';

export const listMetadata = command({
  options: {
    ...nameOptions,
    csv: { type: 'flag', summary: 'as CSV: the attributes of the files, or --columns' },
    columns: {
      type: 'text',
      value: '<fields>',
      summary: 'show these instead: filename,document.pages,photo.make',
    },
    where: {
      type: 'text',
      value: '<condition>',
      summary: "only files of which this is true: 'document.pages > 100'",
    },
    prefix: { type: 'text', value: '<text>', summary: 'only names that begin with this' },
    since: { type: 'text', value: '<time>', summary: 'uploaded then or later: 2h, 3d, 2026-11-22' },
    until: { type: 'text', value: '<time>', summary: 'uploaded before' },
    sort: {
      type: 'text',
      value: '<field>',
      summary: 'by this field, the greatest or latest first, text from A to Z',
    },
    reverse: { type: 'flag', summary: 'the other way round, with --sort' },
    duplicates: { type: 'flag', summary: 'only files whose bytes another one has, too' },
    via: {
      type: 'choice',
      choices: ['table', 'api'],
      summary: 'what is asked: the table itself, or GET /files',
    },
    limit: { type: 'number', value: '<files>', min: 1, max: 1_000_000_000, summary: 'the first so many' },
  },
  examples: [
    ['filepipe list-metadata', 'all files, newest first'],
    ['filepipe list-metadata --since 2h --prefix reports/', 'the last two hours of one folder'],
    ["filepipe list-metadata --where 'document.pages > 100'", 'files with more than 100 pages'],
    ["filepipe list-metadata --where 'photo.taken = 2024-06 and photo.model ~ x100'", 'photos of a month'],
    ['filepipe list-metadata --sort size --limit 10', 'the ten largest'],
    ['filepipe list-metadata --duplicates', 'what is there more than once'],
    ['filepipe list-metadata --csv --columns filename,size,document.pages > files.csv', 'for a spreadsheet'],
    ['filepipe list-metadata --via api', 'through GET /files, without rights on the table'],
  ],
  notes: `Conditions: a field, one of = != < <= > >= ~ (contains) !~, and a value; joined by and,
or, not and parentheses. A field alone, or a part like photo, has to be there.
  size > 10MB                     video.durationSeconds > 1h30m
  photo.taken = 2024-06           uploadTime > 7d
  filename ~ *.pdf                table.header = price
  document.encrypted              status = failed and not filename ~ tmp
All fields are in details.md, all about conditions is in conditions.md: in docs/,
or in dist/ of the package.`,
  async run(call) {
    const { options, terminal, control } = call;
    if (options.csv && terminal.json)
      throw new UsageError('--csv and --json exclude each other', { hint: 'leave one out' });
    const columns = parseColumns(options.columns);
    const now = new Date(control.now());
    const selection = selectionOf(options, now);
    const query = queryOf(options, now);
    const session = await openInstall(call);
    const found = await filesVia(options.via ?? 'table', session, query, control);
    const { files, count } = counted(selectFiles(found, selection));
    for await (const line of linesOf(files, terminal, options.csv, columns)) await terminal.out.write(line);
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
  readonly sort?: string | undefined;
  readonly reverse: boolean;
  readonly duplicates: boolean;
}

function selectionOf({ where, sort, reverse, duplicates, limit }: Wanted, now: Date): Selection {
  if (sort !== undefined) requireKnown(sort);
  if (reverse && sort === undefined)
    throw new UsageError('--reverse needs --sort', { hint: 'say by what: --sort uploadTime --reverse' });
  return {
    condition: where === undefined ? undefined : parseCondition(where, now),
    duplicates,
    sorting: sort === undefined ? undefined : { field: sort, reverse },
    limit,
  };
}

/** The first rows of the table are the first that are wanted only when nothing else is asked. */
function queryOf(wanted: Wanted, now: Date): FileQuery {
  const { prefix, limit } = wanted;
  const since = wanted.since === undefined ? undefined : parseTime(wanted.since, now);
  const until = wanted.until === undefined ? undefined : parseTime(wanted.until, now);
  if (since !== undefined && until !== undefined && since >= until)
    throw new UsageError(`nothing is both since ${wanted.since} and before ${wanted.until}`, {
      hint: 'give --until a later time than --since',
    });
  const readsOn = wanted.where !== undefined || wanted.sort !== undefined || wanted.duplicates;
  return {
    ...(prefix === undefined ? {} : { prefix }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(limit === undefined || readsOn ? {} : { limit }),
  };
}

function linesOf(
  files: AsyncIterable<ListedFile>,
  { out, json }: Terminal,
  csv: boolean,
  columns: readonly string[] | undefined,
): AsyncGenerator<string> {
  if (csv) return formatCsv(files, columns);
  if (json) return formatJson(files, columns);
  const width = out.isTerminal ? out.columns : undefined;
  return columns === undefined ? formatTable(files, width) : formatColumns(files, columns, width);
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
