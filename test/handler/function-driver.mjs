// Runs the handler in the file that it is given, for the process that forked it. Says when it is ready, and
// tells on stdout how a call ended, behind everything that the handler has logged until then.
import { pathToFileURL } from 'node:url';

const { handler } = await import(pathToFileURL(process.argv[2]).href);
const tell = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
process.on('message', ({ call, event }) =>
  handler(event, { awsRequestId: `request-${call}`, getRemainingTimeInMillis: () => 60_000 }).then(
    () => tell({ ended: call }),
    (error) => tell({ ended: call, error: error.message }),
  ),
);
process.send({ parameters: handler.length });
