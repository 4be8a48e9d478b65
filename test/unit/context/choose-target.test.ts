import { describe, expect, test } from 'vitest';
import { type AwsVariables, chooseTarget, type Wishes } from '../../../src/target/choose-target.ts';
import type { Context } from '../../../src/target/context.ts';

interface Situation {
  readonly flags?: Wishes;
  readonly env?: Wishes;
  readonly config?: Wishes;
  readonly aws?: Partial<AwsVariables>;
  readonly context?: Context;
}

function choose({ flags = {}, env = {}, config = {}, aws = {}, context }: Situation) {
  const variables = { region: undefined, profile: undefined, endpointUrl: undefined, ...aws };
  const choice = chooseTarget({ flags, env, config }, variables, context);
  return Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined));
}

const onAws: Context = {
  target: 'aws',
  install: 'photos',
  region: 'eu-west-1',
  profile: 'work',
  bucket: 'mine',
};
const onLocal: Context = { target: 'local', install: 'filepipe' };
const onMoto: Context = { target: 'endpoint', install: 'filepipe', endpointUrl: 'http://127.0.0.1:5000' };

describe('the target', () => {
  const cases: [string, Situation, Partial<Context>][] = [
    ['is AWS for somebody who says nothing', {}, { target: 'aws', install: 'filepipe' }],
    ['is the one of the last setup', { context: onAws }, onAws],
    ['stays local after a local setup', { context: onLocal }, onLocal],
    ['stays the endpoint after a setup there', { context: onMoto }, onMoto],
    [
      'is AWS again with --no-local',
      { flags: { local: false }, context: onLocal },
      { target: 'aws', install: 'filepipe' },
    ],
    [
      'is AWS again when a region is named',
      { flags: { region: 'eu-west-3' }, context: onLocal },
      { target: 'aws', region: 'eu-west-3' },
    ],
    ['stays local whatever AWS_REGION says', { aws: { region: 'eu-west-3' }, context: onLocal }, onLocal],
    [
      'is local by flag, and then has no region',
      { flags: { local: true }, context: onAws, aws: { region: 'eu-west-3' } },
      { target: 'local', install: 'filepipe' },
    ],
    [
      'is the flag rather than the environment',
      { flags: { local: true }, env: { endpointUrl: 'http://h' } },
      { target: 'local' },
    ],
    [
      'is the environment rather than the config file',
      { env: { endpointUrl: 'http://h/' }, config: { local: true } },
      { target: 'endpoint', endpointUrl: 'http://h' },
    ],
    [
      'is the config file rather than the context',
      { config: { local: true }, context: onAws },
      { target: 'local' },
    ],
    [
      'follows AWS_ENDPOINT_URL',
      { aws: { endpointUrl: 'http://h:1' }, context: onAws },
      { target: 'endpoint', endpointUrl: 'http://h:1' },
    ],
  ];
  test.each(cases)('%s', (_, situation, expected) => {
    expect(choose(situation)).toMatchObject(expected);
    if (expected.target === 'local') expect(choose(situation)).not.toHaveProperty('region');
  });
});

describe('region and profile', () => {
  const cases: [string, Situation, Partial<Context>][] = [
    [
      'flag before everything',
      {
        flags: { region: 'a' },
        env: { region: 'b' },
        config: { region: 'c' },
        aws: { region: 'd' },
        context: onAws,
      },
      { region: 'a' },
    ],
    [
      'FILEPIPE_REGION next',
      { env: { region: 'b' }, config: { region: 'c' }, aws: { region: 'd' }, context: onAws },
      { region: 'b' },
    ],
    [
      'then the config file',
      { config: { region: 'c' }, aws: { region: 'd' }, context: onAws },
      { region: 'c' },
    ],
    ['then AWS_REGION', { aws: { region: 'd' }, context: onAws }, { region: 'd' }],
    ['then the context', { context: onAws }, { region: 'eu-west-1', profile: 'work' }],
  ];
  test.each(cases)('%s', (_, situation, expected) => {
    expect(choose(situation)).toMatchObject(expected);
  });

  test('the region of another profile is not remembered', () => {
    expect(choose({ flags: { profile: 'home' }, context: onAws })).not.toHaveProperty('region');
  });
});

test('names of one install are not those of another', () => {
  expect(choose({ flags: { name: 'music' }, context: onAws })).not.toHaveProperty('bucket');
  expect(choose({ flags: { name: 'photos' }, context: onAws })).toHaveProperty('bucket', 'mine');
});

test.each<[string, Wishes]>([
  ['--local and --endpoint-url together', { local: true, endpointUrl: 'http://h' }],
  ['a region on the embedded AWS', { local: true, region: 'eu-west-1' }],
  ['a profile on the embedded AWS', { local: true, profile: 'work' }],
  ['an endpoint without a scheme', { endpointUrl: 'localhost:4566' }],
])('%s is refused with a hint', (_, flags) => {
  expect(() => choose({ flags })).toThrow(expect.objectContaining({ exitCode: 2, hint: expect.any(String) }));
});
