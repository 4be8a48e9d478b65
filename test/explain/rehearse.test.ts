import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { costOf } from '../../src/cost/cost-of-step.ts';
import { iamActions } from '../../src/explain/iam-actions.ts';
import { nameAnswers } from '../../src/explain/name-answers.ts';
import { type RehearsedStep, rehearse } from '../../src/explain/rehearse.ts';
import { stepTexts } from '../../src/explain/step-texts.ts';
import { deployerPolicy } from '../../src/provision/deployer-policy.ts';
import { pipeline } from '../../src/provision/pipeline.ts';
import { codeArchive, noCode } from '../../src/provision/resources/code-archive.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import { idleCodeFile } from '../built.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';

const beijing = {
  accountId: '123456789012',
  region: 'cn-north-1',
  partition: 'aws-cn',
  dnsSuffix: 'amazonaws.com.cn',
};
const everything = settingsFrom(
  { apiAuth: 'key', alarmEmail: 'ops@example.com', overrides: { table: 'files-of-us-east-1' } },
  { alarmEmail: 'former@example.com' },
);

describe('a rehearsal', () => {
  let aws: TestAws;
  let steps: readonly RehearsedStep[];
  const calls = () => steps.flatMap((step) => step.calls);

  beforeAll(async () => {
    aws = await startAws();
    steps = await rehearse(beijing, everything, await codeArchive(idleCodeFile), quickControl());
  });
  afterAll(() => aws.close());

  it('sends what setup sends', async () => {
    const settings = settingsFrom({ apiAuth: 'key', alarmEmail: 'ops@example.com' });
    await setup(aws.clients, aws.target, settings, quickControl(), () => {});
    // What fails, as the deletion of a method that is not there, changes nothing.
    const sent = aws.writes
      .map((name) => name.replace(/Command$/, ''))
      .filter((name) => name !== 'DeleteMethod');
    expect(
      calls()
        .map(({ operation }) => operation)
        .toSorted(),
    ).toEqual(sent.toSorted());
  });

  it('is of the place that is asked for, and of what its owner has called things', () => {
    const text = JSON.stringify(calls().map(({ input }) => input));
    expect(text).not.toMatch(/0{12}|arn:aws:|127\.0\.0\.1/);
    expect(text).toContain('table/files-of-us-east-1');
    expect(text.replaceAll('files-of-us-east-1', '')).not.toContain('us-east-1');
    expect(calls()[0]?.input).toMatchObject({
      Bucket: 'filepipe-123456789012-cn-north-1',
      CreateBucketConfiguration: { LocationConstraint: 'cn-north-1' },
    });
  });

  it('keeps of the answers what later calls need, and no more', () => {
    const named = nameAnswers(steps);
    const keeps = named
      .flatMap((step) => step.calls)
      .flatMap((call) => call.keeps.map(({ variable }) => variable));
    expect(keeps).toEqual([
      'rest_api_id',
      'root_resource_id',
      'request_validator_id',
      'resource_id',
      'resource_id_2',
      'resource_id_3',
      'api_key_id',
      'usage_plan_id',
    ]);
    const ids = calls()
      .map(({ output }) => output['id'])
      .filter((id) => typeof id === 'string');
    const inputs = JSON.stringify(named.flatMap((step) => step.calls.map(({ input }) => input)));
    expect(ids.filter((id) => inputs.includes(id))).toEqual([]);
  });

  it('needs no right that a deployer lacks', () => {
    const allowed = deployerPolicy(beijing, everything).Statement.flatMap((statement) => statement['Action']);
    expect(
      calls()
        .flatMap(iamActions)
        .filter((action) => !allowed.includes(action)),
    ).toEqual([]);
  });

  it('can be stopped', async () => {
    const stopped = quickControl(AbortSignal.abort(new Error('enough')));
    await expect(rehearse(beijing, everything, await codeArchive(idleCodeFile), stopped)).rejects.toThrow(
      'enough',
    );
  });
});

it('every step of the pipeline has an explanation, and every explanation a step', async () => {
  const aws = await startAws();
  const steps = pipeline(aws.clients, aws.target, everything, noCode).map(({ name }) => name);
  await aws.close();
  expect(Object.keys(stepTexts).toSorted()).toEqual(steps.toSorted());
  expect(steps.filter((step) => costOf(step) !== 'nothing').length).toBeGreaterThan(10);
});
