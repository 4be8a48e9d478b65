/**
 * A media type and the bytes that give it away, as pairs of an offset and Latin-1 text: all must be there. Data, so
 * that a format is one line. What takes more than fixed bytes to tell is in `structures.ts`.
 */
export type Signature = readonly [
  mediaType: string,
  at: number,
  bytes: string,
  alsoAt?: number,
  alsoBytes?: string,
];

/** The type of the first signature that the beginning of a file bears. */
export function typeBySignature(head: Buffer, signatures: readonly Signature[]): string | undefined {
  return signatures.find(
    ([, at, bytes, alsoAt = 0, alsoBytes = '']) => has(head, at, bytes) && has(head, alsoAt, alsoBytes),
  )?.[0];
}

/** Whether the bytes at an offset are these. */
export function has(head: Buffer, at: number, bytes: string): boolean {
  for (let index = 0; index < bytes.length; index += 1) {
    if (head[at + index] !== bytes.charCodeAt(index)) return false;
  }
  return true;
}
