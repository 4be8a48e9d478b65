/** What a long operation needs from its caller: a way to be stopped, to tell, and to let time pass. */
export interface Control {
  /** Aborted on Ctrl-C; every wait and every read ends early with the signal's reason, and no write is begun. */
  readonly signal: AbortSignal;
  /** Told while something is waited for, at most about once a second. Never throws. */
  readonly waiting: (wait: Waiting) => void;
  /** Resolves after `seconds`, or rejects with the signal's reason. Tests pass one that takes no time. */
  readonly sleep: (seconds: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds since the epoch, moving with `sleep`. */
  readonly now: () => number;
  /** Keeps a document as it is before it is replaced as a whole. Never rejects. */
  readonly keep?: (document: KeptDocument) => Promise<void>;
}

/** A document of AWS's that holds what several owners have put there: a bucket's triggers, a policy. */
export interface KeptDocument {
  readonly kind: 'triggers' | 'bucket-policy' | 'lifecycle' | 'topic-policy';
  /** The bucket or topic that it belongs to. */
  readonly of: string;
  readonly content: object;
}

export interface Waiting {
  /** What is waited for, as a noun phrase: "function FilesProcessed to become active". */
  readonly what: string;
  readonly elapsedSeconds: number;
  readonly timeoutSeconds: number;
  /** Until the next attempt, which should do it; absent where nobody knows. */
  readonly leftSeconds?: number;
}
