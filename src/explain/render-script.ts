import { absenceChecks } from './absence-checks.ts';
import { commandText, laidOut } from './command-text.ts';
import type { NamedCall, NamedStep } from './name-answers.ts';
import { commented, type Purpose, scriptPreamble } from './script-preamble.ts';
import { shellWord } from './shell-word.ts';
import { textOf } from './step-texts.ts';

/** A bash script that sends what setup sends, step by step, to the one place that it is for. */
export function renderScript(purpose: Purpose, steps: readonly NamedStep[]): string {
  return [
    scriptPreamble(purpose),
    '# None of this may be there yet.',
    ...absenceChecks(steps).map(({ thing, words: [call = [], ...flags] }) =>
      laidOut([['absent', thing, ...call], ...flags].map((words) => words.map(shellWord))),
    ),
    `\nat='the beginning'`,
    `trap '[ "$?" = 0 ] || echo "stopped at: $at" >&2' EXIT`,
    '# What the calls answer is not shown.',
    'exec >/dev/null\n',
    ...steps.flatMap(stepLines),
    `at='the end'`,
    `echo 'all of it is there; filepipe plan finds nothing to change' >&2`,
    '',
  ].join('\n');
}

function stepLines({ step, physicalName, calls }: NamedStep): string[] {
  const { what, why } = textOf(step);
  return [
    commented(`${what} ${why}`),
    `step ${shellWord(`${step} ${physicalName}`)}`,
    ...calls.flatMap((call) => [commandText(call), ...waiting(call)]),
    '',
  ];
}

/** What AWS makes in the background has to be there before the next call. */
function waiting({ operation, input }: NamedCall): string[] {
  if (operation === 'CreateTable')
    return [`aws dynamodb wait table-exists --table-name ${word(input['TableName'])}`];
  if (operation !== 'CreateFunction') return [];
  return [`aws lambda wait function-active-v2 --function-name ${word(input['FunctionName'])}`];
}

function word(value: unknown): string {
  return shellWord(String(value));
}
