import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DocumentDetails } from '../../../handler/extract/details.ts';
import { describeBytes, describeFile } from './describe-file.ts';
import { pdfOf } from './pdf-builder.ts';

const folder = fileURLToPath(new URL('./files/pdf/', import.meta.url));

const size = { pageWidthPoints: 595.28, pageHeightPoints: 841.89 };
const pages = { formatVersion: '1.4', encrypted: false, pages: 3, ...size };
const dates = { created: '2024-02-29T12:34:56+01:30', modified: '2024-03-01' };
const info = {
  title: 'Annual report – 2024 (final)',
  author: 'J. Doe',
  subject: 'Figures',
  keywords: 'one, two',
  application: 'Writer (test)',
  producer: 'Builder',
  ...dates,
};
const language = 'en-GB';
const plain = { ...pages, ...info, language };
const unlocked = { ...plain, encrypted: true, passwordNeeded: false };
const locked = { encrypted: true, passwordNeeded: true };
const noInfo = { ...pages, language };

const files: readonly (readonly [string, string, DocumentDetails])[] = [
  ['a table', 'classic', plain],
  ['table entries of 19 bytes', 'ends-of-line', plain],
  ['table entries of 21 bytes', 'wide-entries', plain],
  ['a table that counts from 1', 'counts-from-one', plain],
  ['something before the header', 'junk-before', plain],
  [
    'a second saving',
    'updated',
    { ...pages, ...info, title: 'Second edition', pages: 4, formatVersion: '1.6' },
  ],
  ['object streams', 'object-streams', { ...plain, formatVersion: '1.5' }],
  ['a table and a stream beside it', 'hybrid', { ...plain, formatVersion: '1.5' }],
  ['linearization', 'linearized', plain],
  ['linearization and object streams', 'linearized-object-streams', { ...plain, formatVersion: '1.5' }],
  ['a cross-reference in hexadecimal', 'xref-hex', { ...plain, formatVersion: '1.5' }],
  ['a cross-reference in base 85', 'xref-85', { ...plain, formatVersion: '1.5' }],
  ['a cross-reference in runs', 'xref-runs', { ...plain, formatVersion: '1.5' }],
  ['a cross-reference packed by LZW', 'xref-lzw', { ...plain, formatVersion: '1.5' }],
  ['a cross-reference filtered twice', 'xref-two-filters', { ...plain, formatVersion: '1.5' }],
  ['RC4 of 40 bits', 'rc4-40', unlocked],
  ['RC4 of 128 bits', 'rc4-128', unlocked],
  ['RC4 as a named filter', 'rc4-128-filter', { ...unlocked, formatVersion: '1.5' }],
  ['AES of 128 bits', 'aes-128', { ...unlocked, formatVersion: '1.6' }],
  ['AES of 256 bits, revision 5', 'aes-256-r5', { ...unlocked, formatVersion: '1.7' }],
  ['AES of 256 bits and object streams', 'aes-256', { ...unlocked, formatVersion: '1.7' }],
  ['an owner without a password', 'aes-256-empty-owner', { ...unlocked, formatVersion: '1.7' }],
  [
    'metadata in the clear',
    'plain-metadata',
    { ...pages, encrypted: true, passwordNeeded: false, formatVersion: '1.6', title: 'In the clear' },
  ],
  ['a password', 'password', { ...pages, ...locked, formatVersion: '1.7' }],
  ['a password for RC4', 'password-rc4', { ...pages, ...locked }],
  ['a password for its object streams', 'password-object-streams', { ...locked, formatVersion: '1.7' }],
  ['a password and a wrong start', 'password-wrong-startxref', { ...locked, formatVersion: '1.7' }],
  ['a start that is wrong', 'wrong-startxref', plain],
  ['a wrong start and object streams', 'object-streams-wrong-startxref', { ...plain, formatVersion: '1.5' }],
  ['a wrong start, AES and object streams', 'aes-256-wrong-startxref', { ...unlocked, formatVersion: '1.7' }],
  ['a table that is wrong', 'misplaced-objects', plain],
  ['no end', 'cut-off', noInfo],
  ['more pages than there are', 'lying-count', plain],
  ['no count of pages', 'no-count', plain],
  ['a page for a tree', 'one-page-for-a-tree', { ...info, formatVersion: '1.4', encrypted: false, pages: 1 }],
  [
    'no size of pages',
    'no-page-size',
    { ...info, language, formatVersion: '1.4', encrypted: false, pages: 3 },
  ],
  ['a first page that is cropped', 'cropped', { ...plain, pageWidthPoints: 500, pageHeightPoints: 100 }],
  ['a date of Distiller 3 and one that is none', 'distiller', { ...noInfo, created: '2004-02-29T12:34:56' }],
  ['a title in UTF-16', 'utf-16', { ...plain, title: 'Übung 日本 🙂' }],
  ['a title in little-endian UTF-16', 'utf-16le', { ...plain, title: 'Übung 日本' }],
  ['a title in UTF-16 and a byte too many', 'utf-16-odd', { ...plain, title: 'Odd' }],
  ['a title in UTF-8', 'utf-8', { ...plain, title: 'Übung 日本' }],
  ['a language in its title', 'language-in-title', { ...plain, title: 'Hi' }],
  ['escapes in its title', 'broken-lines', { ...plain, title: 'abc (d) A9z' }],
  ['its title in XMP', 'xmp', { ...pages, title: 'A title & more', author: 'J. Doe, K. Roe' }],
  ['no title but what Ghostscript makes up', 'xmp-of-ghostscript', pages],
];

