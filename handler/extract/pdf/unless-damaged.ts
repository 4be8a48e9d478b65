import { UnreadableError } from '../unreadable-error.ts';

/** What is read; undefined when it is damaged. For what a file can be described without. */
export async function unlessDamaged<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof UnreadableError) return undefined;
    throw error;
  }
}
