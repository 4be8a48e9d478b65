import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { vastAws } from '../reconcile/vast-aws.ts';
import { anyKeys, newUser } from './filepipe.ts';

const MEGABYTE = 2 ** 20;
/** As rows in memory they would be several times what is allowed. */
const FILES = 300_000;

test('a bucket and a table of any size are compared in the memory of a small one', async () => {
  const { endpoint, calls } = await vastAws({
    objects: FILES,
    missing: 123_456,
    orphaned: 'object-0123456-b',
  });
  const { home, filepipe } = await newUser();
  // Told by the program itself on its way out. On Linux maxRSS begins with what its parent had when it was forked.
  const memory = join(home, 'memory');
  const meter = join(home, 'meter.mjs');
  await writeFile(
    meter,
    `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
     const status = '/proc/self/status';
     const kibibytes = () => existsSync(status)
       ? /^VmHWM:\\s*(\\d+) kB$/m.exec(readFileSync(status, 'utf8'))[1]
       : process.resourceUsage().maxRSS;
     process.on('exit', () => writeFileSync(${JSON.stringify(memory)}, String(kibibytes())));`,
  );
  const { code, stdout, stderr } = await filepipe(
    ['reconcile', '--check', '--grace', '0', '--endpoint-url', endpoint, '--region', 'us-east-1'],
    { env: anyKeys, node: ['--max-old-space-size=64', '--import', meter] },
  );
  expect([code, stdout]).toEqual([4, 'missing   object-0123456\norphaned  object-0123456-b\n']);
  expect(stderr).toContain('300,001 names compared: 2 differences (1 missing, 1 orphaned)');
  expect(calls.get('ListObjectsV2')).toBe(FILES / 1000);
  expect((Number(await readFile(memory, 'utf8')) * 1024) / MEGABYTE).toBeLessThan(150);
});
