import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { entries } from '../../src/commands/entries.ts';
import { packageVersion } from '../../src/package-root.ts';
import { newUser } from './filepipe.ts';

test('help names every command and goes to stdout', async () => {
  const { filepipe } = await newUser();
  for (const args of [['--help'], [], ['help']]) {
    const { code, stdout, stderr } = await filepipe(args);
    expect([code, stderr]).toEqual([0, '']);
    for (const { name, summary } of entries) {
      expect(stdout).toContain(`  ${name}`);
      expect(stdout.replace(/\s+/g, ' ')).toContain(summary);
    }
  }
});

test('help for a command shows its options and examples', async () => {
  const { filepipe } = await newUser();
  const asked = await filepipe(['upload', '--help']);
  expect(asked.code).toBe(0);
  expect(asked.stdout).toMatch(
    /--prefix <folder>[\s\S]*--endpoint-url <url>[\s\S]*Examples:\n {2}filepipe upload/,
  );
  expect(await filepipe(['help', 'upload'])).toEqual(asked);
});

test.each(
  entries.flatMap((entry) =>
    'entries' in entry ? entry.entries.map(({ name }) => [entry.name, name]) : [[entry.name]],
  ),
)('there is help for %s %s', async (...command) => {
  const { filepipe } = await newUser();
  const words = command.filter((word) => typeof word === 'string');
  const { code, stdout } = await filepipe([...words, '--help']);
  expect(code).toBe(0);
  expect(stdout).toContain(`Usage: filepipe ${words.join(' ')}`);
});

test('the version is the one of the package', async () => {
  const { filepipe } = await newUser();
  expect(await filepipe(['--version'])).toEqual({ code: 0, stdout: `${packageVersion()}\n`, stderr: '' });
});

describe('a command line that makes no sense has exit code 2 and a hint', () => {
  test.each<[string, string[], RegExp, RegExp]>([
    ['unknown command', ['uplaod', 'x'], /unknown command 'uplaod'/, /did you mean upload\?/],
    ['unknown option', ['setup', '--regoin', 'x'], /unknown option '--regoin'/, /did you mean --region\?/],
    [
      'unknown option of another command',
      ['logs', '--csv'],
      /unknown option '--csv'/,
      /filepipe logs --help/,
    ],
    ['missing argument', ['upload'], /missing required argument 'path'/, /filepipe upload --help/],
    ['unknown command of a group', ['local', 'foo'], /unknown command 'foo'/, /see filepipe local --help/],
    [
      'option before the command',
      ['--region', 'x', 'setup', '--foo'],
      /option '--foo'/,
      /see filepipe setup --help/,
    ],
    ['a name like an option', ['upload', '-a.txt'], /option '-a.txt'/, /write: filepipe upload -- -a.txt$/],
    ['an argument too many', ['status', 'now'], /too many arguments for 'status'$/, /filepipe status --help/],
    ['missing value', ['logs', '--since'], /argument missing/, /filepipe logs --help/],
    ['not a number', ['logs', '--limit', 'ten'], /--limit: "ten" is not a whole number/, /give a number/],
    ['a number out of range', ['setup', '--memory-mb', '128'], /from 256 to 10240/, /256/],
    ['not one of the choices', ['upload', 'x', '--via', 'ftp'], /"ftp" is not one of s3, api/, /choose/],
    [
      'contradicting options',
      ['status', '--local', '--endpoint-url', 'http://h'],
      /exclude each other/,
      /leave one/,
    ],
    ['not a URL', ['status', '--endpoint-url', 'localhost:4566'], /not the URL/, /--endpoint-url http/],
    ['not a time', ['logs', '--since', 'yesterday'], /not a time: yesterday/, /2h/],
    ['CSV and JSON', ['list-metadata', '--csv', '--json'], /exclude each other/, /leave one/],
    ['delete and keep', ['teardown', '--delete-data', '--keep-data'], /exclude each other/, /choose one/],
  ])('%s', async (_, args, sentence, hint) => {
    const { filepipe } = await newUser();
    const { code, stdout, stderr } = await filepipe(args);
    const [first = '', ...rest] = stderr.trimEnd().split('\n');
    expect(first).toMatch(sentence);
    expect(rest.at(-1)).toMatch(/^ {2}→ /);
    expect(rest.at(-1)).toMatch(hint);
    expect([code, stdout]).toEqual([2, '']);
  });
});

test('a config file with faults has exit code 2', async () => {
  const { home, filepipe } = await newUser();
  await writeFile(join(home, 'filepipe.config.json'), '{"regoin": "eu-central-1", "memoryMb": "much"}');
  const { code, stderr } = await filepipe(['status']);
  expect(stderr).toContain('there is no setting "regoin"; "memoryMb" must be a whole number');
  expect(code).toBe(2);
});

test('a variable with a bad value is named', async () => {
  const { filepipe } = await newUser();
  const { code, stderr } = await filepipe(['setup'], { env: { FILEPIPE_MEMORY_MB: 'much' } });
  expect(stderr).toContain('FILEPIPE_MEMORY_MB: "much" is not a whole number');
  expect(code).toBe(2);
});

test('a reader that goes away is no failure', async () => {
  const { filepipe } = await newUser();
  expect(await filepipe(['--help'], { closeStdout: true })).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('a Node.js that is too old is told which one is needed', async () => {
  const { home, filepipe } = await newUser();
  const disguise = join(home, 'disguise.cjs');
  await writeFile(disguise, "Object.defineProperty(process, 'versions', { value: { node: '18.20.4' } });");
  const { code, stderr } = await filepipe(['--help'], { node: ['--require', disguise] });
  expect(stderr).toContain('filepipe needs Node.js 20.19 or newer, and this is 18.20.4');
  expect(code).toBe(1);
});