test.each(files)('a PDF with %s is described', async (_, name, document) => {
  const { status, details, usage } = await describeFile(`${folder}${name}.pdf`);
  expect({ status, details }).toEqual({
    status: 'described',
    details: { schema: 1, mediaType: 'application/pdf', mediaTypeFrom: 'content', document },
  });
  expect(usage.reads).toBe(1);
});

test('every file of the folder is described by a test', () => {
  const tested = files.map(([, name]) => `${name}.pdf`);
  expect(readdirSync(folder).sort()).toEqual([...tested, 'no-catalog.pdf'].sort());
});

test('a PDF without a catalog is not described, and what is known of it is kept', async () => {
  const { status, reason, details } = await describeFile(`${folder}no-catalog.pdf`);
  expect(status).toBe('failed');
  expect(reason).toBe('it cannot be read as application/pdf: it has no catalog');
  expect(details?.document).toEqual({ formatVersion: '1.4', encrypted: false });
});

test('PostScript is left alone', async () => {
  const { status, details } = await describeBytes(Buffer.from('%!PS-Adobe-3.0\n%%Title: x\n'), 'a.ps');
  expect(status).toBe('described');
  expect(details?.document).toBeUndefined();
});

/** As sizes and positions in a file that lies. */
const numbers = ['0', '1', '8', '2147483647', '4294967295', '9223372036854775807', '18446744073709551615'];

const catalog = '<< /Type /Catalog /Pages 3 0 R >>';
const noTitle = '<< /Author (A) >>';
const tree = '<< /Type /Pages /Kids [4 0 R] /Count 1 >>';
const page = '<< /Type /Page /Parent 3 0 R /MediaBox [0 0 200 100] >>';
const simple = { 1: catalog, 2: noTitle, 3: tree, 4: page };

