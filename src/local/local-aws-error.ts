/**
 * Why the embedded AWS could not do what its user asked: the port is another program's, the data
 * directory is open elsewhere or holds foreign files, the daemon did not come up or go away, there is no such
 * realism, or it runs already with another one.
 */
export type LocalAwsFault =
  | 'PORT_TAKEN'
  | 'IN_USE'
  | 'NOT_OURS'
  | 'START_FAILED'
  | 'STOP_FAILED'
  | 'BAD_REALISM'
  | 'OTHER_REALISM';

export class LocalAwsError extends Error {
  readonly fault: LocalAwsFault;

  constructor(fault: LocalAwsFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'LocalAwsError';
    this.fault = fault;
  }
}
