import { s3Client } from '../../clients.ts';
import { FilepipeError, UsageError } from '../../errors.ts';
import { type KeptDocuments, keptDocuments } from '../../kept-documents.ts';
import { namesOf } from '../../provision/names.ts';
import { readTriggers } from '../../provision/resources/bucket-triggers.ts';
import { restorationOf, restoreTriggers } from '../../provision/restore-triggers.ts';
import { confirm } from '../../report/confirm.ts';
import { command } from '../command.ts';
import { openInstall } from '../open-install.ts';
import { nameOptions } from '../options.ts';

export const restore = command({
  arguments: { time: { count: 'optional', summary: 'which kept document, as shown; the newest by default' } },
  options: nameOptions,
  examples: [
    ['filepipe triggers restore', 'the triggers of others as they were before the last change'],
    ['filepipe triggers restore 2026-11-25T10-20-30.000Z', 'as they were then'],
  ],
  notes: 'The trigger of filepipe itself stays as it is: setup and teardown see to that.',
  interrupted: 'filepipe triggers show tells how the triggers are now.',
  async run(call) {
    const { args, options, terminal, control } = call;
    const { target, install, overrides } = await openInstall(call);
    const { bucket, notificationId } = namesOf(target, { install, overrides });
    const s3 = await s3Client(target);
    const place = { name: bucket, accountId: target.accountId };
    const documents = keptDocuments(call, target.accountId);
    const time = await chosenTime(documents, bucket, args.time);
    const kept = await documents.read('triggers', bucket, time);
    const { back, away, isNothing } = restorationOf(await readTriggers({ s3 }, place), kept, notificationId);
    if (!isNothing) {
      const list = (ids: readonly string[]) => (ids.length === 0 ? 'none' : ids.join(', '));
      const consequence = `on bucket ${bucket} this brings back ${list(back)} and takes away ${list(away)}`;
      await confirm(terminal, { consequence, yes: options.yes }, control.signal);
      await restoreTriggers({ s3 }, place, kept, notificationId, { ...control, keep: documents.keep });
    }
    if (terminal.json) await terminal.out.write(`${JSON.stringify({ bucket, time, back, away })}\n`);
    else terminal.tell(isNothing ? 'the triggers are as they were then' : `restored as of ${time}`);
    return 0;
  },
});

async function chosenTime(
  documents: KeptDocuments,
  bucket: string,
  wish: string | undefined,
): Promise<string> {
  const times = await documents.times('triggers', bucket);
  const [newest] = times;
  if (newest === undefined) {
    throw new FilepipeError(`nothing was kept of the triggers of bucket ${bucket}`, {
      hint: 'see how they are: filepipe triggers show',
    });
  }
  if (wish === undefined || times.includes(wish)) return wish ?? newest;
  throw new UsageError(`nothing was kept at "${wish}"`, { hint: `choose one of: ${times.join(', ')}` });
}
