import { decryptionOf } from './encryption.ts';
import type { Linearization } from './linearization.ts';
import { type Dictionary, isDictionary, type PdfObject } from './objects.ts';
import type { PdfObjects } from './pdf-objects.ts';

/** Up to this size a file is read whole, in one request: what is asked for lies all over it. */
export const WHOLE_BYTES = 1024 * 1024;

/** A PDF whose objects can be asked for. */
export interface PdfFile {
  readonly objects: PdfObjects;
  readonly trailer: Dictionary;
  /** All of it was read already: to look around in it costs nothing. */
  readonly isWhole: boolean;
  /** It was put together from what is left of it: parts may be missing. */
  readonly isDamaged?: boolean;
  /** Where it saves looking for the page tree. */
  readonly linearization?: Linearization | undefined;
  readonly encrypted: boolean;
  /** The empty password does not open it: what is encrypted stays so. */
  readonly passwordNeeded: boolean;
}

/** Sets the objects up so that they come decrypted, where that takes no password. */
export async function unlocked(objects: PdfObjects, trailer: Dictionary, size: number): Promise<PdfFile> {
  const isWhole = size <= WHOLE_BYTES;
  const encrypt = await objects.resolve(trailer.get('Encrypt'));
  if (!isDictionary(encrypt)) return { objects, trailer, isWhole, encrypted: false, passwordNeeded: false };
  const whole = await withoutReferences(objects, encrypt, 3);
  const id = await objects.resolve(trailer.get('ID'));
  objects.decryption = isDictionary(whole) ? decryptionOf(whole, id) : undefined;
  return { objects, trailer, isWhole, encrypted: true, passwordNeeded: objects.decryption === undefined };
}

async function withoutReferences(objects: PdfObjects, object: PdfObject, depth: number): Promise<PdfObject> {
  const resolved = await objects.resolve(object);
  if (!isDictionary(resolved) || depth === 0) return resolved;
  const entries = new Map<string, PdfObject>();
  for (const [key, value] of resolved) entries.set(key, await withoutReferences(objects, value, depth - 1));
  return entries;
}
