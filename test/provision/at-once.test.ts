import { CreateRestApiCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, expect, it } from 'vitest';
import { ownerTags } from '../../src/provision/ownership.ts';
import { findRestApi } from '../../src/provision/resources/rest-api.ts';
import { type Settings, settingsFrom } from '../../src/provision/settings.ts';
import { plan, setup } from '../../src/provision/setup.ts';
import { teardown } from '../../src/provision/teardown.ts';
import { idleCodeFile } from '../built.ts';
import { countCalls } from '../local/interventions.ts';
import { accountOf } from './account.ts';
import { connect, startAws } from './aws.ts';
import { quickControl } from './control.ts';

const counter = countCalls();
const aws = await startAws({ intervene: counter.intervene });
const others = await connect(aws.target, async () => {});
afterAll(async () => {
  await others.close();
  await aws.close();
});

const up = (settings: Settings, { clients, target } = aws, concurrency = Number.POSITIVE_INFINITY) =>
  setup(clients, target, settings, quickControl(), () => {}, { codeFile: idleCodeFile, concurrency });
const differences = (settings: Settings) =>
  plan(aws.clients, aws.target, settings, quickControl(), idleCodeFile);

it('two setups of one install at once both end well, and leave everything once', async () => {
  const settings = settingsFrom({ install: 'race', apiAuth: 'key', alarmEmail: 'ops@example.com' });
  const [one, other] = await Promise.all([up(settings), up(settings, others)]);
  expect(one.unsettled).toEqual([]);
  expect(other.unsettled).toEqual([]);
  expect(other.apiUrl).toBe(one.apiUrl);
  expect(await differences(settings)).toEqual([]);
  const { items = [] } = await aws.clients.apigateway.send(new GetRestApisCommand({ limit: 500 }));
  expect(items.filter(({ name }) => name === one.names.restApi)).toHaveLength(1);
});

it('of two setups with other settings the install becomes what one of them wants, wholly', async () => {
  const small = settingsFrom({ install: 'contest', memoryMb: 256, apiAuth: 'none', logRetentionDays: 1 });
  const large = settingsFrom({ install: 'contest', memoryMb: 1024, apiAuth: 'iam', logRetentionDays: 90 });
  await up(small);
  await Promise.all([up(small), up(large, others)]);
  const left = await Promise.all([differences(small), differences(large)]);
  expect(left.filter((things) => things.length === 0)).toHaveLength(1);
});

it('an API that a lost answer made a second time goes again, and the older one stays', async () => {
  const settings = settingsFrom({ install: 'doubled' });
  const { names } = await up(settings);
  const before = await findRestApi(aws.clients, names.restApi, 'doubled');
  const double = { name: names.restApi, tags: { ...ownerTags('doubled') } };
  await aws.clients.apigateway.send(new CreateRestApiCommand(double));
  await up(settings);
  const { items = [] } = await aws.clients.apigateway.send(new GetRestApisCommand({ limit: 500 }));
  expect(items.filter(({ name }) => name === names.restApi).map(({ id }) => id)).toEqual([before?.id]);
});

it('one thing after another is made as well as all at once', async () => {
  const settings = settingsFrom({ install: 'in-turn' });
  await up(settings, aws, 1);
  expect(await differences(settings)).toEqual([]);
});

it.each([
  [1, 'setup'],
  [25, 'teardown'],
  [60, 'setup'],
  [95, 'teardown'],
  [130, 'setup'],
] as const)(
  'a setup that begins at call %i of a teardown harms nobody, and a further %s repairs what comes of it',
  async (number, repair) => {
    const install = `crossed${number}`;
    const neighbour = settingsFrom({ install: `${install}-neighbour` });
    const settings = settingsFrom({ install, apiAuth: 'key', alarmEmail: 'ops@example.com' });
    const down = () => teardown(aws.clients, aws.target, settings, {}, quickControl(), () => {});
    await up(neighbour);
    await up(settings);
    const clean = await accountOf(aws.clients, install);

    let crossing: Promise<unknown> = Promise.resolve();
    counter.restart((call) => {
      if (call.number === number) crossing = outcome(up(settings, others));
      return undefined;
    });
    await outcome(down());
    await crossing;
    counter.restart();

    expect(await differences(neighbour)).toEqual([]);
    if (repair === 'setup') {
      await up(settings);
      expect(await accountOf(aws.clients, install)).toEqual(clean);
    }
    expect((await down()).left).toEqual([]);
    expect(await differences(neighbour)).toEqual([]);
  },
);

/** Fails or not: whatever comes of two that want opposite things. */
async function outcome(work: Promise<unknown>): Promise<unknown> {
  return await work.catch((error: unknown) => error);
}
