import type { FileRecord, Tombstone } from '../../handler/record.ts';
import type { NewestVersion } from '../catalog/newest-version.ts';

/** A station on a file's way, in this order. */
export type HopName = 'object' | 'event' | 'invocation' | 'row';

export interface Hop {
  readonly hop: HopName;
  /** `pending`: may still come. `unknown`: could not be found out, or was not reached. */
  readonly state: 'ok' | 'failed' | 'pending' | 'unknown';
  /** ISO 8601; absent where nobody knows. */
  readonly time?: string | undefined;
  readonly text: string;
  /** What else is known, a sentence or a name with its value each. */
  readonly details: readonly string[];
  /** One imperative sentence with a runnable command. */
  readonly fix?: string | undefined;
}

/** Where the way begins and where it ends. */
export interface Ends {
  readonly key: string;
  readonly bucket: string;
  readonly object: NewestVersion | undefined;
  readonly row: FileRecord | Tombstone | undefined;
}

/** The way of one file from the bucket to the table. */
export interface Trace extends Ends {
  /** The table shows what the bucket holds. */
  readonly complete: boolean;
  readonly hops: readonly Hop[];
}
