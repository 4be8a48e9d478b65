import { has } from './signature.ts';

/** Containers that hold sound as well as pictures: what the first page or header says is inside. */
export function containerType(head: Buffer): string | undefined {
  if (has(head, 0, 'OggS')) return oggType(head);
  if (has(head, 0, '\x1a\x45\xdf\xa3')) return matroskaType(head);
  return has(head, 0, '\x89PNG\r\n\x1a\n') ? pngType(head) : undefined;
}

function oggType(head: Buffer): string {
  const video = ['\x80theora', 'fishead\0', '\x01video\0\0\0', 'BBCD\0'];
  if (video.some((codec) => has(head, 28, codec))) return 'video/ogg';
  const audio = ['\x01vorbis', 'OpusHead', 'Speex   ', '\x7fFLAC', 'fLaC'];
  return audio.some((codec) => has(head, 28, codec)) ? 'audio/ogg' : 'application/ogg';
}

/** The element DocType (0x4282) lies in the header, which is short. */
function matroskaType(head: Buffer): string {
  const header = head.subarray(0, 512);
  const at = header.indexOf('\x42\x82', 0, 'latin1');
  // Its length takes one to eight bytes.
  const type = at === -1 ? '' : header.toString('latin1', at + 3, at + 18);
  if (/^.{0,7}webm/s.test(type)) return 'video/webm';
  return /^.{0,7}matroska/s.test(type) ? 'video/x-matroska' : 'application/octet-stream';
}

/** An animation says so before its first image data. */
function pngType(head: Buffer): string {
  for (let at = 8; at + 8 <= head.length; at += 12 + head.readUInt32BE(at)) {
    const chunk = head.toString('latin1', at + 4, at + 8);
    if (chunk === 'acTL') return 'image/apng';
    if (chunk === 'IDAT') break;
  }
  return 'image/png';
}
