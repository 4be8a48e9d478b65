import { s3Client } from '../../clients.ts';
import { keptDocuments } from '../../kept-documents.ts';
import { namesOf } from '../../provision/names.ts';
import { listTriggers, readTriggers } from '../../provision/resources/bucket-triggers.ts';
import { triggerLines } from '../../report/triggers.ts';
import { command } from '../command.ts';
import { openInstall } from '../open-install.ts';
import { nameOptions } from '../options.ts';

export const show = command({
  options: nameOptions,
  examples: [['filepipe triggers show', 'every trigger of the bucket, and what was kept of earlier ones']],
  async run(call) {
    const { terminal } = call;
    const { target, install, overrides } = await openInstall(call);
    const { bucket, notificationId } = namesOf(target, { install, overrides });
    const s3 = await s3Client(target);
    const document = await readTriggers({ s3 }, { name: bucket, accountId: target.accountId });
    const kept = await keptDocuments(call, target.accountId).times('triggers', bucket);
    const triggers = listTriggers(document).map((it) => ({ ...it, ours: it.id === notificationId }));
    const eventBridge = document.EventBridgeConfiguration !== undefined;
    if (terminal.json) {
      await terminal.out.write(`${JSON.stringify({ bucket, triggers, eventBridge, kept })}\n`);
      return 0;
    }
    for (const line of triggerLines(terminal.out, { triggers, eventBridge, kept })) {
      await terminal.out.write(`${line}\n`);
    }
    if (kept.length > 0) terminal.tell('put one back: filepipe triggers restore [time]');
    return 0;
  },
});
