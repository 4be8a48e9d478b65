/** What a long operation needs from its caller: a way to be stopped, to tell, and to let time pass. */
export interface Control {
  /** Aborted on Ctrl-C; every wait and every AWS call ends early with the signal's reason. */
  readonly signal: AbortSignal;
  /** Told while something is waited for, at most about once a second. Never throws. */
  readonly waiting: (wait: Waiting) => void;
  /** Resolves after `seconds`, or rejects with the signal's reason. Tests pass one that takes no time. */
  readonly sleep: (seconds: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds since the epoch, moving with `sleep`. */
  readonly now: () => number;
}

export interface Waiting {
  /** What is waited for, as a noun phrase: "function FilesProcessed to become active". */
  readonly what: string;
  readonly elapsedSeconds: number;
  readonly timeoutSeconds: number;
}
