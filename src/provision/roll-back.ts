import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { type Report, runSteps } from './engine/run-steps.ts';
import type { Step } from './engine/step.ts';
import type { Looked } from './inventory.ts';

/**
 * Removes again what a failed setup has made, so everything of ours that was absent `before` it, and returns
 * the error to end with. What it changed stays changed: how it was is nobody's wish any more.
 */
export async function rollBack(
  failure: unknown,
  before: readonly Looked[],
  control: Control,
  report: Report,
): Promise<FilepipeError> {
  const wasAbsent = new Set(before.filter(({ look }) => look.presence === 'absent').map(({ step }) => step));
  const reason = failure instanceof Error ? failure.message : String(failure);
  // The reason is told already; what follows is why.
  const cause = failure instanceof FilepipeError ? failure.cause : failure;
  let removed = 0;
  const work = async (step: Step, stepControl: Control) => {
    const unchanged = { state: 'unchanged', changes: [] } as const;
    if (!wasAbsent.has(step)) return unchanged;
    const { presence } = await step.look();
    if (presence !== 'ours') return unchanged;
    await step.remove(stepControl);
    removed++;
    const change = { path: '', from: step.physicalName, to: undefined, action: 'remove' } as const;
    return { state: 'done', changes: [change] } as const;
  };
  const steps = before.map(({ step }) => step);
  try {
    await runSteps({ verb: 'take back', steps, direction: 'backwards', work }, control, report);
  } catch (error) {
    const left = error instanceof Error ? error.message : String(error);
    const hint = 'remove the rest: filepipe teardown';
    return new FilepipeError(`${reason}\nand ${left}`, { cause, hint });
  }
  const outcome =
    removed > 0
      ? 'what this setup had made was removed again'
      : 'this setup had made nothing new that could be removed again';
  return new FilepipeError(`${reason}\n${outcome}`, {
    cause,
    ...(failure instanceof FilepipeError && failure.hint !== undefined ? { hint: failure.hint } : {}),
  });
}
