import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anyKeys, newUser, type Options } from './filepipe.ts';
import { deadEndpoint, refusingEndpoint, silentEndpoint, webServer } from './sts-endpoint.ts';

const region = { AWS_REGION: 'eu-central-1' };

describe('what is missing before AWS can be asked has its own sentence', () => {
  test.each<[string, Options['env'], number, RegExp, RegExp]>([
    ['no region', anyKeys, 2, /no AWS region is chosen/, /--region eu-central-1/],
    ['no credentials', region, 1, /no AWS credentials found/, /aws login .*--local/],
    [
      'a profile that is not there',
      { ...region, AWS_PROFILE: 'work' },
      2,
      /no AWS profile "work"/,
      /aws configure --profile work/,
    ],
  ])('%s', async (_, env, code, sentence, hint) => {
    const { filepipe } = await newUser();
    const run = await filepipe(['status'], { env: env ?? {} });
    expect(run.stderr).toMatch(sentence);
    expect(run.stderr.trimEnd().split('\n').at(-1)).toMatch(hint);
    expect([run.code, run.stdout]).toEqual([code, '']);
  });

  test('a profile that is not there, when others are', async () => {
    const { home, filepipe } = await newUser();
    await mkdir(join(home, '.aws'));
    await writeFile(
      join(home, '.aws', 'config'),
      '[profile home]\nregion = eu-west-1\n[sso-session corp]\nsso_region = x\n',
    );
    const { code, stderr } = await filepipe(['status', '--profile', 'work']);
    expect(stderr).toMatch(/no AWS profile "work"\n {2}→ choose one of: home\n/);
    expect(code).toBe(2);
  });

  test('a single sign-on session that is over', async () => {
    const { home, filepipe } = await newUser();
    await mkdir(join(home, '.aws'));
    const profile =
      '[profile corp]\nregion = eu-west-1\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = dev\n';
    const session =
      '[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.example/start\n';
    await writeFile(join(home, '.aws', 'config'), profile + session);
    const { code, stderr } = await filepipe(['status', '--profile', 'corp']);
    expect(stderr).toMatch(/single sign-on session has expired/);
    expect(stderr).toMatch(/→ sign in again: aws sso login\n$/);
    expect(code).toBe(1);
  });
});

describe('what AWS refuses has its own sentence', () => {
  test.each<[string, string, number, RegExp, RegExp]>([
    [
      'ExpiredToken',
      'The security token included in the request is expired',
      403,
      /credentials have expired \(ExpiredToken, 403, request REQ-1\)/,
      /get new ones/,
    ],
    [
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
      403,
      /does not know these credentials/,
      /aws configure list/,
    ],
    [
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match',
      403,
      /secret access key does not belong/,
      /aws configure/,
    ],
    [
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large',
      403,
      /clock is more than a few minutes off/,
      /set the clock/,
    ],
  ])('%s', async (name, message, status, sentence, hint) => {
    const { filepipe } = await newUser();
    const endpoint = await refusingEndpoint(name, message, status);
    const run = await filepipe(['status', '--endpoint-url', endpoint], { env: { ...anyKeys, ...region } });
    expect(run.stderr).toMatch(sentence);
    expect(run.stderr.trimEnd().split('\n').at(-1)).toMatch(hint);
    expect([run.code, run.stdout]).toEqual([1, '']);
  });
});

test('an endpoint where nothing listens is named', async () => {
  const { filepipe } = await newUser();
  const endpoint = await deadEndpoint();
  const { code, stderr } = await filepipe(['status'], {
    env: { ...anyKeys, ...region, AWS_ENDPOINT_URL: endpoint },
  });
  expect(stderr).toContain(`nothing answers at ${new URL(endpoint).host}`);
  expect(stderr).toMatch(/→ check --endpoint-url and AWS_ENDPOINT_URL/);
  expect(code).toBe(1);
});

test.each([200, 404])(
  'an endpoint that is not AWS is told apart, even when it answers %i',
  async (status) => {
    const { filepipe } = await newUser();
    const endpoint = await webServer(status);
    const run = await filepipe(['status', '--endpoint-url', endpoint], { env: { ...anyKeys, ...region } });
    expect(run.stderr).toMatch(/does not answer like AWS|not one of AWS's/);
    expect(run.stderr.trimEnd().split('\n').at(-1)).toMatch(/→ check what --endpoint-url/);
    expect([run.code, run.stdout]).toEqual([1, '']);
  },
);

test('the stack is shown with --debug only', async () => {
  const { filepipe } = await newUser();
  expect((await filepipe(['status'])).stderr).not.toMatch(/\n\s+at /);
  expect((await filepipe(['status', '--debug'])).stderr).toMatch(/\n\s+at /);
});

test('Ctrl-C ends a command that waits, with exit code 130 and a way to go on', async () => {
  const { home, filepipe } = await newUser();
  const endpoint = await silentEndpoint();
  // The warning about this file is the sign that the command is under way.
  await mkdir(join(home, 'config', 'filepipe'), { recursive: true });
  await writeFile(join(home, 'config', 'filepipe', 'context.json'), 'nonsense');
  const env = { ...anyKeys, ...region };
  const run = await filepipe(['setup', '--endpoint-url', endpoint], { env, interruptAfter: 'ignoring' });
  expect(run.stderr).toMatch(/stopped\. What was made stays: filepipe setup carries on/);
  expect(run.code).toBe(130);
});
