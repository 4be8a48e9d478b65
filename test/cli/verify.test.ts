import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutBucketNotificationConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { localUser } from './local-user.ts';

async function userWithAws() {
  const user = await localUser();
  await user.filepipe(['local', 'start', '--port', user.port]);
  return user;
}

test('setup ends with a probe through each door, and verify times every hop', async () => {
  const { filepipe } = await userWithAws();
  const setup = await filepipe(['setup', '--local']);
  expect(setup.code).toBe(0);
  expect(setup.stderr).toMatch(
    /✔ verified through S3 +row after \d.*\n.*✔ verified through POST \/upload +row after \d/,
  );

  const verify = await filepipe(['verify']);
  expect(verify.code).toBe(0);
  expect(verify.stderr).toMatch(
    /through S3\n {4}✔ stored +\d.* s {2}4\.0 KiB as filepipe-probe\/.*Übergröße/,
  );
  expect(verify.stderr).toMatch(
    /✔ row gone .*\n {2}through POST \/upload\n[\s\S]*✔ line in the log .* function \d/,
  );
  expect(verify.stderr).toMatch(/✔ row in the table .*\n {4}✔ row over HTTP +\d.* s\n/);
  expect(verify.stdout).toMatch(/^verified through S3: row after .* s, through POST \/upload: .* s\n$/);

  const { probes, findings, swept } = JSON.parse(
    (await filepipe(['verify', '--json', '--via', 'api'])).stdout,
  );
  expect(probes).toMatchObject([{ via: 'api', ok: true, bytes: 4096, hops: { length: 7 } }]);
  expect([findings, swept]).toEqual([[], 0]);
  expect((await filepipe(['list-metadata', '--json'])).stdout).toBe('');
});

test('verify names the hop that fails, why, and what to do', async () => {
  const { filepipe } = await userWithAws();
  const unverified = await filepipe(['setup', '--local', '--no-verify']);
  expect(unverified.stderr).not.toContain('verified');
  const env = JSON.parse((await filepipe(['local', 'env', '--json'])).stdout);
  const s3 = new S3Client({
    region: env.AWS_REGION,
    endpoint: env.AWS_ENDPOINT_URL,
    forcePathStyle: true,
    credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
  });
  const Bucket = 'filepipe-000000000000-us-east-1';
  await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} }));
  s3.destroy();
  const { code, stderr, stdout } = await filepipe(['verify', '--via', 's3']);
  expect(stderr).toMatch(
    / {4}✖ row in the table .*\n {8}there is no row, and none will come\n {8}trigger filepipe is missing/,
  );
  expect(stderr).toMatch(
    /✖ the probe through S3 got no row in the table\n {2}trigger .* is missing: .*\n {2}→ .*filepipe setup\n$/,
  );
  expect([code, stdout]).toEqual([1, '']);
});

test('setup of what does not work is partly done, and says which hop fails', async () => {
  const { home, filepipe } = await userWithAws();
  const denial = { Effect: 'Deny', Action: 'dynamodb:PutItem', Resource: '*' };
  await writeFile(join(home, 'denial.json'), JSON.stringify({ Version: '2012-10-17', Statement: [denial] }));
  const { code, stderr, stdout } = await filepipe([
    'setup',
    '--local',
    '--json',
    '--extra-policy',
    'denial.json',
  ]);
  expect(code).toBe(3);
  expect(stderr).toMatch(/✖ the probes through S3 and through POST \/upload got no row in the table/);
  const { event, verification } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  expect(event).toBe('result');
  expect(verification.findings).toMatchObject([
    { via: 's3', hop: 'row', denied: false },
    { via: 'api', hop: 'row', denied: false },
  ]);
});
