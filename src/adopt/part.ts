import { deniedSentence } from '../report/denial.ts';
import { faultOf } from '../report/fault.ts';

/** Something that was looked for: found, not there, or not to be seen, and why. */
export type Part<T> =
  | { readonly state: 'found'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown'; readonly reason: string };

export const absent = { state: 'absent' } as const;

export function found<T>(value: T): Part<T> {
  return { state: 'found', value };
}

export function unknown(reason: string): Part<never> {
  return { state: 'unknown', reason };
}

/** What was found, else undefined. */
export function valueIn<T>(part: Part<T> | undefined): T | undefined {
  return part?.state === 'found' ? part.value : undefined;
}

/** The part made into something else; absent when that comes to undefined. */
export function withPart<T, R>(part: Part<T>, make: (value: T) => R | undefined): Part<R> {
  if (part.state !== 'found') return part;
  const value = make(part.value);
  return value === undefined ? absent : found(value);
}

/** What a read gives; absent by AWS's names for "not there", unknown when denied. Other failures stay failures. */
export async function partOf<T>(read: Promise<T>, missing: readonly string[]): Promise<Part<T>> {
  try {
    return found(await read);
  } catch (error) {
    const { name } = error as Error;
    if (missing.includes(name)) return absent;
    if (denials.includes(name)) return unknown(deniedSentence(faultOf(error)));
    throw error;
  }
}

/** Every service has its own name for it. */
const denials: readonly string[] = [
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'UnauthorizedOperation',
];
