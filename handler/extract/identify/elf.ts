import type { ByteSource } from '../byte-source.ts';

const PT_DYNAMIC = 2;
const DT_FLAGS_1 = 0x6ffffffb;
/** https://docs.oracle.com/cd/E19683-01/817-3677/chapter6-42444/index.html */
const DF_1_PIE = 0x08000000;
const MAX_HEADERS = 64;
const MAX_DYNAMIC_BYTES = 4096;

/** The fields of an ELF file in its own width and byte order. */
interface Layout {
  readonly word: 4 | 8;
  readonly at: (bytes: Buffer, offset: number, length: number) => number;
}

/** What kind of ELF file it is. A program that may lie anywhere differs from a library by one flag only. */
export async function elfType(head: Buffer, source: ByteSource): Promise<string | undefined> {
  if (head.length < 52 || head.toString('latin1', 0, 4) !== '\x7fELF') return undefined;
  const layout: Layout = {
    word: head[4] === 2 ? 8 : 4,
    at: (bytes, offset, length) => {
      if (offset + length > bytes.length) return 0;
      return Number(head[5] === 2 ? bytes.readUIntBE(offset, length) : bytes.readUIntLE(offset, length));
    },
  };
  switch (layout.at(head, 16, 2)) {
    case 1:
      return 'application/x-object';
    case 2:
      return 'application/x-executable';
    case 3:
      return (await isPositionIndependentProgram(head, source, layout))
        ? 'application/x-pie-executable'
        : 'application/x-sharedlib';
    case 4:
      return 'application/x-coredump';
    default:
      return 'application/octet-stream';
  }
}

async function isPositionIndependentProgram(
  head: Buffer,
  source: ByteSource,
  { word, at }: Layout,
): Promise<boolean> {
  const wide = word === 8;
  const headers = at(head, wide ? 32 : 28, 4);
  const size = at(head, wide ? 54 : 42, 2);
  const count = Math.min(at(head, wide ? 56 : 44, 2), MAX_HEADERS);
  for (let index = 0; index < count; index += 1) {
    const header = headers + index * size;
    if (at(head, header, 4) !== PT_DYNAMIC) continue;
    const offset = at(head, header + word, 4);
    const length = at(head, header + (wide ? 32 : 16), 4);
    const dynamic = await source.read(offset, Math.min(length, MAX_DYNAMIC_BYTES));
    return hasPieFlag(dynamic, { word, at });
  }
  return false;
}

function hasPieFlag(dynamic: Buffer, { word, at }: Layout): boolean {
  for (let entry = 0; entry + 2 * word <= dynamic.length; entry += 2 * word) {
    const low = at(dynamic, entry, 4) || (word === 8 ? at(dynamic, entry + 4, 4) : 0);
    if (low === DT_FLAGS_1) return valueHasPie(at, dynamic, entry + word, word);
  }
  return false;
}

/** The flag lies in the low half, which comes second in big-endian words of 8 bytes. */
function valueHasPie(at: Layout['at'], dynamic: Buffer, offset: number, word: number): boolean {
  const halves = [at(dynamic, offset, 4), word === 8 ? at(dynamic, offset + 4, 4) : 0];
  return halves.some((half) => (half & DF_1_PIE) !== 0);
}
