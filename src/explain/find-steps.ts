import { UsageError } from '../errors.ts';
import { stepTexts } from './step-texts.ts';

/**
 * The steps that somebody means by a word or two: a step's name, another word for it, or a part of these. Fails
 * with a `UsageError` when it means none of `present`, the steps of the install.
 */
export function findSteps(asked: string, present: readonly string[]): readonly string[] {
  const meant = meantBy(plain(asked));
  if (meant.length === 0) {
    throw new UsageError(`there is no step "${asked}"`, { hint: `choose one of: ${present.join(', ')}` });
  }
  const found = present.filter((step) => meant.includes(step));
  if (found.length === 0) {
    throw new UsageError(`an install with these settings has no ${meant[0]}`, {
      hint: optionsFor[meant[0] ?? ''] ?? 'see all steps: filepipe explain',
    });
  }
  return found;
}

const optionsFor: Readonly<Record<string, string>> = {
  trigger: 'ask for it: filepipe explain trigger --trigger all',
  'api key': 'ask for one: filepipe explain api-key --api-auth key',
  'alarm mail': 'ask for it: filepipe explain alarm-mail --alarm-email you@example.com',
};

function meantBy(asked: string): string[] {
  const names = Object.entries(stepTexts).map(([step, { aliases = [] }]) => ({
    step,
    words: [step, ...aliases].map(plain),
  }));
  const singular = asked.replace(/s$/, '');
  const tries: ((words: readonly string[]) => boolean)[] = [
    ([step]) => step === asked,
    (words) => words.includes(asked),
    (words) => words.some((word) => word.includes(singular)),
  ];
  const found = tries.map((matches) => names.filter(({ words }) => matches(words)).map(({ step }) => step));
  return (singular === '' ? [] : found.find((steps) => steps.length > 0)) ?? [];
}

/** `Function_Role` → `function role`. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[-_\s]+/g, ' ')
    .trim();
}
