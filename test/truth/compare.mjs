import { families } from './fields.mjs';

/**
 * How our description of a file and the tools' answers compare, one result for each field that a tool says something
 * about: `{ field, tool, target, ours, theirs, verdict: 'agree' | 'differ' | 'missing' }`.
 */
export function compareFile(wanted, path, mine, answers) {
  const details = mine.description?.details ?? {};
  return wanted.flatMap((family) =>
    families[family].flatMap(({ name, tool, target, counted, theirs, ours, same = Object.is }) => {
      const expected = theirs(answers[tool], details);
      if (expected === undefined || expected === '' || Number.isNaN(expected)) return [];
      const got = ours(details);
      const verdict = got === undefined ? 'missing' : same(got, expected, details) ? 'agree' : 'differ';
      return [{ path, field: name, tool, target, counted, ours: got, theirs: expected, verdict }];
    }),
  );
}
