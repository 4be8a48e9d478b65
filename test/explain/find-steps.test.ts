import { expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { findSteps } from '../../src/explain/find-steps.ts';

const present = ['bucket', 'table', 'function role', 'api role', 'function', 'trigger', 'api', 'alarm topic'];

test.each([
  ['trigger', ['trigger']],
  ['function', ['function']],
  ['Function-Role', ['function role']],
  ['lambda', ['function']],
  ['notification', ['trigger']],
  ['role', ['function role', 'api role']],
  ['iam', ['function role', 'api role']],
  ['buckets', ['bucket']],
  ['API', ['api']],
])('%s means %j', (asked, steps) => {
  expect(findSteps(asked, present)).toEqual(steps);
});

test.each(['triger', '', 's', ' '])('%j means nothing', (asked) => {
  expect(() => findSteps(asked, present)).toThrow(UsageError);
});

test('a step that the settings do not ask for is told from one that there is not', () => {
  expect(() => findSteps('api-key', present)).toThrow('an install with these settings has no api key');
});
