import { expect, test } from 'vitest';
import { reportTeardown } from '../../../src/report/teardown-report.ts';
import { recordingTerminal } from './terminal-for-tests.ts';

const progress = { versions: 40_000, deleteMarkers: 5000, uploads: 0, bytes: 2048, elapsedSeconds: 15 };

async function told(known: number | undefined, options: { json?: boolean } = {}) {
  const { terminal, said } = recordingTerminal(options);
  const report = await reportTeardown(terminal);
  for (const elapsedSeconds of [0, 14, 15, 16, 29]) report.emptying({ ...progress, elapsedSeconds, known });
  report.close();
  return said;
}

test('off a terminal the emptying of a bucket is told every fifteen seconds, with what is left of it', async () => {
  expect((await told(100_000)).err).toBe(
    '    … emptying the bucket: 45,000 of 100,000 versions, 3,000/s, 18 s left, 2.0 KiB\n',
  );
});

test.each([undefined, 1000])('nobody knows how long it takes when %s were counted before', async (known) => {
  expect((await told(known)).err).toBe('    … emptying the bucket: 45,000 versions, 3,000/s, 2.0 KiB\n');
});

test('with JSON every batch is an event', async () => {
  const { out, err } = await told(undefined, { json: true });
  expect(out.trimEnd().split('\n')).toHaveLength(5);
  expect(JSON.parse(out.split('\n')[0] ?? '')).toEqual({ event: 'emptying', ...progress, elapsedSeconds: 0 });
  expect(err).toBe('');
});
