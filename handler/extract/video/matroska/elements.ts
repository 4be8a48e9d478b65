import type { ByteSource } from '../../byte-source.ts';

/** An element of EBML, on which Matroska and WebM are built (RFC 8794). */
export interface Element {
  readonly id: number;
  readonly start: number;
  readonly content: number;
  /** Not beyond what surrounds it, whatever it claims. */
  readonly end: number;
}

const LONGEST_HEADER = 12;
const MAX_TEXT = 4096;

/** The elements side by side between two positions, `most` of them; ends at the first that cannot be one. */
export async function* elements(
  source: ByteSource,
  start: number,
  end: number,
  most: number,
): AsyncGenerator<Element> {
  let position = start;
  for (let count = 0; count < most && position < end; count += 1) {
    const header = await source.read(position, LONGEST_HEADER);
    const id = readNumber(header, 0, true);
    const length = id && readNumber(header, id.width, false);
    if (id === undefined || length === undefined) return;
    const content = position + id.width + length.width;
    const rest = Math.max(end - content, 0);
    const size = Math.min(length.unknown ? rest : length.value, rest);
    yield { id: id.value, start: position, content, end: content + size };
    position = content + (length.unknown ? rest : length.value);
  }
}

const MAX_CHILDREN = 100;

/** What is inside an element: of each kind the first, by identity. */
export async function childrenOf(source: ByteSource, { content, end }: Element): Promise<Children> {
  const children = new Map<number, Element>();
  for await (const child of elements(source, content, end, MAX_CHILDREN)) {
    if (!children.has(child.id)) children.set(child.id, child);
  }
  return {
    element: (id) => children.get(id),
    bytes: async (id, most) => {
      const child = children.get(id);
      return child === undefined ? undefined : bytesOf(source, child, most);
    },
  };
}

export interface Children {
  element(id: number): Element | undefined;
  /** The first bytes of a child; undefined where there is none. */
  bytes(id: number, most: number): Promise<Buffer | undefined>;
}

/** A child's content as an unsigned number. */
export async function unsignedIn(children: Children, id: number): Promise<number | undefined> {
  const bytes = await children.bytes(id, 8);
  return bytes?.reduce((value, byte) => value * 256 + byte, 0);
}

/** A child's content as a floating-point number. */
export async function floatIn(children: Children, id: number): Promise<number | undefined> {
  const bytes = await children.bytes(id, 8);
  if (bytes?.length === 4) return bytes.readFloatBE(0);
  return bytes?.length === 8 ? bytes.readDoubleBE(0) : undefined;
}

export async function textIn(children: Children, id: number): Promise<string | undefined> {
  return (await children.bytes(id, MAX_TEXT))?.toString('utf8').split('\0', 1).join();
}

/** The first bytes of the content. */
function bytesOf(source: ByteSource, element: Element, most: number): Promise<Buffer> {
  return source.read(element.content, Math.min(element.end - element.content, most));
}

/** A number whose first bits say how many bytes it takes; an identity keeps these bits, a length does not. */
function readNumber(bytes: Buffer, position: number, keepMarker: boolean) {
  const first = bytes[position] ?? 0;
  const width = Math.clz32(first) - 23;
  if (first === 0 || width > (keepMarker ? 4 : 8) || position + width > bytes.length) return undefined;
  const mask = 0xff >> width;
  let value = keepMarker ? first : first & mask;
  let unknown = !keepMarker && (first & mask) === mask;
  for (const byte of bytes.subarray(position + 1, position + width)) {
    value = value * 256 + byte;
    unknown &&= byte === 0xff;
  }
  return { width, value, unknown };
}
