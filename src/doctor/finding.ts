/** What one check of a pipeline came to. */
export interface Finding {
  /** What was looked at, in few words: `function timeout`. */
  readonly check: string;
  /** `warning`: works, and could go wrong. `fault`: goes wrong. `unknown`: could not be looked at. */
  readonly state: 'ok' | 'warning' | 'fault' | 'unknown';
  /** One clause for the user: what is, and what comes of it. */
  readonly text: string;
  /** One imperative sentence with a runnable command. */
  readonly fix?: string;
}
