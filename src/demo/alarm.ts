import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { readMail } from '../local-mail.ts';
import type { Names } from '../provision/names.ts';
import { waitFor } from '../wait.ts';

/** Follows the link in the mail that asks whether the address wants to be told of alarms. */
export async function confirmSubscription(
  endpoint: string,
  address: string,
  control: Control,
): Promise<void> {
  const link = await waitFor(
    control,
    { what: 'the mail that asks for confirmation', timeoutSeconds: 30 },
    async () => {
      const mails = await readMail(endpoint, control.signal);
      return mails.filter(({ to }) => to === address).map(({ body }) => /https?:\/\/\S+/.exec(body)?.[0])[0];
    },
  );
  const answer = await fetch(link, { signal: control.signal });
  if (!answer.ok) throw new FilepipeError(`the link in the mail answers ${answer.status}`);
}

/** Lets the function fail for good, and returns the name of the alarm whose mail comes of it. */
export async function provokeAlarm(
  { lambda }: Pick<Clients, 'lambda'>,
  names: Names,
  endpoint: string,
  control: Control,
): Promise<string> {
  const invoke = new InvokeCommand({
    FunctionName: names.function,
    Payload: Buffer.from(JSON.stringify(poison)),
  });
  const { FunctionError } = await lambda.send(invoke, { abortSignal: control.signal });
  if (FunctionError === undefined) throw new FilepipeError('the function took an event that it must refuse');
  const wait = { what: 'the mail of the alarm', timeoutSeconds: 120, maxDelaySeconds: 0.5 };
  return waitFor(control, wait, async () => {
    const mails = await readMail(endpoint, control.signal);
    return mails
      .map(({ subject }) => /^ALARM: "([^"]+)"/.exec(subject)?.[1])
      .find((name) => name !== undefined);
  });
}

/** An event that names a bucket and no object. */
const poison = {
  Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'letters' } } }],
};
