import { expect, test } from 'vitest';
import type { Options } from '../../../src/commands/command.ts';
import { settingsInEnv } from '../../../src/commands/setting-sources.ts';

const options = {
  endpointUrl: { type: 'text', value: '<url>', setting: true, summary: '' },
  memoryMb: { type: 'number', value: '<MB>', min: 128, max: 10_240, setting: true, summary: '' },
  apiAuth: { type: 'choice', choices: ['iam', 'key'], setting: true, summary: '' },
  local: { type: 'either', setting: true, summary: '' },
  json: { type: 'flag', summary: '' },
} as const satisfies Options;

test('variables are named after the options, and have their types', () => {
  const env = {
    FILEPIPE_ENDPOINT_URL: 'http://h',
    FILEPIPE_MEMORY_MB: '512',
    FILEPIPE_API_AUTH: 'key',
    FILEPIPE_LOCAL: 'false',
  };
  expect(settingsInEnv(options, env)).toEqual({
    endpointUrl: 'http://h',
    memoryMb: 512,
    apiAuth: 'key',
    local: false,
  });
});

test('an empty variable is no setting, and neither is one of an option that is none', () => {
  expect(settingsInEnv(options, { FILEPIPE_ENDPOINT_URL: '', FILEPIPE_JSON: 'true' })).toEqual({});
});

test.each([
  ['FILEPIPE_MEMORY_MB', '64'],
  ['FILEPIPE_MEMORY_MB', '1e3'],
  ['FILEPIPE_API_AUTH', 'none'],
  ['FILEPIPE_LOCAL', 'yes'],
])('%s=%s is refused by name', (name, value) => {
  expect(() => settingsInEnv(options, { [name]: value })).toThrow(`${name}: "${value}" is not`);
});
