// Makes the PDFs that pdf.test.ts reads: `node make-pdf.mjs`, with qpdf 11 installed. What qpdf encrypts comes out
// different each time, and says the same.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';

const folder = fileURLToPath(new URL('./pdf/', import.meta.url));

const info = {
  Title: '(Annual report \\205 2024 \\(final\\))',
  Author: '(J. Doe)',
  Subject: '<46696775726573>',
  Keywords: '(one, two)',
  Creator: '(Writer \\(test\\))',
  Producer: '(Builder)',
  CreationDate: "(D:20240229123456+01'30')",
  ModDate: '(D:20240301)',
};

/** Three pages of A4, one level of nodes between them and the root, which states the size. */
const objects = {
  1: '<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>',
  2: '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 3 /MediaBox [0 0 595.28 841.89] >>',
  3: '<< /Type /Pages /Parent 2 0 R /Kids [5 0 R 6 0 R] /Count 2 >>',
  4: page(2),
  5: page(3),
  6: page(3),
  7: stream('', 'BT ET'),
  8: dictionary(info),
};
const trailer = { Root: '1 0 R', Info: '8 0 R' };

save('classic', build(objects, trailer));
save('ends-of-line', build(objects, trailer, { eol: '\n' }));
save('wide-entries', build(objects, trailer, { eol: ' \r\n' }));
save('counts-from-one', build(objects, trailer, { firstNumber: 1 }));
save('junk-before', Buffer.concat([Buffer.from('From: somebody\n\n'), build(objects, trailer)]));
save('wrong-startxref', wrongStart(build(objects, trailer)));
save('misplaced-objects', replaced(build(objects, trailer), /^000000\d{4} 00000 n/gm, '0000000017 00000 n'));
save('cut-off', build(objects, trailer).subarray(0, -400));
save('no-catalog', replaced(build(objects, trailer), /\/Catalog/g, '/Katalog').subarray(0, -400));
save('updated', updated(build(objects, trailer)));
save('lying-count', build({ ...objects, 2: objects[2].replace('/Count 3', '/Count 7') }, trailer));
save('no-count', build({ ...objects, 2: objects[2].replace('/Count 3', '') }, trailer));
save('one-page-for-a-tree', build({ ...objects, 1: '<< /Type /Catalog /Pages 4 0 R >>' }, trailer));
save('no-page-size', build({ ...objects, 2: objects[2].replace('/MediaBox', '/NoBox') }, trailer));
save('cropped', build({ ...objects, 5: page(3, '/CropBox [500 100 0 0] /Rotate 90 /UserUnit 2') }, trailer));
save(
  'distiller',
  build({ ...objects, 8: '<< /CreationDate (D:191040229123456) /ModDate (8/2/2007) >>' }, trailer),
);
save(
  'utf-16',
  build(withTitle(`<feff${Buffer.from('Übung 日本 🙂', 'utf16le').swap16().toString('hex')}>`), trailer),
);
save('utf-16le', build(withTitle(`<fffe${Buffer.from('Übung 日本', 'utf16le').toString('hex')}>`), trailer));
save('utf-16-odd', build(withTitle('<feff004f00640064e2>'), trailer));
save('utf-8', build(withTitle(`<efbbbf${Buffer.from('Übung 日本').toString('hex')}>`), trailer));
save('language-in-title', build(withTitle('<feff001b0065006e001b00480069>'), trailer));
save('broken-lines', build(withTitle('(a\\\nb\\\r\nc (d) \\1019\\z)'), trailer));
save('xmp', build(withXmp('A title &amp; more', ['J. Doe', 'K. Roe']), { Root: '1 0 R' }));
save('xmp-of-ghostscript', build(withXmp('Untitled', []), { Root: '1 0 R' }));
save(
  'xref-hex',
  packed((data) => [hex(data), '/ASCIIHexDecode']),
);
save(
  'xref-85',
  packed((data) => [ascii85(data), '/ASCII85Decode']),
);
save(
  'xref-runs',
  packed((data) => [runs(data), '/RunLengthDecode']),
);
save(
  'xref-lzw',
  packed((data) => [lzw(data), '/LZWDecode']),
);
save(
  'xref-two-filters',
  packed((data) => [hex(deflateSync(data)), '[/ASCIIHexDecode /FlateDecode]']),
);
save('hybrid', hybrid());

