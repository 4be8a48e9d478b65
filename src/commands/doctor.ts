import { versions } from 'node:process';
import { diagnose } from '../doctor/diagnose.ts';
import { findingLines, findingsSummary } from '../report/findings.ts';
import { command } from './command.ts';
import { installSettings } from './install-settings.ts';
import { nameOptions } from './options.ts';

export const doctor = command({
  options: {
    ...nameOptions,
    bucket: { ...nameOptions.bucket, summary: 'the bucket of any pipeline, also of one made by hand' },
    function: { ...nameOptions.function, summary: 'its function, likewise' },
  },
  examples: [
    ['filepipe doctor', 'what is wrong, and what to do about it'],
    ['filepipe doctor --bucket my-uploads', 'with a pipeline that was made in the console'],
    ['filepipe doctor --function FilesProcessed', 'the same, by its function'],
    ['filepipe doctor --json', 'as one document'],
  ],
  notes: `Looks at this machine, the credentials, the account and every link of the pipeline,
and changes nothing. A bucket or function that is not the install's own leads to the
pipeline that it belongs to, and what is wrong with that is told instead. Exits with 1 when there is a fault, with 0 otherwise: warnings
and what could not be looked at do not count.`,
  async run(call) {
    const { terminal, config } = call;
    const findings = await diagnose({
      ...call,
      nodeVersion: versions.node,
      settingsOf: (clients, session) => installSettings(clients, session, {}, config),
    });
    if (terminal.json) await terminal.out.write(`${JSON.stringify({ findings })}\n`);
    else await terminal.out.write(`${findingLines(terminal.out, findings).join('\n')}\n`);
    terminal.tell(findingsSummary(findings));
    return findings.some(({ state }) => state === 'fault') ? 1 : 0;
  },
});
