import type { Control } from '../control.ts';
import { costOf } from '../cost/cost-of-step.ts';
import type { Place } from '../provision/names.ts';
import { codeArchive, shippedCodeFile } from '../provision/resources/code-archive.ts';
import type { Settings } from '../provision/settings.ts';
import { ZIP_VARIABLE } from './aws-command.ts';
import { commandText } from './command-text.ts';
import { iamActions } from './iam-actions.ts';
import { type NamedStep, nameAnswers } from './name-answers.ts';
import { rehearse } from './rehearse.ts';
import { variablesIn } from './shell-word.ts';
import { type StepText, textOf } from './step-texts.ts';

/** A step of the pipeline for somebody who wants to know, or to do it by hand. */
export interface ExplainedStep extends Pick<StepText, 'what' | 'why' | 'console'> {
  readonly step: string;
  readonly physicalName: string;
  /** Commands of aws-cli that do the same, in their order, as lines of shell. */
  readonly commands: readonly string[];
  /** Variables in the commands → where their values come from. */
  readonly variables: Readonly<Record<string, string>>;
  /** What IAM has to allow. */
  readonly actions: readonly string[];
  /** Undefined when it costs nothing. */
  readonly cost: string | undefined;
}

/** Every step of an install with these settings, in the order in which they can be done one after another. */
export async function explainSteps(
  place: Place,
  settings: Settings,
  control: Control,
): Promise<readonly ExplainedStep[]> {
  const code = await codeArchive(shippedCodeFile);
  const steps = nameAnswers(await rehearse(place, settings, code, control));
  return steps.map((it) => {
    const { what, why, console } = textOf(it.step);
    return {
      step: it.step,
      physicalName: it.physicalName,
      what,
      why,
      console,
      commands: it.calls.map(commandText),
      variables: variablesOf(it, steps),
      actions: [...new Set(it.calls.flatMap(iamActions))],
      cost: costOf(it.step),
    };
  });
}

/** Those that other steps give a value to. */
function variablesOf({ step, calls }: NamedStep, steps: readonly NamedStep[]): Record<string, string> {
  const used = new Set(calls.flatMap(({ input }) => variablesIn(JSON.stringify(input))));
  const given = steps.flatMap(({ step: giver, calls: its }) =>
    its.flatMap(({ keeps }) => keeps.map((kept) => [kept.variable, giver] as const)),
  );
  const foreign = given.filter(([name, giver]) => used.has(name) && giver !== step);
  const zip = calls.some(({ operation }) => operation === 'CreateFunction');
  return {
    ...Object.fromEntries(foreign.map(([name, giver]) => [name, `from step ${giver}`])),
    ...(zip ? { [ZIP_VARIABLE]: "the function's code, which filepipe setup --script writes" } : {}),
  };
}
