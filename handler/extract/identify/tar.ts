import { has } from './signature.ts';

const HEADER = 512;
const CHECKSUM = 148;
const CHECKSUM_END = 156;

/** Whether the checksum of the first header is right; it counts its own field as spaces. Some old programs added signed bytes. */
export function isTar(head: Buffer): boolean {
  if (head.length < HEADER || (head[0] === 0 && !has(head, 257, 'ustar'))) return false;
  const stated = /^[\0 ]*([0-7]{1,8})[\0 ]*$/.exec(head.toString('latin1', CHECKSUM, CHECKSUM_END))?.[1];
  if (stated === undefined) return false;
  const counted = Buffer.from(head.subarray(0, HEADER)).fill(' ', CHECKSUM, CHECKSUM_END);
  let [unsigned, signed] = [0, 0];
  for (let at = 0; at < HEADER; at += 1) {
    unsigned += counted.readUInt8(at);
    signed += counted.readInt8(at);
  }
  return [unsigned, signed].includes(Number.parseInt(stated, 8));
}
