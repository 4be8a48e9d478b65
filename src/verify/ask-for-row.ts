import type { FileRecord } from '../../handler/record.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { ApiRefusal, apiRefusal } from '../transfer/api-refusal.ts';
import { callApi, type InstallApi } from '../transfer/call-api.ts';

/** The method, as users know it. */
export const QUERY_METHOD = 'GET /files/{filename}';

/** Asks an install's API for a row that the table has. Fails when it answers with anything else. */
export async function askForRow(api: InstallApi, row: FileRecord, control: Control): Promise<void> {
  const answer = await callApi(api, { method: 'GET', path: pathOf(row.filename) }, control);
  if (!answer.ok) throw withoutDoor(await apiRefusal(answer, QUERY_METHOD));
  const told = (await answer.json()) as Partial<FileRecord>;
  const lies = COMPARED.filter((name) => told[name] !== row[name]).map(
    (name) => `${name} ${told[name]} instead of ${row[name]}`,
  );
  if (lies.length > 0) throw new FilepipeError(`${QUERY_METHOD} says ${lies.join(' and ')}`);
}

const COMPARED = ['filename', 'size', 'etag', 'versionId', 'uploadTime'] as const;

/** Slashes stay: they are part of the method's path. */
function pathOf(filename: string): string {
  return `/files/${filename.split('/').map(encodeURIComponent).join('/')}`;
}

/** A file can be sent another way, but this question cannot be asked another way. */
function withoutDoor(refused: ApiRefusal): ApiRefusal {
  const { message, refusal } = refused;
  if (refusal.status !== 403 || !/not authorized to/.test(message)) return refused;
  return new ApiRefusal(
    message,
    refusal,
    'allow yourself execute-api:Invoke on it: filepipe policy deployer',
  );
}
