/**
 * A file is not what it should be, or asks for too much. The message completes "it cannot be read: …" and ends
 * up in the row as its reason.
 */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}
