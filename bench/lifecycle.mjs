import { inFolder, program } from './place.mjs';
import { median, repeat, timeCommand } from './timing.mjs';

const RUNS = 3;

/** The whole commands, process start included, on an embedded AWS that runs already. */
export async function lifecycle() {
  return await inFolder(async (_folder, env) => {
    const filepipe = (...args) => timeCommand(process.execPath, [program, ...args], { env });
    await filepipe('local', 'start', '--port', '0');
    try {
      const rounds = await repeat(RUNS, async () => ({
        setup: await filepipe('setup', '--local'),
        again: await filepipe('setup', '--local'),
        teardown: await filepipe('teardown', '--delete-data', '--yes'),
      }));
      const of = (name) => median(rounds.map((round) => round[name]));
      const beside = `median of ${RUNS}`;
      return [
        { what: 'setup --local', value: of('setup'), unit: 'ms', target: 3000, beside },
        { what: 'setup --local, nothing to do', value: of('again'), unit: 'ms', beside },
        { what: 'teardown --delete-data', value: of('teardown'), unit: 'ms', beside },
      ];
    } finally {
      await filepipe('local', 'stop');
    }
  });
}
