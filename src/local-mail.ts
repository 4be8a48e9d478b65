import { FilepipeError } from './errors.ts';

/** An e-mail that the embedded AWS has kept instead of sending it. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  /** ISO 8601. */
  readonly time: string;
}

/** Everything in the mailbox of the embedded AWS at this endpoint, oldest first. */
export async function readMail(endpoint: string, signal: AbortSignal): Promise<readonly Mail[]> {
  const answer = await fetch(`${endpoint}/_filepipe/mail`, { signal });
  if (!answer.ok) throw new FilepipeError(`the mailbox at ${endpoint} answers ${answer.status}`);
  return (await answer.json()) as readonly Mail[];
}
