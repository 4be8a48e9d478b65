import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { inFolder, program } from './place.mjs';
import { slow, startSlowAws } from './slow-aws.mjs';
import { timeCommand } from './timing.mjs';

/** The script that `setup --script` writes, run by aws-cli; on a slow AWS, and on one that answers at once. */
export async function setupScript() {
  const what = 'setup as a script of aws-cli';
  if (!(await aws('--version'))) {
    console.log(`${what}: not measured, aws-cli is not installed`);
    return [];
  }
  const onSlow = await inFolder((folder, env) => runScript(folder, env, slow));
  const onQuick = await inFolder((folder, env) => runScript(folder, env, {}));
  const { processes, calls } = onSlow;
  return [
    { what, value: onSlow.seconds, unit: 's', beside: `${processes} processes, ${calls} calls` },
    {
      what: `${what}, nothing slow`,
      value: onQuick.seconds,
      unit: 's',
      beside: `${(onQuick.seconds / onQuick.processes).toFixed(2)} s a process, ${onQuick.processes} of them`,
    },
  ];
}

async function runScript(folder, env, realism) {
  const aws = await startSlowAws(folder, realism);
  try {
    const script = join(folder, 'setup.sh');
    await timeCommand(process.execPath, [program, 'setup', '--script', script], {
      env: { ...env, ...aws.env },
    });
    aws.calls.length = 0;
    const { bin, count } = await countedAwsCli(folder);
    const PATH = `${bin}${delimiter}${env.PATH}`;
    const milliseconds = await timeCommand('bash', [script], { env: { ...env, ...aws.env, PATH } });
    return { seconds: milliseconds / 1000, calls: aws.calls.length, processes: await count() };
  } finally {
    await aws.close();
  }
}

/** An `aws` that notes each start of the one behind it. */
async function countedAwsCli(folder) {
  const bin = join(folder, 'bin');
  const notes = join(folder, 'starts');
  await mkdir(bin);
  await writeFile(notes, '');
  const command = `#!/bin/sh\necho >> '${notes}'\nPATH='${process.env.PATH}' exec aws "$@"\n`;
  await writeFile(join(bin, 'aws'), command);
  await chmod(join(bin, 'aws'), 0o755);
  return { bin, count: async () => (await readFile(notes, 'utf8')).length };
}

async function aws(...args) {
  return await timeCommand('aws', args).then(
    () => true,
    () => false,
  );
}
