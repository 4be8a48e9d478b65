import { UnreadableError } from '../../unreadable-error.ts';
import { LzmaModel } from './lzma-model.ts';
import { RangeDecoder } from './range-decoder.ts';

/**
 * Unpacks a raw LZMA stream whose length is known. Throws an `UnreadableError` when it is damaged. For headers: it
 * is slow, and holds all of it in memory.
 * https://www.7-zip.org/sdk.html (lzma-specification.txt)
 */
export function lzmaDecode(packed: Buffer, properties: Buffer, unpackedBytes: number): Buffer {
  const parameters = properties[0] ?? 255;
  if (parameters >= 9 * 5 * 5) throw new UnreadableError('its header is packed in an unknown way');
  const model = new LzmaModel(parameters % 9, Math.floor(parameters / 9) % 5, Math.floor(parameters / 45));
  const decoder = new RangeDecoder(packed);
  const output = Buffer.alloc(unpackedBytes);
  let at = 0;
  while (at < unpackedBytes) {
    const step = model.next(decoder, output, at);
    if (typeof step === 'number') {
      output[at] = step;
      at += 1;
      continue;
    }
    if (step.distance > at) throw new UnreadableError('its packed header is damaged');
    const end = Math.min(at + step.length, unpackedBytes);
    // Byte by byte: a match may overlap what it makes.
    for (; at < end; at += 1) output[at] = output[at - step.distance] ?? 0;
  }
  return output;
}
