import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../src/local/clock.ts';
import { createFunction, type LambdaFixture, startLambda } from './lambda-fixture.ts';

let aws: LambdaFixture;
let clock: ManualClock;

beforeAll(async () => {
  clock = manualClock();
  aws = await startLambda({ clock });
  await createFunction(aws, 'linked', 'export const handler = () => 1;');
});
afterAll(async () => {
  await aws.close();
  expect(aws.faults).toEqual([]);
});

it('GetFunction tells where the zip is for ten minutes, without credentials', async () => {
  const link = await linkToCode();
  const answer = await fetch(link);
  expect(answer).toMatchObject({ status: 200 });
  expect(Buffer.from(await answer.arrayBuffer()).toString('latin1')).toMatch(/^PK/);
  clock.advance(600_001);
  expect((await fetch(link)).status).toBe(403);
});

it('a link that was tampered with gets nothing', async () => {
  const link = await linkToCode();
  expect((await fetch(link.replace(/expires=\d/, 'expires=9'))).status).toBe(403);
  expect((await fetch(link.replace(/function-code\/./, 'function-code/x'))).status).toBe(403);
  expect((await fetch(link.split('?')[0] ?? '')).status).toBe(403);
});

it('the zip is there after a restart', async () => {
  await aws.restart();
  expect((await fetch(await linkToCode())).status).toBe(200);
});

async function linkToCode(): Promise<string> {
  // Signed by the time that the embedded AWS has.
  aws.lambda.config.systemClockOffset = clock.now() - Date.now();
  const { Code } = await aws.lambda.send(new GetFunctionCommand({ FunctionName: 'linked' }));
  return Code?.Location ?? '';
}
