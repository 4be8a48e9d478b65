// Builds files in Microsoft's compound file format, as Office wrote them before 2007.

const SECTOR = 512;
const MINI_SECTOR = 64;
const MINI_CUTOFF = 4096;
const END = 0xfffffffe;
const FREE = 0xffffffff;
const TABLE = 0xfffffffd;

/** A file of the given streams by path. `classId` is that of the root, as 32 hexadecimal digits. */
export function compoundFile(streams, classId = '0'.repeat(32)) {
  const entries = directoryOf(streams);
  const chains = [];
  const mini = [];
  for (const entry of entries.filter(({ content }) => content)) {
    if (entry.content.length >= MINI_CUTOFF) chains.push(entry);
    else mini.push(entry);
  }
  const miniTable = [];
  const miniBytes = Buffer.concat(
    mini.map((entry) => {
      entry.start = miniTable.length;
      return chained(entry.content, MINI_SECTOR, miniTable);
    }),
  );
  const root = entries[0];
  root.size = miniBytes.length;
  const table = [TABLE];
  const body = [];
  const place = (bytes) => {
    const start = table.length;
    body.push(chained(bytes, SECTOR, table));
    return bytes.length === 0 ? END : start;
  };
  root.start = place(miniBytes);
  for (const entry of chains) entry.start = place(entry.content);
  const miniTableStart = place(numbers(miniTable));
  const directoryStart = place(Buffer.concat(entries.map((entry) => directoryEntry(entry, classId))));
  const header = Buffer.alloc(SECTOR, 0xff);
  header.fill(0, 0, 76);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.writeUInt16LE(0x3e, 24);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(1, 44);
  header.writeUInt32LE(directoryStart, 48);
  header.writeUInt32LE(MINI_CUTOFF, 56);
  header.writeUInt32LE(miniTableStart, 60);
  header.writeUInt32LE(miniTable.length === 0 ? 0 : 1, 64);
  header.writeUInt32LE(END, 68);
  header.writeUInt32LE(0, 76);
  const tableSector = Buffer.alloc(SECTOR, 0xff);
  numbers(table).copy(tableSector);
  return Buffer.concat([header, tableSector, ...body]);
}

function directoryOf(streams) {
  const root = { name: 'Root Entry', type: 5, children: [] };
  const entries = [root];
  for (const [path, content] of Object.entries(streams)) {
    const names = path.split('/');
    let folder = root;
    for (const name of names.slice(0, -1)) {
      let next = folder.children.find((child) => child.name === name);
      if (next === undefined) {
        next = { name, type: 1, children: [] };
        folder.children.push(next);
        entries.push(next);
      }
      folder = next;
    }
    const entry = { name: names.at(-1), type: 2, children: [], content: Buffer.from(content) };
    folder.children.push(entry);
    entries.push(entry);
  }
  for (const { children } of entries) {
    children.sort(
      (a, b) => a.name.length - b.name.length || (a.name.toUpperCase() < b.name.toUpperCase() ? -1 : 1),
    );
    children.forEach((child, index) => {
      child.right = children[index + 1];
    });
  }
  for (const entry of entries) {
    entry.rightIndex = entry.right === undefined ? FREE : entries.indexOf(entry.right);
    entry.childIndex = entry.children.length === 0 ? FREE : entries.indexOf(entry.children[0]);
  }
  return entries;
}

function directoryEntry(entry, classId) {
  const bytes = Buffer.alloc(128);
  bytes.write(entry.name, 0, 'utf16le');
  bytes.writeUInt16LE(entry.name.length * 2 + 2, 64);
  bytes.writeUInt8(entry.type, 66);
  bytes.writeUInt8(1, 67);
  bytes.writeUInt32LE(FREE, 68);
  bytes.writeUInt32LE(entry.rightIndex, 72);
  bytes.writeUInt32LE(entry.childIndex, 76);
  if (entry.type === 5) bytes.write(classId, 80, 'hex');
  bytes.writeUInt32LE(entry.start ?? 0, 116);
  bytes.writeUInt32LE(entry.size ?? entry.content?.length ?? 0, 120);
  return bytes;
}

/** The content in whole sectors, whose chain is added to the table. */
function chained(content, sectorBytes, table) {
  const count = Math.ceil(content.length / sectorBytes);
  for (let index = 1; index <= count; index += 1) table.push(index === count ? END : table.length + 1);
  return Buffer.concat([content, Buffer.alloc(count * sectorBytes - content.length)]);
}

function numbers(values) {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    bytes.writeUInt32LE(value, index * 4);
  });
  return bytes;
}

const FORMATS = {
  summary: 'e0859ff2f94f6810ab9108002b27b3d9',
  documentSummary: '02d5cdd59c2e1b10939708002b2cf9ae',
};

/** A property set of text (bytes), numbers and dates by number. Without a code page, it is said to be of a Macintosh. */
export function propertySet(format, codePage, properties) {
  const all = codePage === undefined ? properties : { 1: codePage, ...properties };
  const values = Object.entries(all).map(([id, value]) => [
    Number(id),
    typed(Number(id), value),
  ]);
  let offset = 8 + values.length * 8;
  const places = values.map(([id, bytes]) => {
    const place = Buffer.alloc(8);
    place.writeUInt32LE(id, 0);
    place.writeUInt32LE(offset, 4);
    offset += bytes.length;
    return place;
  });
  const head = Buffer.alloc(8);
  head.writeUInt32LE(offset, 0);
  head.writeUInt32LE(values.length, 4);
  const start = Buffer.alloc(48);
  start.writeUInt16LE(0xfffe, 0);
  start.writeUInt32LE(codePage === undefined ? 0x00010006 : 0x00020006, 4);
  start.writeUInt32LE(1, 24);
  start.write(FORMATS[format], 28, 'hex');
  start.writeUInt32LE(48, 44);
  return Buffer.concat([start, head, ...places, ...values.map(([, bytes]) => bytes)]);
}

function typed(id, value) {
  if (value instanceof Date) return Buffer.concat([numbers([0x40]), fileTime(value)]);
  if (typeof value === 'number') return numbers([id === 1 ? 2 : 3, value]);
  const padded = Math.ceil((value.length + 1) / 4) * 4;
  return Buffer.concat([numbers([0x1e, value.length + 1]), value, Buffer.alloc(padded - value.length)]);
}

/** Steps of 100 ns since 1601. */
export function fileTime(date) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE((BigInt(date.getTime()) + 11_644_473_600_000n) * 10_000n);
  return bytes;
}
