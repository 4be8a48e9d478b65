import { FilepipeError } from '../errors.ts';
import { type Fault, faultOf } from './fault.ts';
import { type KnownFault, knownFaults } from './known-faults.ts';

/** A failure in words for the user. */
export interface Explanation {
  /** What was being done. */
  readonly what: string;
  /** Why it failed, from the outside in; empty when `what` already says it. */
  readonly why: readonly string[];
  /** One thing to try. */
  readonly hint: string | undefined;
  /** Neither filepipe nor AWS foresaw this: worth a stack trace and a report. */
  readonly isBug: boolean;
}

/** What any thrown value means: filepipe's own errors with their causes, AWS's and the system's by the known ones. */
export function explainError(error: unknown): Explanation {
  const chain = causes(error);
  const own = chain.filter((link) => link instanceof FilepipeError);
  const diagnoses = chain.filter((link) => !(link instanceof FilepipeError)).map(diagnose);
  const understood = diagnoses.filter(({ known, fault }) => known !== undefined || fault.isAnswer);
  const sentences = [
    ...own.map(ownSentence),
    ...(understood.length > 0 ? understood : diagnoses).map(sentence),
  ];
  const [what = 'failed for no stated reason', ...why] = sentences.filter((text) => text !== '');
  const hints = [...own.map(({ hint }) => hint), ...diagnoses.map(({ known, fault }) => known?.hint(fault))];
  return {
    what,
    why: why.filter((text, index) => !(why[index - 1] ?? what).endsWith(text)),
    hint: hints.find((hint) => hint !== undefined),
    isBug: own.length === 0 && understood.length === 0,
  };
}

interface Diagnosis {
  readonly fault: Fault;
  readonly known: KnownFault | undefined;
}

function diagnose(link: unknown): Diagnosis {
  const fault = faultOf(link);
  return { fault, known: knownFaults.find(({ when }) => when(fault)) };
}

/** The sentence without the cause's own text at its end, which comes translated on the next line. */
function ownSentence({ message, cause }: FilepipeError): string {
  if (!(cause instanceof Error) || cause instanceof FilepipeError) return message;
  return message.endsWith(`: ${cause.message}`) ? message.slice(0, -cause.message.length - 2) : message;
}

/** Of several failures in one, the words are their collector's; only their hints are used. */
function sentence({ fault, known }: Diagnosis): string {
  const { isCollection, message, name, status, requestId } = fault;
  if (isCollection) return '';
  const reference = [name, status, requestId === undefined ? undefined : `request ${requestId}`];
  const told = known?.say(fault) ?? message;
  return fault.isAnswer ? `${told} (${reference.filter((part) => part !== undefined).join(', ')})` : told;
}

function causes(error: unknown): readonly unknown[] {
  const inner = error instanceof Error && error.cause !== undefined ? causes(error.cause) : [];
  return [error, ...inner];
}
