import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { expect, it, onTestFinished } from 'vitest';
import { findFunction } from '../../src/adopt/find-function.ts';
import { keepOldCode } from '../../src/adopt/keep-old-code.ts';
import { valueIn } from '../../src/adopt/part.ts';
import { manualClock } from '../../src/local/clock.ts';
import { zip } from '../local/lambda-zip.ts';
import { startAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';
import { temporaryFolder } from '../transfer/temporary-folder.ts';
import { clickTogether } from './console-pipeline.ts';

it('the code of a function is saved byte for byte, under a name of its own', async () => {
  const { lambda, found } = await functionOfTheConsole();
  const code = await zip({ 'index.mjs': 'export const handler = () => "by hand";' });
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'FilesProcessed', ZipFile: code }));
  const folder = await temporaryFolder();
  const save = async () => await keepOldCode(await found(), folder, quickControl().signal);
  const file = (await save()) ?? '';
  expect(basename(file)).toMatch(/^FilesProcessed-before-filepipe-[0-9a-f]{8}\.zip$/);
  expect(await readFile(file)).toEqual(code);
  expect(await save()).toBe(file);
});

it('a link that has expired is refused, and nothing is saved', async () => {
  const { clock, found } = await functionOfTheConsole();
  const late = await found();
  clock.advance(11 * 60_000);
  await expect(keepOldCode(late, await temporaryFolder(), quickControl().signal)).rejects.toThrow(
    'cannot save the code of function FilesProcessed: the answer is 403',
  );
});

it('code that is not what AWS says it is is not saved', async () => {
  const { found } = await functionOfTheConsole();
  const { configuration, ...rest } = await found();
  const other = { ...rest, configuration: { ...configuration, CodeSha256: 'something else' } };
  await expect(keepOldCode(other, await temporaryFolder(), quickControl().signal)).rejects.toThrow(
    'it did not arrive whole',
  );
});

async function functionOfTheConsole() {
  const clock = manualClock();
  const aws = await startAws({ clock });
  onTestFinished(() => aws.close());
  const { clients } = aws;
  await clickTogether(clients, { bare: true });
  return {
    clock,
    clients,
    lambda: clients.lambda,
    async found() {
      const lambda = valueIn(await findFunction(clients, 'FilesProcessed'));
      if (lambda === undefined) throw new Error('there is no function');
      return lambda;
    },
  };
}