qpdf('object-streams', '--object-streams=generate', '--compress-streams=y');
qpdf('linearized', '--linearize');
qpdf('linearized-object-streams', '--linearize', '--object-streams=generate');
qpdf('rc4-40', '--allow-weak-crypto', '--encrypt', '', 'owner', '40', '--');
qpdf('rc4-128', '--allow-weak-crypto', '--encrypt', '', 'owner', '128', '--use-aes=n', '--');
qpdf(
  'rc4-128-filter',
  '--allow-weak-crypto',
  '--encrypt',
  '',
  'owner',
  '128',
  '--force-V4',
  '--use-aes=n',
  '--',
);
qpdf('aes-128', '--allow-weak-crypto', '--encrypt', '', 'owner', '128', '--use-aes=y', '--');
qpdf('aes-256-r5', '--allow-weak-crypto', '--encrypt', '', 'owner', '256', '--force-R5', '--');
qpdf('aes-256', '--object-streams=generate', '--encrypt', '', 'owner', '256', '--');
qpdf('aes-256-empty-owner', '--encrypt', 'user', '', '256', '--allow-insecure', '--');
qpdf('password', '--encrypt', 'user', 'owner', '256', '--');
qpdf('password-object-streams', '--object-streams=generate', '--encrypt', 'user', 'owner', '256', '--');
qpdf('password-rc4', '--allow-weak-crypto', '--encrypt', 'user', 'owner', '128', '--use-aes=n', '--');
save('object-streams-wrong-startxref', wrongStart(readFileSync(`${folder}object-streams.pdf`)));
save('aes-256-wrong-startxref', wrongStart(readFileSync(`${folder}aes-256.pdf`)));
save('password-wrong-startxref', wrongStart(readFileSync(`${folder}password-object-streams.pdf`)));
// Everything but the metadata is encrypted.
writeFileSync(`${folder}source.tmp`, build(withXmp('In the clear', []), { Root: '1 0 R' }));
run(
  `${folder}source.tmp`,
  'plain-metadata',
  '--allow-weak-crypto',
  '--encrypt',
  '',
  'owner',
  '128',
  '--use-aes=y',
  '--cleartext-metadata',
  '--',
);
execFileSync('rm', [`${folder}source.tmp`]);

function page(parent, more = '') {
  return `<< /Type /Page /Parent ${parent} 0 R /Contents 7 0 R ${more} >>`;
}

function dictionary(entries) {
  return `<< ${Object.entries(entries)
    .map(([key, value]) => `/${key} ${value}`)
    .join(' ')} >>`;
}

