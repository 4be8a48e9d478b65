import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { expect, it, onTestFinished } from 'vitest';
import { arnsOf, namesOf } from '../../src/provision/names.ts';
import { apiPolicy, functionPolicy, type PolicyDocument } from '../../src/provision/policies.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import { codeFile } from '../built.ts';
import { frontOf } from '../front.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';
import { everyHop, hopsOf, patient, probing, realControl } from './probing.ts';

const settings = settingsFrom({ apiAuth: 'none' });
const place = {
  accountId: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
  dnsSuffix: 'amazonaws.com',
};

const names = namesOf(place, settings);
const arns = arnsOf(place, names);

it.each([
  {
    role: names.functionRole,
    policy: functionPolicy(arns),
    lacking: 'dynamodb:PutItem',
    via: 's3',
    hop: 'row',
  },
  { role: names.apiRole, policy: apiPolicy(arns), lacking: 's3:PutObject', via: 'api', hop: 'stored' },
] as const)('uploads again while $role may not yet $lacking', async ({ role, policy, lacking, via, hop }) => {
  const aws = await pipeline();
  await give(aws, role, JSON.parse(JSON.stringify(policy).replace(lacking, 's3:ListBucket')));
  const options = { ...patient, ways: [via], settleSeconds: 30 };
  let given: Promise<unknown> | undefined;
  // The rights come once a first try has met their lack.
  const { probes } = await probing(aws.target, settings, codeFile, options, realControl(), (event) => {
    if (event.state !== 'waiting' || event.hop !== hop) return;
    if (hop === 'stored' || event.waiting.elapsedSeconds > 2) given ??= give(aws, role, policy);
  });
  expect(given).toBeDefined();
  expect(probes.flatMap(({ failures }) => failures)).toEqual([]);
  expect(probes.map(hopsOf)).toEqual([everyHop]);
});

it('falls back on a plain name where the API cannot pass a difficult one on, and says so', async () => {
  const aws = await pipeline();
  const endpoint = await misreadingFrontOf(aws.target.endpoint ?? '');
  const options = { ...patient, ways: ['api'] } as const;
  const { probes } = await probing({ ...aws.target, endpoint }, settings, codeFile, options);
  expect(probes.map(hopsOf)).toEqual([everyHop]);
  expect(probes[0]?.key).toMatch(/^filepipe-probe\/[0-9a-f]{16}\/probe\.bin$/);
  expect(probes[0]).toMatchObject({
    failures: [],
    notes: [expect.stringMatching(/^works, but not with names like Übergröße/)],
  });
});

it('says that GET /files does not find a difficult name, and fails only if there is another reason', async () => {
  const aws = await pipeline();
  const front = await frontOf(aws.target.endpoint ?? '', async ({ method, url = '/' }, response) => {
    if (method === 'GET' && url.includes('/files/filepipe-probe/'))
      response.writeHead(404).end('{"message":"no such file"}');
  });
  onTestFinished(() => front.close());
  const target = { ...aws.target, endpoint: front.endpoint };
  const options = { ...patient, ways: ['s3'] } as const;
  const { probes } = await probing(target, settings, codeFile, options);
  expect(probes.map(hopsOf)).toEqual([everyHop.filter((hop) => hop !== 'apiRow')]);
  expect(probes[0]).toMatchObject({
    failures: [],
    notes: [expect.stringMatching(/^GET \/files\/\{filename\} does not find names like Übergröße/)],
  });

  const query = {
    RoleName: names.queryRole,
    PolicyName: 'filepipe',
    PolicyDocument: JSON.stringify(apiPolicy(arns)),
  };
  await aws.clients.iam.send(new PutRolePolicyCommand(query));
  const again = await probing(target, settings, codeFile, options);
  expect(again.probes[0]?.failures).toMatchObject([
    { hop: 'apiRow', reasons: [expect.stringMatching(/^query role .* is not as setup makes it/)] },
  ]);
});

async function pipeline() {
  const aws = await startAws();
  onTestFinished(() => aws.close());
  await setup(aws.clients, aws.target, settings, quickControl(), () => {}, { codeFile });
  return aws;
}

function give({ clients }: TestAws, RoleName: string, policy: PolicyDocument): Promise<unknown> {
  const PolicyDocument = JSON.stringify(policy);
  return clients.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'filepipe', PolicyDocument }));
}

/** A way to the AWS behind on which S3 does not arrive at API Gateway's signature of a name with quotes. */
async function misreadingFrontOf(behind: string): Promise<string> {
  const front = await frontOf(behind, async ({ method, url = '/' }, response) => {
    if (method !== 'POST' || !url.includes('/upload?') || !url.includes('%22')) return;
    const message = 'The request signature we calculated does not match';
    response
      .writeHead(403)
      .end(`<Error><Code>SignatureDoesNotMatch</Code><Message>${message}</Message></Error>`);
  });
  onTestFinished(() => front.close());
  return front.endpoint;
}
