import { allClients } from '../clients.ts';
import { plural } from '../report/format.ts';
import { reportProbes, toldVerification, verificationError, verifiedText } from '../report/verification.ts';
import { openSession } from '../target/session.ts';
import type { Way } from '../verify/probe.ts';
import { verify as verifyInstall } from '../verify/verify.ts';
import { command } from './command.ts';
import { installSettings } from './install-settings.ts';
import { nameOptions } from './options.ts';

export const verify = command({
  options: {
    ...nameOptions,
    via: {
      type: 'choice',
      choices: ['s3', 'api', 'both'],
      summary: 'the way in: straight to the bucket, POST /upload, or one probe each',
    },
    timeout: {
      type: 'number',
      value: '<seconds>',
      min: 1,
      max: 900,
      summary: 'how long to wait for the row, and again for it to go (60)',
    },
  },
  examples: [
    ['filepipe verify', 'does it work, and how long does each hop take'],
    ['filepipe verify --via api', 'only through POST /upload'],
  ],
  notes: `A probe is a small file of random bytes with a difficult name, under filepipe-probe/
in the bucket. It is deleted again, whatever happens.`,
  interrupted: 'The probes have been deleted.',
  async run(call) {
    const { options, terminal, control } = call;
    const session = await openSession(call);
    const clients = await allClients(session.target);
    const settings = await installSettings(clients, session, {}, call.config);
    const ways: readonly Way[] =
      options.via === 's3' || options.via === 'api' ? [options.via] : ['s3', 'api'];
    const timeoutSeconds = options.timeout ?? 60;
    const probing = { ways, timeoutSeconds, settleSeconds: Math.min(timeoutSeconds, 10), logs: true };
    const report = await reportProbes(terminal, ways);
    const work = verifyInstall(clients, session, settings, probing, control, report.event);
    const verification = await work.finally(report.close);
    if (verification.swept > 0)
      terminal.tell(`deleted what ${plural(verification.swept, 'earlier probe')} left behind`);
    if (terminal.json) await terminal.out.write(`${JSON.stringify(toldVerification(verification))}\n`);
    const error = verificationError(verification);
    if (error !== undefined) throw error;
    if (!terminal.json) await terminal.out.write(`${verifiedText(verification)}\n`);
    return 0;
  },
});
