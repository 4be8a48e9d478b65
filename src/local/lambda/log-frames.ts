import type { Readable } from 'node:stream';

/**
 * Reads what runtimes write to Lambda's log descriptor: frames of type, length and time, 16 bytes in
 * all, then the entry's text. `onEntry` gets each text as it is.
 */
export function readLogFrames(stream: Readable, onEntry: (text: string) => void): void {
  let pending: Buffer = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + pending.readUInt32BE(4);
      if (pending.length < end) return;
      onEntry(pending.toString('utf8', HEADER_BYTES, end));
      pending = pending.subarray(end);
    }
  });
  // The other end may vanish with the process.
  stream.on('error', () => {});
}

const HEADER_BYTES = 16;
