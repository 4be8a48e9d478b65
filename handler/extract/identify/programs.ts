import { has } from './signature.ts';

const MACH_O = ['\xfe\xed\xfa\xce', '\xfe\xed\xfa\xcf', '\xce\xfa\xed\xfe', '\xcf\xfa\xed\xfe'];
/** Java 1.1 has 45; a Mach-O file for several processors has their number there. */
const FIRST_JAVA_VERSION = 43;

/** Programs of Windows, DOS, macOS and Java. */
export function programType(head: Buffer): string | undefined {
  if (has(head, 0, 'MZ') && head.length >= 64) return windowsType(head);
  if (MACH_O.some((magic) => has(head, 0, magic))) return 'application/x-mach-binary';
  if (!has(head, 0, '\xca\xfe\xba\xbe') || head.length < 8) return undefined;
  return head.readUInt32BE(4) >= FIRST_JAVA_VERSION
    ? 'application/x-java-applet'
    : 'application/x-mach-binary';
}

function windowsType(head: Buffer): string {
  const header = head.readUInt32LE(60);
  return has(head, header, 'PE\0\0')
    ? 'application/vnd.microsoft.portable-executable'
    : 'application/x-dosexec';
}
