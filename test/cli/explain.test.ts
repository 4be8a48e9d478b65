import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newUser } from './filepipe.ts';
import { localUser } from './local-user.ts';

test('explain needs neither account nor network, and says that it speaks of an example', async () => {
  const { filepipe } = await newUser();
  const { code, stdout, stderr } = await filepipe(['explain']);
  expect(code).toBe(0);
  expect(stderr).toMatch(/account 123456789012 · us-east-1.*\n.*what follows is for an example account\n/);
  expect(stdout).toMatch(
    /^bucket {2}filepipe-123456789012-us-east-1\n[\s\S]*\n\ntrigger {2}filepipe\n[\s\S]*\n\ndashboard /,
  );
  expect(stdout).toContain(
    '    aws s3api create-bucket \\\n        --bucket filepipe-123456789012-us-east-1 \\\n',
  );
  expect(stdout).not.toContain('\u001b');
  const tooWide = stdout.split('\n').filter((line) => line.length > 80);
  // A word of a command cannot be broken.
  expect(tooWide.filter((line) => !/^ {8,}(--|["[{])/.test(line))).toEqual([]);
});

test('explain tells of one step, by any of its names, and in the region that is given', async () => {
  const { filepipe } = await newUser();
  const { stdout } = await filepipe(['explain', 'notification', '--region', 'eu-central-1', '--name', 'x']);
  expect(stdout).toMatch(/^trigger {2}filepipe-x\n/);
  expect(stdout).toMatch(/allow {4}s3:PutBucketNotification\n/);
  expect(stdout).toContain('--bucket filepipe-x-123456789012-eu-central-1');
  expect(stdout).not.toContain('aws lambda');
});

test('a step that there is not, or not with these settings, is a wrong call with a way out', async () => {
  const { filepipe } = await newUser();
  const unknown = await filepipe(['explain', 'nonsense']);
  expect(unknown).toMatchObject({ code: 2, stdout: '' });
  expect(unknown.stderr).toMatch(/there is no step "nonsense"\n.*choose one of: bucket, table/);
  const unwanted = await filepipe(['explain', 'api-key']);
  expect(unwanted.code).toBe(2);
  expect(unwanted.stderr).toMatch(/filepipe explain api-key --api-auth key/);
});

test('explain --json is one document', async () => {
  const { filepipe } = await newUser();
  const { stdout } = await filepipe([
    'explain',
    'api-key',
    '--api-auth',
    'key',
    '--json',
    '--region',
    'cn-north-1',
  ]);
  const { example, steps, ...place } = JSON.parse(stdout);
  expect(place).toEqual({ accountId: '123456789012', region: 'cn-north-1', install: 'filepipe' });
  expect(example).toBe(true);
  expect(steps).toEqual([
    expect.objectContaining({
      step: 'api key',
      variables: { rest_api_id: 'from step api' },
      actions: ['apigateway:POST', 'apigateway:PUT'],
      commands: expect.arrayContaining([
        expect.stringMatching(/^usage_plan_id=\$\(aws apigateway create-usage-plan /),
      ]),
    }),
  ]);
});

test('explain speaks of the account that answers, with the settings of the install that is there', async () => {
  const { filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  await filepipe(['setup', '--local', '--memory-mb', '1024']);
  const { stdout, stderr } = await filepipe(['explain', 'function']);
  expect(stderr).not.toContain('example');
  expect(stdout).toMatch(/--role arn:aws:iam::0{12}:role\/filepipe-us-east-1-function/);
  expect(stdout).toContain('--memory-size 1024');
  expect(stdout).toContain("where    $zip: the function's code");
});

test('setup --script writes the script and the code, sets nothing up, and replaces nothing unasked', async () => {
  const { home, filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  const written = await filepipe(['setup', '--local', '--script', 'build.sh']);
  expect(written.code).toBe(0);
  expect(written.stdout).toMatch(/^script {4}.*\/build\.sh\ncode {6}.*\/build\.zip\n$/);
  expect(await readFile(join(home, 'build.sh'), 'utf8')).toMatch(
    /^#!\/usr\/bin\/env bash\n[\s\S]*\nzip=build\.zip\n/,
  );
  expect((await readFile(join(home, 'build.zip'))).subarray(0, 2).toString()).toBe('PK');
  expect((await filepipe(['status', '--local'])).stderr).toContain('nothing is set up');

  await writeFile(join(home, 'build.sh'), 'mine');
  const refused = await filepipe(['setup', '--local', '--script', 'build.sh']);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('build.sh exists already') });
  expect(await readFile(join(home, 'build.sh'), 'utf8')).toBe('mine');
  expect((await filepipe(['setup', '--local', '--script', 'build.sh', '--yes', '--json'])).code).toBe(0);
  expect((await filepipe(['setup', '--local', '--script', '$HOME.sh'])).code).toBe(2);
});

test('setup --script needs to know the account', async () => {
  const { filepipe } = await newUser();
  expect((await filepipe(['setup', '--script', 'setup.sh'])).code).toBe(2);
});
