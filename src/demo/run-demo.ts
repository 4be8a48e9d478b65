import { formatTable } from '../catalog/format-table.ts';
import { queryFiles } from '../catalog/query-files.ts';
import { allClients, type Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { type Names, namesOf } from '../provision/names.ts';
import { settingsFrom } from '../provision/settings.ts';
import { setup } from '../provision/setup.ts';
import { teardown } from '../provision/teardown.ts';
import { formatBytes, plural } from '../report/format.ts';
import type { Stage } from '../stage.ts';
import { requireSameBytes } from '../transfer/same-bytes.ts';
import { expandSources, type Source } from '../transfer/sources.ts';
import { openDoor } from '../upload/open-door.ts';
import { sendFile } from '../upload/send-file.ts';
import { confirmSubscription, provokeAlarm } from './alarm.ts';
import { writeSampleFiles } from './sample-files.ts';

/** Shows one claim being checked: its title at once, and the text that `check` resolves to when it holds. */
export interface Show {
  readonly prove: (title: string, check: () => Promise<string>) => Promise<void>;
  readonly line: (line: string) => void;
}

const INSTALL = { install: 'filepipe', overrides: {} };
const MAIL_ADDRESS = 'you@example.com';

interface Scene {
  readonly stage: Stage;
  readonly clients: Clients;
  readonly names: Names;
  readonly show: Show;
  readonly control: Control;
}

/** The life of a pipeline from setup to teardown; the first claim that does not hold ends it with an error. */
export async function runDemo(stage: Stage, show: Show, control: Control): Promise<void> {
  const clients = await allClients(stage.target);
  const names = namesOf(stage.target, INSTALL);
  const scene: Scene = { stage, clients, names, show, control };
  const settings = settingsFrom({ ...INSTALL, alarmEmail: MAIL_ADDRESS });

  await show.prove('setup', async () => {
    const { changed } = await setup(clients, stage.target, settings, control, () => {});
    const again = await setup(clients, stage.target, settings, control, () => {});
    ensure(again.changed.length === 0, 'a second setup changed something');
    return `${plural(changed.length, 'thing')}; a second setup changes nothing`;
  });
  const sources = await expandSources(await writeSampleFiles(stage.folder));
  for (const source of sources) await upload(scene, source, 's3');
  for (const source of sources.filter(fitsApi))
    await upload(scene, { ...source, key: `api-${source.key}` }, 'api');
  await showMetadata(scene, sources.length + sources.filter(fitsApi).length);
  await show.prove('alarm', async () => {
    await confirmSubscription(stage.endpoint, MAIL_ADDRESS, control);
    const alarm = await provokeAlarm(clients, names, stage.endpoint, control);
    return `a bad event raises ${alarm}, and the mail arrives`;
  });
  await show.prove('teardown', async () => {
    const { removed, left } = await teardown(
      clients,
      stage.target,
      settings,
      { deleteData: true },
      control,
      () => {},
    );
    ensure(left.length === 0, `${plural(left.length, 'thing')} left after the teardown`);
    return `${plural(removed.length, 'thing')} removed; a second look finds nothing left`;
  });
}

/** Small, and with a name that API Gateway can pass on to S3 as it is. */
function fitsApi({ key, bytes }: Source): boolean {
  return bytes < 1_000_000 && /^[\w.-]+$/.test(key);
}

async function upload({ stage, clients, names, show, control }: Scene, source: Source, via: 's3' | 'api') {
  const session = { target: stage.target, ...INSTALL, isRemembered: true, remember: async () => {} };
  const sending = {
    door: await openDoor(via, session, control),
    table: names.table,
    waitSeconds: 60,
    progress() {},
  };
  const way = via === 's3' ? 'through S3' : 'through POST /upload';
  await show.prove('upload', async () => {
    const { uploaded, record } = await sendFile(clients, source, sending, control);
    ensure(record?.size === source.bytes, `the metadata of ${source.key} has another size`);
    await requireSameBytes(clients.s3, { bucket: names.bucket }, source, control.signal);
    const parts = uploaded.parts > 1 ? ` in ${uploaded.parts} parts` : '';
    return `${source.key}, ${formatBytes(source.bytes)} ${way}${parts}: the same bytes come back`;
  });
}

async function showMetadata({ clients, names, show, control }: Scene, expected: number): Promise<void> {
  const lines: string[] = [];
  await show.prove('list-metadata', async () => {
    const files = queryFiles(clients.dynamodb, names.table, {}, control.signal);
    for await (const line of formatTable(files)) lines.push(line.trimEnd());
    ensure(lines.length - 1 === expected, `${lines.length - 1} of ${expected} files are in the table`);
    return `${plural(expected, 'file')}, newest first`;
  });
  for (const line of lines) show.line(`      ${line}`);
}

function ensure(holds: boolean, otherwise: string): void {
  if (!holds) throw new FilepipeError(otherwise, { hint: 'please report it' });
}
