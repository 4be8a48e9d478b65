import { DeleteRoleCommand, DeleteRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../src/local/clock.ts';
import { eventually } from '../eventually.ts';
import { createFunction, invoke, type LambdaFixture, startLambda } from './lambda-fixture.ts';

const minute = 60_000;
const source = 'export const handler = () => [process.pid, process.env.AWS_ACCESS_KEY_ID];';

describe('an execution environment', () => {
  let start: number;
  let clock: ManualClock;
  let aws: LambdaFixture;

  beforeEach(async () => {
    clock = manualClock();
    start = clock.now();
    aws = await startLambda({ clock });
    await createFunction(aws, 'f', source);
  });

  afterEach(async () => {
    await aws.close();
    expect(aws.faults).toEqual([]);
  });

  it('is ended when nobody has used it for ten minutes', async () => {
    const first = await environment();
    clock.advance(9 * minute);
    expect(await environment()).toEqual(first);
    clock.advance(10 * minute);
    expect(await environment()).not.toEqual(first);
    await eventually(() => expect(() => process.kill(first.pid, 0)).toThrow('ESRCH'));
  });

  it('makes way for one with new credentials before its own run out', async () => {
    const first = await environment();
    const keys = new Set([first.key]);
    for (let i = 0; i < 8; i++) {
      clock.advance(9 * minute);
      const { key } = await environment();
      expect(aws.aws.credentials.accessKeyId).not.toBe(key);
      keys.add(key);
    }
    expect(keys.size).toBe(2);
  });

  it('makes way for one with new settings', async () => {
    const first = await environment();
    await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', MemorySize: 256 }));
    expect((await environment()).pid).not.toBe(first.pid);
  });

  it('is not started for a role that is gone', async () => {
    const RoleName = 'function';
    const iam = new IAMClient(aws.client);
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'log-and-hand-over' }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
    await expect(environment()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'The role defined for the function cannot be assumed by Lambda.',
    });
  });

  async function environment(): Promise<{ pid: number; key: string }> {
    // Requests are signed at the time that the clock shows.
    const systemClockOffset = clock.now() - start;
    const lambda = new LambdaClient({ ...aws.client, systemClockOffset });
    const { result } = await invoke({ ...aws, lambda }, 'f');
    const [pid, key] = result;
    return { pid, key };
  }
});
