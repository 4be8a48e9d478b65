import { join } from 'node:path';
import { inFolder, program, residentMiB, startDaemon } from './place.mjs';
import { median, repeat, timeCommand } from './timing.mjs';

const RUNS = 15;

/** `filepipe --help` against a Node.js that does nothing, taken in turns. */
export async function helpStart() {
  const bare = [];
  const help = [];
  await repeat(RUNS, async () => {
    bare.push(await timeCommand(process.execPath, ['-e', '0']));
    help.push(await timeCommand(process.execPath, [program, '--help']));
  });
  const over = median(help) - median(bare);
  const beside = `${median(help).toFixed(0)} ms against ${median(bare).toFixed(0)} ms, medians of ${RUNS}`;
  return [{ what: 'filepipe --help, beyond bare Node.js', value: over, unit: 'ms', target: 60, beside }];
}

/** From starting the daemon's process until it answers, on a new data directory. */
export async function localStart() {
  return await inFolder(async (folder) => {
    const resident = [];
    const times = await repeat(RUNS, async (i) => {
      const daemon = await startDaemon(join(folder, String(i)));
      resident.push(await residentMiB(daemon.pid));
      await daemon.stop();
      return daemon.milliseconds;
    });
    return [
      {
        what: 'embedded AWS ready',
        value: median(times),
        unit: 'ms',
        target: 300,
        beside: `median of ${RUNS}`,
      },
      { what: 'embedded AWS, resident when idle', value: median(resident), unit: 'MiB' },
    ];
  });
}
