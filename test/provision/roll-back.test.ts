import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, expect, it } from 'vitest';
import type { Report } from '../../src/provision/engine/run-steps.ts';
import { inventory } from '../../src/provision/inventory.ts';
import { type Settings, settingsFrom } from '../../src/provision/settings.ts';
import { type SetupOptions, setup } from '../../src/provision/setup.ts';
import { idleCodeFile } from '../built.ts';
import { startAws } from './aws.ts';
import { quickControl } from './control.ts';

const aws = await startAws();
afterAll(() => aws.close());

const up = (settings: Settings, options: SetupOptions = {}, report: Report = () => {}) =>
  setup(aws.clients, aws.target, settings, quickControl(), report, { codeFile: idleCodeFile, ...options });
const present = async (settings: Settings) => {
  const { things } = await inventory(aws.clients, aws.target, settings, quickControl(), idleCodeFile);
  return things.filter(({ presence }) => presence !== 'absent').map(({ step }) => step);
};

/** IAM refuses the policy, so the function's role is made and stays unfinished, and the function is not made. */
const impossible = (install: string) =>
  settingsFrom({
    install,
    logRetentionDays: 7,
    extraPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Alow', Action: 's3:*', Resource: '*' }] },
  });

it('a failed setup takes back what it made when that is asked for', async () => {
  const settings = impossible('taken-back');
  const removed: string[] = [];
  const report: Report = ({ step, changes, state }) => {
    if (state === 'done' && changes.some(({ action }) => action === 'remove')) removed.push(step);
  };
  await expect(up(settings, { onFailure: 'rollback' }, report)).rejects.toThrow(
    /^could not set up function role .*\nwhat this setup had made was removed again$/s,
  );
  expect(await present(settings)).toEqual([]);
  expect(removed).toEqual(expect.arrayContaining(['bucket', 'table', 'function role', 'api']));
});

it('a failed setup keeps what it made otherwise, and the next one carries on', async () => {
  const settings = impossible('kept');
  await expect(up(settings)).rejects.toThrow('could not set up function role');
  expect(await present(settings)).toEqual(expect.arrayContaining(['bucket', 'function role']));
  await up({ ...settings, extraPolicy: 'none' });
  expect(await present(settings)).toContain('trigger');
});

it('what was there before a failed setup stays, as that setup changed it', async () => {
  const { names } = await up(settingsFrom({ install: 'older' }));
  await expect(up(impossible('older'), { onFailure: 'rollback' })).rejects.toThrow(
    'this setup had made nothing new that could be removed again',
  );
  await aws.clients.s3.send(new HeadBucketCommand({ Bucket: names.bucket }));
  await aws.clients.lambda.send(new GetFunctionCommand({ FunctionName: names.function }));
  const { things } = await inventory(
    aws.clients,
    aws.target,
    impossible('older'),
    quickControl(),
    idleCodeFile,
  );
  expect(things.find(({ step }) => step === 'log group')?.changes).toEqual([]);
});
