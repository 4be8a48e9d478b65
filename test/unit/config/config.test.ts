import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configRules } from '../../../src/commands/options.ts';
import { CONFIG_FILE, readConfig } from '../../../src/config.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'filepipe-config-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function read(text: string) {
  await writeFile(join(folder, CONFIG_FILE), text);
  return readConfig(folder, configRules());
}

test('no file means no settings', async () => {
  expect(await readConfig(folder, configRules())).toEqual({});
});

test('settings are read as they are written', async () => {
  const settings = { region: 'eu-central-1', local: false, memoryMb: 1024, alarms: { functionErrors: 5 } };
  expect(await read(JSON.stringify(settings))).toEqual(settings);
});

test.each([
  ['text that is not JSON', '{', 'is not JSON'],
  ['something other than an object', '["region"]', 'is not an object'],
  ['an unknown setting', '{"regoin": "x"}', 'there is no setting "regoin"'],
  ['a number where a text belongs', '{"region": 7}', '"region" must be a text'],
  [
    'a text where a number belongs',
    '{"memoryMb": "512"}',
    '"memoryMb" must be a whole number from 256 to 10240',
  ],
  [
    'a value that is not one of the choices',
    '{"apiAuth": "open"}',
    '"apiAuth" must be one of iam, key, none',
  ],
  ['a text where true or false belongs', '{"local": "yes"}', '"local" must be true or false'],
])('%s is refused', async (_, text, message) => {
  await expect(read(text)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
});

test('all faults are told at once', async () => {
  const message = /region.*there is no setting "colour"/;
  await expect(read('{"region": 7, "colour": "red"}')).rejects.toThrow(message);
});
