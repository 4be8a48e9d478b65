import { expect, test } from 'vitest';
import type { Finding } from '../../../src/finding.ts';
import { findingLines, findingsSummary } from '../../../src/report/findings.ts';
import { recordingTerminal } from './terminal-for-tests.ts';

const findings: readonly Finding[] = [
  { check: 'node', state: 'ok', text: 'Node.js 22' },
  {
    check: 'trigger',
    state: 'fault',
    text: 'filepipe is missing: files do not run the function',
    fix: 'filepipe setup',
  },
];

test('findings stand in columns, and what to do below', () => {
  const { out } = recordingTerminal().terminal;
  expect(findingLines(out, findings)).toEqual([
    '  ✔ node     Node.js 22',
    '  ✖ trigger  filepipe is missing: files do not run the function',
    '             → filepipe setup',
  ]);
});

test('the summary counts what is not well', () => {
  expect(findingsSummary(findings)).toBe('2 checks: 1 fault');
  expect(findingsSummary(findings.slice(0, 1))).toBe('1 check: all is well');
});