describe('a large PDF', () => {
  const paddingBytes = 6 * 1024 * 1024;

  test('takes two requests, for its beginning and its end', async () => {
    const bytes = pdfOf({ objects: simple, paddingBytes });
    const { details, usage } = await describeBytes(bytes, 'a.pdf');
    expect(details?.document).toMatchObject({ pages: 1, author: 'A', pageWidthPoints: 200 });
    expect(usage.reads).toBe(2);
    expect(usage.bytes).toBeLessThan(512 * 1024);
  });

  test('says at its beginning how many pages it has if it is linearized', async () => {
    const linearized = (length: number) =>
      pdfOf({
        objects: simple,
        before: `9 0 obj\n<< /Linearized 1 /L ${length} /N 27 /O 4 >>\nendobj\n`,
        paddingBytes,
      });
    const { length } = linearized(paddingBytes);
    const first = await describeBytes(linearized(length), 'a.pdf');
    expect(first.details?.document).toMatchObject({ pages: 27, pageWidthPoints: 200 });
    const addedTo = await describeBytes(linearized(length - 1), 'a.pdf');
    expect(addedTo.details?.document).toMatchObject({ pages: 1, pageWidthPoints: 200 });
  });

  const manyKids = (count: number) => `/Kids [${'4 0 R '.repeat(count)}]`;

  test('may have a page tree without nodes', async () => {
    const bytes = pdfOf({ objects: { ...simple, 3: `<< ${manyKids(300_000)} /Count 300000 >>` } });
    const { details, usage } = await describeBytes(bytes, 'a.pdf');
    expect(details?.document).toMatchObject({ pages: 300_000, pageWidthPoints: 200 });
    expect(usage.reads).toBeLessThanOrEqual(8);
  });

  test('is not said to have pages when there are too many to count', async () => {
    const bytes = pdfOf({ objects: { ...simple, 3: `<< ${manyKids(20_000)} >>` } });
    const { status, details } = await describeBytes(bytes, 'a.pdf');
    expect(status).toBe('described');
    expect(details?.document).not.toHaveProperty('pages');
  });

  test('is looked through where its cross-reference is missing', async () => {
    const bytes = Buffer.from(pdfOf({ objects: simple, paddingBytes }));
    bytes.write('startxxxx', bytes.lastIndexOf('startxref'));
    const { status, details, usage } = await describeBytes(bytes, 'a.pdf');
    expect({ status, pages: details?.document?.pages }).toEqual({ status: 'described', pages: 1 });
    expect(usage.reads).toBeLessThanOrEqual(8);
  });
});

describe('a PDF that is cut off', () => {
  test('has the pages that its page tree states, though nodes of it are missing', async () => {
    const tree = '<< /Type /Pages /Kids [4 0 R 5 0 R] /Count 9 >>';
    const bytes = pdfOf({ objects: { ...simple, 3: tree } });
    const { details } = await describeBytes(bytes.subarray(0, bytes.lastIndexOf('xref\n0')), 'a.pdf');
    expect(details?.document?.pages).toBe(9);
  });

  test('has the pages that its beginning states, though its page tree is missing', async () => {
    const bytes = pdfOf({
      objects: { 1: catalog, 2: noTitle, 4: page, 5: 'null' },
      before: '9 0 obj\n<< /Linearized 1 /L 99999 /N 27 /O 4 >>\nendobj\n',
    });
    const { reason, details } = await describeBytes(bytes, 'a.pdf');
    expect(reason).toContain('it has no page tree');
    expect(details?.document?.pages).toBe(27);
  });
});

test('a PDF whose pages are all missing is not said to have none', async () => {
  const bytes = pdfOf({ objects: { ...simple, 3: '<< /Kids [7 0 R 8 0 R] >>' } });
  expect((await describeBytes(bytes, 'a.pdf')).details?.document).not.toHaveProperty('pages');
});

