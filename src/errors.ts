interface Details {
  /** One imperative sentence with a runnable command. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Something failed and the message says what, in words for the user. Exit code 1. */
export class FilepipeError extends Error {
  readonly exitCode: number = 1;
  readonly hint: string | undefined;

  constructor(message: string, details: Details = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = new.target.name;
    this.hint = details.hint;
  }
}

/** The command was called wrongly: nothing was attempted. Exit code 2. */
export class UsageError extends FilepipeError {
  override readonly exitCode = 2;
}

/** Stopped by the user before anything was changed. Exit code 1, or 130 after Ctrl-C. */
export class UnchangedError extends FilepipeError {
  constructor(details: Details = {}) {
    super('nothing was changed', details);
  }
}

/** Some of the work was done and kept, some failed. Exit code 3. */
export class PartlyDoneError extends FilepipeError {
  override readonly exitCode = 3;
}
