export interface AwsErrorOptions {
  /** HTTP status. Without it, the one that the service's model gives the code, else 400. */
  readonly status?: number;
  /** Further members of the error: `BucketName`, `Resource`, … */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An error that a caller of the embedded AWS gets to see, with AWS's own code and wording. */
export class AwsError extends Error {
  /** The exception's name in the service model, or the bare code where the model has none. */
  readonly code: string;
  readonly status: number | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = code;
    this.code = code;
    this.status = options.status;
    this.fields = options.fields ?? {};
    this.headers = options.headers ?? {};
  }
}
