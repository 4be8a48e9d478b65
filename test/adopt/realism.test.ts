import { describe, expect, it, onTestFinished } from 'vitest';
import { adopt } from '../../src/adopt/adopt.ts';
import { adoptedNames } from '../../src/adopt/adopted-names.ts';
import { findPipeline } from '../../src/adopt/find-pipeline.ts';
import { planAdoption } from '../../src/adopt/plan-adoption.ts';
import { allClients } from '../../src/clients.ts';
import type { Realism } from '../../src/local/realism.ts';
import { adopterPolicy } from '../../src/provision/adopter-policy.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { settingsOfInstall } from '../../src/provision/settings-of-install.ts';
import { plan } from '../../src/provision/setup.ts';
import { idleCodeFile } from '../built.ts';
import { startAws } from '../provision/aws.ts';
import { roleTarget } from '../provision/role-target.ts';
import { simulatedTime } from '../simulated-time.ts';
import { clickTogether } from './console-pipeline.ts';

const things = { bucket: 'my-uploads', function: 'Keeper', table: 'Catalogue' };

describe('somebody with no rights but those of an adopter', () => {
  it.each<[string, Partial<Realism>, boolean]>([
    ['adopts', {}, false],
    ['adopts with the bucket', {}, true],
    ['adopts while rights take time', { iamDelaySeconds: 10, permissionDelaySeconds: 5 }, false],
    ['adopts while functions take time', { functionSettleSeconds: 4 }, false],
    ['adopts while tables take time', { tableSettleSeconds: 10 }, false],
    [
      'adopts with the bucket while everything takes time',
      { iamDelaySeconds: 10, functionSettleSeconds: 4, tableSettleSeconds: 10, bucketChangeSeconds: 1 },
      true,
    ],
  ])('%s', async (_, realism, withBucket) => {
    const time = simulatedTime({ realism });
    const { clock, control } = time;
    const aws = await startAws({ clock, realism });
    onTestFinished(() => aws.close());
    time.watch(aws.clients);
    const chosen = settingsFrom({ install: 'adopted', overrides: things });
    const target = await roleTarget(aws, 'adopter', adopterPolicy(aws.target, chosen, withBucket), () =>
      control.sleep(11, control.signal),
    );
    const clients = await allClients(target);
    onTestFinished(() => {
      for (const client of Object.values(clients)) client.destroy();
    });
    time.watch(clients);
    await clickTogether(aws.clients, {
      bucket: things.bucket,
      functionName: things.function,
      tableName: things.table,
      variables: { TABLE: things.table },
      pause: () => control.sleep(60, control.signal),
    });

    const found = await findPipeline(clients, target, { bucket: things.bucket }, control);
    expect(/"unknown","reason":"[^"]*/.exec(JSON.stringify(found))?.[0]).toBeUndefined();
    const overrides = adoptedNames(found, target, 'adopted', undefined);
    expect(overrides).toEqual(things);
    const settings = await settingsOfInstall(clients, target, { install: 'adopted', overrides: things });
    const adoption = await planAdoption(
      clients,
      target,
      found,
      settings,
      { withBucket },
      control,
      idleCodeFile,
    );
    const { oldRows } = await adopt(clients, target, adoption, control, () => {}, { codeFile: idleCodeFile });
    expect(oldRows).toEqual({ listed: 0, unlisted: 0 });
    expect(await plan(clients, target, settings, control, idleCodeFile)).toEqual([]);
  });
});
