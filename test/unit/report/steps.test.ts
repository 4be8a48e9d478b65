import { expect, test } from 'vitest';
import type { StepEvent } from '../../../src/provision/engine/run-steps.ts';
import { reportSteps } from '../../../src/report/steps.ts';
import { recordingTerminal } from './terminal-for-tests.ts';

const base = { step: 'function', physicalName: 'FilesProcessed', changes: [], seconds: 1.25 } as const;
const created = { path: '', from: undefined, to: 'FilesProcessed', action: 'create' } as const;
const resized = { path: 'memoryMb', from: 256, to: 512, action: 'update' } as const;

async function told(events: readonly StepEvent[], options: { json?: boolean } = {}) {
  const { terminal, said } = recordingTerminal(options);
  const steps = await reportSteps(terminal);
  for (const event of events) steps.event(event);
  steps.close();
  return said;
}

test.each<[string, StepEvent, RegExp]>([
  [
    'created',
    { ...base, state: 'done', changes: [created] },
    /^ {2}✔ function +FilesProcessed +created +1\.3 s\n$/,
  ],
  ['updated', { ...base, state: 'done', changes: [resized] }, /updated +1\.3 s\n {6}memoryMb: 256 → 512\n$/],
  [
    'failed',
    { ...base, state: 'failed', error: new Error('no luck') },
    /^ {2}✖ function +FilesProcessed +failed\n {6}no luck\n$/,
  ],
  ['skipped', { ...base, state: 'skipped' }, /^ {2}- function +FilesProcessed +skipped\n$/],
  ['stopped', { ...base, state: 'stopped' }, /^$/],
  ['unchanged', { ...base, state: 'unchanged' }, /^$/],
  ['started', { ...base, state: 'started' }, /^$/],
])('a step that is %s', async (_, event, lines) => {
  expect((await told([event])).err).toMatch(lines);
});

test('off a terminal a wait is told after five seconds, and then every fifteen', async () => {
  const waits = Array.from({ length: 40 }, (_, second): StepEvent => {
    const waiting = {
      what: 'function FilesProcessed to become active',
      elapsedSeconds: second,
      timeoutSeconds: 60,
    };
    return { ...base, state: 'waiting', waiting };
  });
  const { err } = await told(waits);
  expect(err.match(/\d+(\.\d)? s of/g)).toEqual(['5.0 s of', '20 s of', '35 s of']);
});

test('a wait whose end is known is told with what is left of it', async () => {
  const waiting = { what: 'API Gateway', elapsedSeconds: 6.2, timeoutSeconds: 300, leftSeconds: 22.8 };
  const { err } = await told([{ ...base, state: 'waiting', waiting }]);
  expect(err).toBe('    … waiting 23 s more for API Gateway\n');
});

test('with JSON every event is one line on stdout and nothing is said beside it', async () => {
  const events: StepEvent[] = [
    { ...base, state: 'started' },
    { ...base, state: 'failed', error: new Error('no luck') },
  ];
  const { out, err } = await told(events, { json: true });
  const [started, failed] = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(started).toEqual({ event: 'step', ...base, state: 'started' });
  expect(failed).toMatchObject({ state: 'failed', error: { what: 'no luck' } });
  expect(err).toBe('');
});
