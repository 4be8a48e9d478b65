import { parseArgs } from 'node:util';
import { LocalAwsError } from './local-aws-error.ts';
import { parseRealism } from './parse-realism.ts';
import { runLocalAws } from './run.ts';

/** The daemon's process: tells its parent over IPC how starting went, then serves until it is told to stop. */
const { values } = parseArgs({
  options: { 'data-dir': { type: 'string' }, port: { type: 'string' }, realism: { type: 'string' } },
});

try {
  const realism = parseRealism(values.realism ?? 'calm');
  const aws = await runLocalAws(values['data-dir'] ?? '', Number(values.port), realism, reportFault);
  const stop = () => {
    aws.close().then(
      () => process.exit(0),
      (error: unknown) => {
        reportFault(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.send?.({ ready: true });
} catch (error) {
  reportFault(error);
  const fault = error instanceof LocalAwsError ? error.fault : 'START_FAILED';
  const message = error instanceof Error ? error.message : String(error);
  process.send?.({ fault, message });
  process.exitCode = 1;
}
if (process.connected) process.disconnect();

function reportFault(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${new Date().toISOString()} ${text}\n`);
}
