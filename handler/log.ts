/** One line of the function's log: what became of one file. */
export interface LogEntry {
  readonly level: 'INFO' | 'ERROR';
  readonly message: string;
  /** Absent when the event does not say. */
  readonly key?: string | undefined;
  readonly bucket?: string | undefined;
  /** Bytes. */
  readonly size?: number | undefined;
  readonly status?: string | undefined;
  readonly sequencer?: string | undefined;
  /**
   * `superseded`: the table already knew this or something newer. `unchanged`: a replay found bucket and table
   * equal. Absent when the line is about no file.
   */
  readonly outcome?: 'stored' | 'removed' | 'superseded' | 'unchanged' | 'failed';
  readonly milliseconds?: number;
  readonly requestId: string;
}

/**
 * Writes the entry as one line of JSON. Straight to stdout, because Lambda puts a time stamp and a level
 * before everything that goes through `console`, and then nothing can query the fields.
 */
export function printEntry(entry: LogEntry): void {
  process.stdout.write(`${JSON.stringify(entry)}\n`);
}