describe('a hostile PDF', () => {
  const cases: readonly (readonly [string, Buffer, Partial<DocumentDetails>])[] = [
    ['savings that go round in circles', circle(), { pages: 1, author: 'A' }],
    ['an object that is itself', pdfOf({ objects: { ...simple, 2: '2 0 R' } }), { pages: 1 }],
    [
      'a page tree that is a circle',
      pdfOf({ objects: { ...simple, 3: '<< /Kids [3 0 R 4 0 R 3 0 R] >>' } }),
      { pages: 1 },
    ],
    [
      'a page tree without a page',
      pdfOf({ objects: { ...simple, 3: '<< /Kids [3 0 R] /Count 1 >>' } }),
      { pages: 1 },
    ],
    ['no page', pdfOf({ objects: { ...simple, 3: '<< /Kids [] /Count 0 >>' } }), { pages: 0 }],
    [
      'more pages than any book',
      pdfOf({ objects: { ...simple, 3: '<< /Kids [4 0 R] /Count 99999999999 >>' } }),
      { pages: 1 },
    ],
    ['arrays in arrays', pdfOf({ objects: { ...simple, 2: '['.repeat(100_000) } }), { pages: 1 }],
    ['a string without an end', pdfOf({ objects: { ...simple, 2: '<< /Author (A' } }), { pages: 1 }],
    ['an object stream whose length is in itself', packedLength(), { pages: 1 }],
    ['a page of no size', pdfOf({ objects: { ...simple, 4: '<< /MediaBox [0 0 0 0] >>' } }), { pages: 1 }],
    [
      'a crop box beside its media box',
      pdfOf({ objects: { ...simple, 4: '<< /MediaBox [0 0 200 100] /CropBox [300 300 400 400] >>' } }),
      { pageWidthPoints: 200, pageHeightPoints: 100 },
    ],
    [
      'a crop box that sticks out of its media box',
      pdfOf({ objects: { ...simple, 4: '<< /MediaBox [0 0 200 100] /CropBox [50 -50 400 90] >>' } }),
      { pageWidthPoints: 150, pageHeightPoints: 90 },
    ],
    ['XMP that names what every object has', withXmp('<constructor><rdf:li>x</rdf:li>'), { pages: 1 }],
    ['XMP that is cut off', withXmp('<dc:title><rdf:li>A title</rdf:li><dc:cre'), { title: 'A title' }],
    ['a position that is a reference', referencedPosition(), { pages: 1, author: 'A' }],
    [
      'a date as C writes it',
      pdfOf({ objects: { ...simple, 2: '<< /CreationDate (Wed May 28 21:25:15 2008) >>' } }),
      { created: '2008-05-28T21:25:15' },
    ],
    ['a page that is a number', pdfOf({ objects: { ...simple, 4: '4' } }), { pages: 1 }],
  ];

  test.each(cases)('with %s is read as far as it goes', async (_, bytes, document) => {
    const { status, details } = await describeBytes(bytes, 'a.pdf');
    expect(status).toBe('described');
    expect(details?.document).toMatchObject(document);
  });

  test.each(numbers)('whose cross-reference starts at %s is looked through', async (start) => {
    const bytes = replaced(pdfOf({ objects: simple }), /startxref\n\d+/, `startxref\n${start}`);
    expect((await describeBytes(bytes, 'a.pdf')).details?.document).toMatchObject({ pages: 1, author: 'A' });
  });

  test.each(numbers)('whose cross-reference has %s entries is read or looked through', async (count) => {
    const bytes = replaced(pdfOf({ objects: simple }), 'xref\n0 5', `xref\n0 ${count}`);
    expect((await describeBytes(bytes, 'a.pdf')).details?.document).toMatchObject({ pages: 1, author: 'A' });
  });

  test.each(numbers)('whose cross-reference stream states a width of %s is looked through', async (width) => {
    const bytes = withXrefStream(`/W [1 ${width} 1] /Size 5`, deflateSync(Buffer.alloc(64)));
    expect((await describeBytes(bytes, 'a.pdf')).details?.document).toMatchObject({ pages: 1, author: 'A' });
  });

  test('whose cross-reference unpacks to 200 MiB is looked through', async () => {
    const bytes = withXrefStream('/W [1 2 1] /Size 5', deflateSync(Buffer.alloc(200 * 1024 * 1024)));
    expect((await describeBytes(bytes, 'a.pdf')).details?.document).toMatchObject({ pages: 1, author: 'A' });
  });

  test('that ends anywhere is read as far as it goes', async () => {
    const whole = readFileSync(`${folder}linearized-object-streams.pdf`);
    for (let length = 5; length < whole.length; length += 29) {
      const { status, details, usage } = await describeBytes(whole.subarray(0, length), 'a.pdf');
      expect(['described', 'failed']).toContain(status);
      expect(details?.mediaType).toBe('application/pdf');
      expect(usage.reads).toBe(1);
    }
  });
});

