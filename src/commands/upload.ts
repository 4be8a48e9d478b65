import { dynamoDbClient } from '../clients.ts';
import { namesOf } from '../provision/names.ts';
import { reportUploads, uploadedText } from '../report/uploads.ts';
import { expandSources } from '../transfer/sources.ts';
import { requireAll, uploadMany } from '../transfer/upload-many.ts';
import { openDoor } from '../upload/open-door.ts';
import { sendFile } from '../upload/send-file.ts';
import { command } from './command.ts';
import { openInstall } from './open-install.ts';
import { nameOptions } from './options.ts';

export const upload = command({
  arguments: { path: { count: 'many', summary: 'files and folders' } },
  options: {
    ...nameOptions,
    prefix: { type: 'text', value: '<folder>', summary: 'put everything under this name' },
    via: {
      type: 'choice',
      choices: ['s3', 'api'],
      summary: 'the way in: straight to the bucket, or POST /upload',
    },
    wait: { type: 'switch', summary: 'do not wait for the metadata' },
    waitTimeout: {
      type: 'number',
      value: '<seconds>',
      min: 1,
      max: 3600,
      summary: 'how long to wait for it (120)',
    },
    concurrency: {
      type: 'number',
      value: '<files>',
      min: 1,
      max: 64,
      summary: 'how many files are sent at once (4)',
    },
  },
  examples: [
    ['filepipe upload ./file.pdf', 'one file'],
    ['filepipe upload ./photos --prefix 2026', 'a folder, as 2026/photos/…'],
    ['filepipe upload ./file.pdf --via api', 'through POST /upload, up to 10 MiB'],
  ],
  outlivesReader: true,
  interrupted: 'Files that had a line are in the bucket; run the same command again for the others.',
  async run(call) {
    const { args, options, terminal, control } = call;
    const sources = await expandSources(
      args.path,
      options.prefix === undefined ? {} : { prefix: options.prefix },
    );
    const session = await openInstall(call);
    const { table } = namesOf(session.target, session);
    const dynamodb = await dynamoDbClient(session.target);
    const door = await openDoor(options.via ?? 's3', session, control);
    const waitSeconds = options.wait ? (options.waitTimeout ?? 120) : undefined;
    const started = control.now();
    const report = await reportUploads(terminal, sources, control.now);
    const sending = { door, table, waitSeconds, progress: report.progress };
    try {
      const outcomes = await uploadMany(
        sources,
        (source, arrived) => sendFile({ dynamodb }, source, sending, control, arrived),
        {
          concurrency: options.concurrency ?? 4,
          signal: control.signal,
          settled: report.settled,
        },
      );
      report.close();
      const text = uploadedText(outcomes, (control.now() - started) / 1000);
      if (sources.length > 1 && text !== undefined) terminal.tell(text);
      requireAll(outcomes);
    } finally {
      report.close();
    }
    return 0;
  },
});
