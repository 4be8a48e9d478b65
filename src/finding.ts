/** What one check found. */
export interface Finding {
  /** What was looked at, as a noun: `credentials`, `failure queue`. */
  readonly check: string;
  /** `unknown`: could not be looked at. */
  readonly state: 'ok' | 'warning' | 'fault' | 'unknown';
  /** What was found, in a sentence without a full stop. */
  readonly text: string;
  /** One imperative sentence, with a runnable command where there is one. */
  readonly fix?: string;
}
