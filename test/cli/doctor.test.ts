import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/finding.ts';
import { userWithConsolePipeline } from './console-user.ts';
import { anyKeys, newUser } from './filepipe.ts';
import { localUser } from './local-user.ts';

describe('filepipe doctor', () => {
  it('finds an install well, and gives it as one document', async () => {
    const { filepipe, port } = await localUser();
    await filepipe(['local', 'start', '--port', port]);
    await filepipe(['setup', '--local']);
    const told = await filepipe(['doctor']);
    expect(told).toMatchObject({ code: 0, stdout: expect.stringContaining('✔ trigger') });
    expect(told.stderr).toContain('all is well');
    const { stdout } = await filepipe(['doctor', '--json']);
    const { findings } = JSON.parse(stdout);
    expect(findings).toContainEqual({ check: 'clock', state: 'ok', text: expect.any(String) });
  });

  it.each([
    ['no region', [], {}, 'target', '--region'],
    ['no credentials', ['--region', 'eu-west-1'], {}, 'credentials', 'aws login'],
    [
      'no network',
      ['--region', 'eu-west-1', '--endpoint-url', 'http://127.0.0.1:9'],
      anyKeys,
      'connection',
      '--endpoint-url',
    ],
  ])('takes %s for a finding, with what to do', async (_, options, env, check, fix) => {
    const { filepipe } = await newUser();
    const { code, stdout } = await filepipe(['doctor', '--json', ...options], { env });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings.at(-1)).toMatchObject({
      check,
      state: 'fault',
      fix: expect.stringContaining(fix),
    });
  });

  it('takes credentials that AWS does not know for a finding', async () => {
    const { filepipe, port } = await localUser();
    await filepipe(['local', 'start', '--port', port]);
    const endpoint = `http://127.0.0.1:${port}`;
    const { code, stdout } = await filepipe(
      ['doctor', '--json', '--region', 'us-east-1', '--endpoint-url', endpoint],
      { env: anyKeys },
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings.at(-1)).toMatchObject({ check: 'credentials', state: 'fault' });
  });
});

describe('filepipe doctor of a pipeline that was made by hand', () => {
  it.each([
    ['bucket', '--bucket', 'my-uploads'],
    ['function', '--function', 'Keeper'],
  ])('needs nothing but its %s, and ends with how to adopt it', async (_, option, name) => {
    const { filepipe } = await userWithConsolePipeline();
    const { code, stdout } = await filepipe(['doctor', '--local', option, name, '--json']);
    expect(code).toBe(1);
    const { findings } = JSON.parse(stdout) as { findings: Finding[] };
    expect(findings).toContainEqual(
      expect.objectContaining({ check: 'trigger on creations', state: 'fault' }),
    );
    expect(findings).toContainEqual(expect.objectContaining({ check: 'table', state: 'ok' }));
    expect(findings.find(({ check }) => check === 'api role')).toBeUndefined();
    expect(findings.at(-1)).toMatchObject({
      check: 'pipeline',
      fix: expect.stringContaining('filepipe adopt --bucket my-uploads'),
    });
  });

  it("is not asked for with a bucket or function of the install's own", async () => {
    const { filepipe } = await userWithConsolePipeline();
    await filepipe(['setup', '--local', '--bucket', 'shared', '--no-verify', '--quiet']);
    const aboutInstall = expect.stringContaining('✔ api role');
    expect(await filepipe(['doctor', '--bucket', 'shared'])).toMatchObject({ code: 0, stdout: aboutInstall });
    const own = await filepipe(['doctor', '--function', 'FilesProcessed']);
    expect(own).toMatchObject({ code: 0, stdout: aboutInstall });
    const asOther = await filepipe(['doctor', '--name', 'other', '--function', 'FilesProcessed']);
    expect(asOther.stdout).toContain('→ look at that: filepipe doctor --name filepipe');
  });

  it('says that the bucket or function is not there, and no more', async () => {
    const { filepipe } = await userWithConsolePipeline();
    const { code, stdout } = await filepipe(['doctor', '--local', '--bucket', 'no-such', '--json']);
    expect(code).toBe(1);
    const { findings } = JSON.parse(stdout) as { findings: Finding[] };
    expect(findings.at(-1)).toMatchObject({
      check: 'bucket',
      text: 'there is no bucket no-such in this account and region',
    });
    expect(findings.filter(({ state }) => state === 'fault')).toHaveLength(1);
    const other = await filepipe(['doctor', '--local', '--function', 'Nobody']);
    expect(other.stdout).toContain('✖ function');
    expect(other.stdout).toContain('there is no function Nobody in');
  });
});

describe('filepipe policy', () => {
  const elsewhere = ['--account', '123456789012', '--region', 'cn-north-1'];

  it('prints a policy for an account that it has no credentials for', async () => {
    const { filepipe } = await newUser();
    const { code, stdout, stderr } = await filepipe(['policy', 'uploader', ...elsewhere]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).Statement[0]).toMatchObject({
      Action: ['s3:AbortMultipartUpload', 's3:PutObject'],
      Resource: 'arn:aws-cn:s3:::filepipe-123456789012-cn-north-1/*',
    });
    expect(stderr).toContain('aws iam create-policy');
  });

  it('says how to give somebody a policy that is too long for a managed one', async () => {
    const { filepipe } = await newUser();
    const long = [
      '--name',
      'a'.repeat(26),
      '--api-auth',
      'key',
      '--policies',
      'walkthrough',
      '--with-bucket',
    ];
    const { code, stdout, stderr } = await filepipe(['policy', 'adopter', ...elsewhere, ...long]);
    expect(code).toBe(0);
    const characters = JSON.stringify(JSON.parse(stdout)).length.toLocaleString('en-US');
    expect(stderr).toContain(
      `its ${characters} characters are too many for a managed policy, which may have 6,144`,
    );
    expect(stderr).toContain('aws iam put-role-policy --role-name ROLE --policy-name filepipe-adopter');
    expect(stderr).not.toContain('create-policy');
  });

  it('gives no right to change a bucket that is there already', async () => {
    const { filepipe } = await newUser();
    const { stdout } = await filepipe(['policy', 'deployer', ...elsewhere, '--bucket', 'my-photos']);
    expect(stdout).toContain('s3:PutBucketNotification');
    expect(stdout).not.toMatch(/s3:(CreateBucket|DeleteBucket|PutBucketPolicy|PutBucketVersioning)/);
  });

  it('refuses accounts and names that make no sense', async () => {
    const { filepipe } = await newUser();
    expect(await filepipe(['policy', 'owner', ...elsewhere])).toMatchObject({ code: 2 });
    const short = await filepipe(['policy', 'reader', '--account', '123', '--region', 'eu-west-1']);
    expect(short).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"123" is not an account number'),
    });
  });
});
