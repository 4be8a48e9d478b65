// Makes the fonts in font/, which have names and numbers but no outlines: `node make-font.mjs`.
import { writeFileSync } from 'node:fs';
import { brotliCompressSync, deflateSync } from 'node:zlib';

const save = (name, bytes) => writeFileSync(new URL(`font/${name}`, import.meta.url), bytes);
const big = (...fields) =>
  Buffer.concat(
    fields.map(([width, value]) => {
      const bytes = Buffer.alloc(width);
      bytes.writeUIntBE(value, 0, width);
      return bytes;
    }),
  );
const wide = (text) => Buffer.from(text, 'utf16le').swap16();
const macintosh = (text) => Buffer.from(text.replace('©', '\xa9'), 'latin1');

/** Names as [platform, encoding, language, id, bytes]. */
function nameTable(names) {
  let offset = 0;
  const records = names.map(([platform, encoding, language, id, bytes]) => {
    const record = big([2, platform], [2, encoding], [2, language], [2, id], [2, bytes.length], [2, offset]);
    offset += bytes.length;
    return record;
  });
  const head = big([2, 0], [2, names.length], [2, 6 + names.length * 12]);
  return Buffer.concat([head, ...records, ...names.map(([, , , , bytes]) => bytes)]);
}

const windows = (id, text) => [3, 1, 0x409, id, wide(text)];
const names = [
  [1, 0, 0, 0, macintosh('© A Foundry')],
  [1, 0, 0, 1, macintosh('Old Name')],
  [3, 1, 0x407, 1, wide('Probe Leicht')],
  windows(1, 'Sample Light'),
  windows(2, 'Regular'),
  windows(4, 'Sample Light'),
  windows(5, 'Version 1.5'),
  windows(6, 'Sample-Light'),
  windows(16, 'Sample'),
  windows(17, 'Light'),
];
const tables = {
  'OS/2': Buffer.concat([big([2, 4], [2, 500], [2, 300], [2, 5]), Buffer.alloc(88)]),
  maxp: big([4, 0x00005000], [2, 42]),
  name: nameTable(names),
};
const others = {
  ...tables,
  name: nameTable([
    [1, 0, 0, 1, macintosh('Mac Only')],
    [1, 0, 0, 2, macintosh('Bold')],
  ]),
};
delete others['OS/2'];

const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

function sfnt(signature, contents, start = 0) {
  const entries = Object.entries(contents);
  let offset = start + 12 + entries.length * 16;
  const records = entries.map(([tag, bytes]) => {
    const record = Buffer.concat([Buffer.from(tag), big([4, 0], [4, offset], [4, bytes.length])]);
    offset += padded(bytes).length;
    return record;
  });
  const head = Buffer.concat([signature, big([2, entries.length], [2, 16], [2, 1], [2, 0])]);
  return Buffer.concat([head, ...records, ...entries.map(([, bytes]) => padded(bytes))]);
}

const TRUE_TYPE = Buffer.from([0, 1, 0, 0]);
save('sample.ttf', sfnt(TRUE_TYPE, tables));
save('sample.otf', sfnt(Buffer.from('OTTO'), tables));
save('old.ttf', sfnt(TRUE_TYPE, others));
const first = sfnt(TRUE_TYPE, tables, 20);
save(
  'two.ttc',
  Buffer.concat([
    Buffer.from('ttcf'),
    big([4, 0x00010000], [4, 2], [4, 20], [4, 20 + first.length]),
    first,
    sfnt(TRUE_TYPE, others, 20 + first.length),
  ]),
);

function woff() {
  const entries = Object.entries(tables);
  let offset = 44 + entries.length * 20;
  const packed = entries.map(([tag, bytes]) => {
    const deflated = deflateSync(bytes);
    return { tag, bytes, stored: deflated.length < bytes.length ? deflated : bytes };
  });
  const records = packed.map(({ tag, bytes, stored }) => {
    const record = Buffer.concat([
      Buffer.from(tag),
      big([4, offset], [4, stored.length], [4, bytes.length], [4, 0]),
    ]);
    offset += padded(stored).length;
    return record;
  });
  const head = big([4, offset], [2, entries.length], [2, 0], [4, sfnt(TRUE_TYPE, tables).length]);
  const rest = Buffer.alloc(24);
  return Buffer.concat([
    Buffer.from('wOFF'),
    TRUE_TYPE,
    head,
    rest,
    ...records,
    ...packed.map(({ stored }) => padded(stored)),
  ]);
}
save('sample.woff', woff());

function woff2() {
  const known = { 'OS/2': 6, maxp: 4, name: 5 };
  const number = (value) => Buffer.from(value < 128 ? [value] : [0x80 | (value >> 7), value & 0x7f]);
  const entries = [['TEST', Buffer.from('a table that WOFF2 does not know')], ...Object.entries(tables)];
  const directory = Buffer.concat(
    entries.map(([tag, bytes]) =>
      Buffer.concat([
        known[tag] === undefined
          ? Buffer.concat([Buffer.from([63]), Buffer.from(tag)])
          : Buffer.from([known[tag]]),
        number(bytes.length),
      ]),
    ),
  );
  const packed = brotliCompressSync(Buffer.concat(entries.map(([, bytes]) => bytes)));
  const length = 48 + directory.length + packed.length;
  const head = big([4, length], [2, entries.length], [2, 0], [4, 1000], [4, packed.length]);
  return Buffer.concat([Buffer.from('wOF2'), TRUE_TYPE, head, Buffer.alloc(24), directory, packed]);
}
save('sample.woff2', woff2());

const type1 = `%!PS-AdobeFont-1.0: Sample-Bold 001.002
12 dict begin
/FontInfo 9 dict dup begin
/version (001.002) readonly def
/Notice (\\251 \\(2001\\) A (small) Foundry) readonly def
/FullName (Sample Bold) readonly def
/FamilyName (Sample) readonly def
/Weight (Bold) readonly def
end readonly def
/FontName /Sample-Bold def
currentfile eexec
`;
save('sample.pfa', type1);
const length = Buffer.alloc(4);
length.writeUInt32LE(type1.length);
save(
  'sample.pfb',
  Buffer.concat([Buffer.from([0x80, 1]), length, Buffer.from(type1), Buffer.from([0x80, 3])]),
);
