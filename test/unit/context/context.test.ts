import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contextFile, readContext, writeContext } from '../../../src/target/context.ts';

let folder: string;
let warnings: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'filepipe-context-'));
  warnings = [];
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const read = (file: string) => readContext(file, (line) => warnings.push(line));

test('what was written is read again, and nothing else is left in the folder', async () => {
  const file = contextFile({ XDG_CONFIG_HOME: folder }, '/nowhere');
  const context = { target: 'aws', install: 'photos', region: 'eu-west-1', profile: undefined } as const;
  await writeContext(file, context);
  await writeContext(file, { ...context, region: 'eu-west-2' });
  expect(await read(file)).toEqual({ target: 'aws', install: 'photos', region: 'eu-west-2' });
  expect(await readdir(join(folder, 'filepipe'))).toEqual(['context.json']);
});

test('no file is no context and no warning', async () => {
  expect(await read(join(folder, 'context.json'))).toBeUndefined();
  expect(warnings).toEqual([]);
});

test.each([
  ['cut off', '{"target": "aw'],
  ['not an object', 'null'],
  ['of an unknown target', '{"target": "moon", "install": "filepipe"}'],
  ['without an install', '{"target": "aws"}'],
  ['with a field of another type', '{"target": "aws", "install": "filepipe", "region": 7}'],
])('a file that is %s is ignored with a warning', async (_, text) => {
  const file = join(folder, 'context.json');
  await writeFile(file, text);
  expect(await read(file)).toBeUndefined();
  expect(warnings).toEqual([expect.stringContaining(file)]);
});

test('the file is in the home directory unless XDG says otherwise', () => {
  expect(contextFile({}, '/home/ann')).toBe('/home/ann/.config/filepipe/context.json');
  expect(contextFile({ XDG_CONFIG_HOME: '' }, '/home/ann')).toBe('/home/ann/.config/filepipe/context.json');
});
