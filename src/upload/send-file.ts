import type { FileRecord } from '../../handler/record.ts';
import { getRow } from '../catalog/get-row.ts';
import { waitForRecord } from '../catalog/wait-for-record.ts';
import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import type { Source } from '../transfer/sources.ts';
import type { Uploaded } from '../transfer/upload-file.ts';

/** A file that has arrived, with the metadata that came of it unless nobody wanted to wait. */
export interface Sent {
  readonly uploaded: Uploaded;
  readonly record?: FileRecord;
  /** From the first byte until the object was there. */
  readonly uploadSeconds: number;
  /** From then until its metadata was there. */
  readonly recordSeconds?: number;
}

/** A way into the bucket. */
export type Door = (source: Source, progress: (bytes: number) => void) => Promise<Uploaded>;

export interface Sending {
  readonly door: Door;
  readonly table: string;
  /** Undefined: do not wait for the metadata. */
  readonly waitSeconds: number | undefined;
  readonly progress: (source: Source, bytes: number) => void;
}

/** Puts one file into the bucket through a door, calls `arrived`, and waits until the table shows it. */
export async function sendFile(
  { dynamodb }: Pick<Clients, 'dynamodb'>,
  source: Source,
  { door, table, waitSeconds, progress }: Sending,
  control: Control,
  arrived: () => void = () => undefined,
): Promise<Sent> {
  const previous =
    waitSeconds === undefined ? undefined : await getRow(dynamodb, table, source.key, control.signal);
  const started = control.now();
  const uploaded = await door(source, (bytes) => progress(source, bytes));
  arrived();
  const sentAt = control.now();
  const uploadSeconds = (sentAt - started) / 1000;
  if (waitSeconds === undefined) return { uploaded, uploadSeconds };
  const wait = { uploaded, previous, timeoutSeconds: waitSeconds };
  const record = await waitForRecord(dynamodb, table, wait, control);
  return { uploaded, record, uploadSeconds, recordSeconds: (control.now() - sentAt) / 1000 };
}