/** A change to a file: a byte that is another one, or a number that is another one. */
type Damage =
  | { readonly at: number; readonly byte: number }
  | { readonly at: number; readonly number: string };

test('whatever damage a PDF takes, it is described or said to be damaged', async () => {
  const wholes = readdirSync(folder).map((file) => readFileSync(`${folder}${file}`));
  const damage: fc.Arbitrary<Damage> = fc.oneof(
    fc.record({ at: fc.nat(), byte: fc.nat(255) }),
    fc.record({ at: fc.nat(), number: fc.constantFrom('-1', ...numbers) }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...wholes),
      fc.array(damage, { maxLength: 5 }),
      async (whole, damages) => {
        const { reason = 'it cannot be read as application/pdf: it', usage } = await describeBytes(
          damages.reduce(damaged, whole),
          'a.pdf',
        );
        expect(reason).toMatch(/^it cannot be read as application\/pdf: (it|its|an?|there|object)\b/);
        expect(usage.reads).toBe(1);
      },
    ),
    { numRuns: 200 },
  );
});

function damaged(bytes: Buffer, damage: Damage): Buffer {
  const changed = Buffer.from(bytes);
  if ('byte' in damage) {
    changed[damage.at % bytes.length] = damage.byte;
    return changed;
  }
  const found = [...bytes.toString('latin1').matchAll(/\d+/g)];
  const { 0: digits = '', index = 0 } = found[damage.at % found.length] ?? {};
  const [before, after] = [bytes.subarray(0, index), bytes.subarray(index + digits.length)];
  return Buffer.concat([before, Buffer.from(damage.number), after]);
}

function circle(): Buffer {
  const start = pdfOf({ objects: simple }).lastIndexOf('xref\n0');
  return pdfOf({ objects: simple, trailer: `/Prev ${start}` });
}

/** The newer of two tables knows nothing, and calls the older an object. */
function referencedPosition(): Buffer {
  const table = pdfOf({ objects: simple });
  const previous = table.lastIndexOf('xref\n0');
  const trailer = `<< /Size 5 /Root 1 0 R /Info 2 0 R /Prev ${previous} 0 R >>`;
  const newer = `xref\n0 0\ntrailer\n${trailer}\nstartxref\n${table.length}\n%%EOF\n`;
  return Buffer.concat([table, Buffer.from(newer)]);
}

function withXmp(packet: string): Buffer {
  const metadata = `<< /Type /Metadata /Length ${packet.length} >>\nstream\n${packet}\nendstream`;
  return pdfOf({ objects: { ...simple, 1: '<< /Pages 3 0 R /Metadata 5 0 R >>', 5: metadata } });
}

/** Object 6, the length of object stream 5, is said to be in it. */
function packedLength(): Buffer {
  const objects = {
    ...simple,
    2: '6 0 R',
    5: '<< /Type /ObjStm /N 1 /First 4 /Length 6 0 R >>\nstream\n6 0 8\nendstream',
    7: '<< /Type /XRef /W [1 1 1] /Index [6 1] /Size 8 /Length 3 >>\nstream\n\x02\x05\x00\nendstream',
  };
  return pdfOf({ objects, trailer: `/XRefStm ${pdfOf({ objects }).indexOf('7 0 obj')}` });
}

function withXrefStream(entries: string, data: Buffer): Buffer {
  const table = pdfOf({ objects: simple });
  const start = table.lastIndexOf('xref\n0');
  const dictionary = `<< /Type /XRef /Root 1 0 R /Info 2 0 R /Filter /FlateDecode /Length ${data.length} ${entries} >>`;
  return Buffer.concat([
    table.subarray(0, start),
    Buffer.from(`8 0 obj\n${dictionary}\nstream\n`),
    data,
    Buffer.from(`\nendstream\nendobj\nstartxref\n${start}\n%%EOF\n`),
  ]);
}

function replaced(bytes: Buffer, text: RegExp | string, replacement: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(text, replacement), 'latin1');
}
