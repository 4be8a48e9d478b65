import type { ByteSource } from '../byte-source.ts';
import { has } from './signature.ts';

/** https://docs.oracle.com/cd/E19683-01/817-3677/chapter6-42444/index.html */
const PT_DYNAMIC = 2;
const DT_FLAGS_1 = 0x6ffffffb;
const DF_1_PIE = 0x08000000;

const MAX_HEADERS = 64;
const MAX_DYNAMIC_BYTES = 4096;

const KINDS: Readonly<Record<number, string>> = {
  1: 'application/x-object',
  2: 'application/x-executable',
  3: 'application/x-sharedlib',
  4: 'application/x-coredump',
};
const SHARED = 3;

/** Numbers in the file's own width and byte order; 0 beyond the end. */
interface Numbers {
  readonly wide: boolean;
  short(bytes: Buffer, offset: number): number;
  long(bytes: Buffer, offset: number): number;
  /** An address or a length. */
  word(bytes: Buffer, offset: number): number;
}

/** What kind of ELF file it is. A program that may lie anywhere in memory differs from a library by one flag only. */
export async function elfType(head: Buffer, source: ByteSource): Promise<string | undefined> {
  if (!has(head, 0, '\x7fELF')) return undefined;
  const numbers = numbersOf(head);
  const kind = numbers.short(head, 16);
  if (kind === SHARED && hasPieFlag(await dynamicSection(head, source, numbers), numbers)) {
    return 'application/x-pie-executable';
  }
  return KINDS[kind] ?? 'application/octet-stream';
}

function numbersOf(head: Buffer): Numbers {
  const wide = head[4] === 2;
  const big = head[5] === 2;
  const read = (bytes: Buffer, offset: number, length: number) => {
    if (offset + length > bytes.length) return 0;
    return big ? bytes.readUIntBE(offset, length) : bytes.readUIntLE(offset, length);
  };
  // Six of eight bytes are more than any file has, and exact.
  const long = (bytes: Buffer, offset: number) => read(bytes, offset, 4);
  return {
    wide,
    long,
    short: (bytes, offset) => read(bytes, offset, 2),
    word: (bytes, offset) => (wide ? read(bytes, offset + (big ? 2 : 0), 6) : long(bytes, offset)),
  };
}

async function dynamicSection(head: Buffer, source: ByteSource, numbers: Numbers): Promise<Buffer> {
  const { wide, short, long, word } = numbers;
  const headers = word(head, wide ? 32 : 28);
  const size = short(head, wide ? 54 : 42);
  const count = Math.min(short(head, wide ? 56 : 44), MAX_HEADERS);
  for (let index = 0; index < count; index += 1) {
    const header = headers + index * size;
    if (long(head, header) !== PT_DYNAMIC) continue;
    const length = word(head, header + (wide ? 32 : 16));
    return source.read(word(head, header + (wide ? 8 : 4)), Math.min(length, MAX_DYNAMIC_BYTES));
  }
  return Buffer.alloc(0);
}

/** The section is a list of tags with a value each. */
function hasPieFlag(dynamic: Buffer, { wide, word }: Numbers): boolean {
  const step = wide ? 8 : 4;
  for (let entry = 0; entry + 2 * step <= dynamic.length; entry += 2 * step) {
    if (word(dynamic, entry) === DT_FLAGS_1) return (word(dynamic, entry + step) & DF_1_PIE) !== 0;
  }
  return false;
}