function stream(entries, data) {
  const bytes = Buffer.from(data);
  return Buffer.concat([
    Buffer.from(`<< /Length ${bytes.length} ${entries} >>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ]);
}

function withTitle(title) {
  return { ...objects, 8: dictionary({ ...info, Title: title }) };
}

function withXmp(title, authors) {
  const items = (values) => values.map((value) => `<rdf:li xml:lang="x-default">${value}</rdf:li>`).join('');
  const packet = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq>${items(authors)}</rdf:Seq></dc:creator>
    <dc:title><rdf:Alt>${items([title])}</rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
  return {
    ...objects,
    1: '<< /Type /Catalog /Pages 2 0 R /Metadata 8 0 R >>',
    8: stream('/Type /Metadata /Subtype /XML', packet),
  };
}

/** The objects one after the other, and where each begins. */
function body(contents, start) {
  const parts = [];
  const positions = {};
  let position = start;
  for (const [number, content] of Object.entries(contents)) {
    const bytes = Buffer.concat([
      Buffer.from(`${number} 0 obj\n`),
      Buffer.from(content),
      Buffer.from('\nendobj\n'),
    ]);
    positions[number] = position;
    position += bytes.length;
    parts.push(bytes);
  }
  return { bytes: Buffer.concat(parts), positions, end: position };
}

function build(contents, entries, { eol = ' \n', firstNumber = 0 } = {}) {
  const header = Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1');
  const { bytes, positions, end } = body(contents, header.length);
  const rows = Object.values(positions).map(
    (position) => `${String(position).padStart(10, '0')} 00000 n${eol}`,
  );
  const table = `xref\n${firstNumber} ${rows.length + 1}\n0000000000 65535 f${eol}${rows.join('')}`;
  return Buffer.concat([
    header,
    bytes,
    Buffer.from(`${table}${ending({ Size: rows.length + 1, ...entries }, end)}`),
  ]);
}

function ending(entries, start) {
  return `trailer\n${dictionary(entries)}\nstartxref\n${start}\n%%EOF\n`;
}

/** One more saving: another title, a fourth page, a later version. */
function updated(first) {
  const previous = first.lastIndexOf('xref\n0');
  const contents = {
    1: '<< /Type /Catalog /Pages 2 0 R /Version /1.6 >>',
    2: '<< /Type /Pages /Kids [3 0 R 4 0 R 9 0 R] /Count 4 /MediaBox [0 0 595.28 841.89] >>',
    8: dictionary({ ...info, Title: '(Second edition)' }),
    9: page(2),
  };
  const { bytes, positions, end } = body(contents, first.length);
  const rows = Object.entries(positions).map(
    ([number, at]) => `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`,
  );
  const after = `xref\n${rows.join('')}${ending({ Size: 10, ...trailer, Prev: previous }, end)}`;
  return Buffer.concat([first, bytes, Buffer.from(after)]);
}

/** A cross-reference stream that is packed by `pack`, of entries that are 1, 3 and 1 bytes wide. */
function packed(pack) {
  const header = Buffer.from('%PDF-1.5\n');
  const { bytes, positions, end } = body(objects, header.length);
  const numbers = Object.values(positions);
  // Many free entries, none like the other, so that packing them is some work.
  const filler = Array.from({ length: 120 }, (_, index) => entry(0, index * 7919, index));
  const data = Buffer.concat([
    entry(0, 0, 255),
    ...[...numbers, end].map((position) => entry(1, position, 0)),
    ...filler,
  ]);
  const [filtered, filter] = pack(data);
  const size = numbers.length + 2 + filler.length;
  const xref = stream(
    dictionaryBody({ Type: '/XRef', Size: size, W: '[1 3 1]', Filter: filter, ...trailer }),
    filtered,
  );
  return Buffer.concat([
    header,
    bytes,
    Buffer.from(`${numbers.length + 1} 0 obj\n`),
    xref,
    Buffer.from(`\nendobj\nstartxref\n${end}\n%%EOF\n`),
  ]);
}

/** For old readers a file without information; for new ones, it is in an object stream that the table does not know. */
function hybrid() {
  const header = Buffer.from('%PDF-1.5\n');
  const { 8: hidden, ...shown } = objects;
  const container = stream('/Type /ObjStm /N 1 /First 4', `8 0 ${hidden}`);
  const { bytes, positions, end } = body({ ...shown, 9: container }, header.length);
  const xref = stream(
    dictionaryBody({ Type: '/XRef', Size: 10, W: '[1 3 1]', Index: '[8 2]' }),
    Buffer.concat([entry(2, 9, 0), entry(1, positions[9], 0)]),
  );
  const xrefObject = Buffer.concat([Buffer.from('10 0 obj\n'), xref, Buffer.from('\nendobj\n')]);
  const rows = [1, 2, 3, 4, 5, 6, 7].map(
    (number) => `${String(positions[number]).padStart(10, '0')} 00000 n \n`,
  );
  const free = '0000000000 65535 f \n';
  const table = `xref\n0 10\n${free}${rows.join('')}${free}${free}`;
  const after = `${table}${ending({ Size: 10, ...trailer, XRefStm: end }, end + xrefObject.length)}`;
  return Buffer.concat([header, bytes, xrefObject, Buffer.from(after)]);
}

function dictionaryBody(entries) {
  return dictionary(entries).slice(3, -3);
}

function entry(kind, position, rest) {
  return Buffer.from([kind, position >> 16, position >> 8, position, rest]);
}

function hex(data) {
  return Buffer.from(`${data.toString('hex')}>`);
}

function ascii85(data) {
  let text = '';
  for (let at = 0; at < data.length; at += 4) {
    const group = data.subarray(at, at + 4);
    let value = Buffer.concat([group, Buffer.alloc(4 - group.length)]).readUInt32BE();
    let digits = '';
    for (let digit = 0; digit < 5; digit += 1) {
      digits = String.fromCharCode((value % 85) + 33) + digits;
      value = Math.floor(value / 85);
    }
    text += digits === '!!!!!' && group.length === 4 ? 'z' : digits.slice(0, group.length + 1);
  }
  return Buffer.from(`${text}~>`);
}

function runs(data) {
  const out = [];
  for (let at = 0; at < data.length; ) {
    let end = at + 1;
    while (data[end] === data[at]) end += 1;
    out.push(end - at === 1 ? 0 : 257 - (end - at), data[at]);
    at = end;
  }
  return Buffer.from([...out, 128]);
}

function lzw(data) {
  let bits = '';
  const table = new Map();
  let width = 9;
  const emit = (code) => {
    bits += code.toString(2).padStart(width, '0');
  };
  emit(256);
  let current = '';
  for (const byte of data) {
    const next = current + String.fromCharCode(byte);
    if (next.length === 1 || table.has(next)) {
      current = next;
      continue;
    }
    emit(current.length === 1 ? current.charCodeAt(0) : table.get(current));
    table.set(next, 258 + table.size);
    if (258 + table.size + 1 > 1 << width) width += 1;
    current = String.fromCharCode(byte);
  }
  emit(current.length === 1 ? current.charCodeAt(0) : table.get(current));
  emit(257);
  return Buffer.from((bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)));
}

function wrongStart(bytes) {
  return replaced(bytes, /startxref\s+\d+/g, 'startxref\n7');
}

function replaced(bytes, pattern, replacement) {
  return Buffer.from(bytes.toString('latin1').replace(pattern, replacement), 'latin1');
}

function save(name, bytes) {
  writeFileSync(`${folder}${name}.pdf`, bytes);
}

function qpdf(name, ...options) {
  run(`${folder}classic.pdf`, name, ...options);
}

function run(source, name, ...options) {
  execFileSync('qpdf', [source, ...options, `${folder}${name}.pdf`]);
}
