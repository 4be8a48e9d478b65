import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Details } from '../../../handler/extract/details.ts';
import { describeBytes, describeFile } from './describe-file.ts';

async function detailsOf(text: string | Buffer, name: string): Promise<Partial<Details>> {
  const described = await describeBytes(Buffer.from(text), name);
  expect(described.status).toBe('described');
  return described.details ?? {};
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

describe('the encoding of', () => {
  const files = join(import.meta.dirname, 'files', 'text');

  test.each<[string, Details['text']]>([
    ['ascii.txt', { encoding: 'us-ascii', encodingConfidence: 1 }],
    ['utf-8.txt', { encoding: 'utf-8', encodingConfidence: 1 }],
    ['utf-8-mark.txt', { encoding: 'utf-8', encodingConfidence: 1, byteOrderMark: true }],
    ['utf-16le.txt', { encoding: 'utf-16le', encodingConfidence: 0.9 }],
    ['utf-16be.txt', { encoding: 'utf-16be', encodingConfidence: 0.9 }],
    ['utf-16le-mark.txt', { encoding: 'utf-16le', encodingConfidence: 1, byteOrderMark: true }],
    ['utf-16be-mark.txt', { encoding: 'utf-16be', encodingConfidence: 1, byteOrderMark: true }],
    ['utf-32le-mark.txt', { encoding: 'utf-32le', encodingConfidence: 1, byteOrderMark: true }],
    ['utf-32be.txt', { encoding: 'utf-32be', encodingConfidence: 0.9 }],
  ])('%s is certain', async (file, expected) => {
    const { details } = await describeFile(join(files, file));
    expect(details).toEqual({
      schema: 1,
      mediaType: 'text/plain',
      mediaTypeFrom: 'content',
      text: { ...expected, lines: 2, lineEnding: 'lf' },
    });
  });

  test.each([
    'iso-8859-1',
    'windows-1252',
    'windows-1251',
    'koi8-r',
    'shift_jis',
    'euc-jp',
    'iso-2022-jp',
    'gb18030',
    'big5',
  ])('%s.txt is guessed', async (encoding) => {
    const { details } = await describeFile(join(files, `${encoding}.txt`));
    expect(details).toMatchObject({ mediaType: 'text/plain', text: { encoding } });
    expect(details?.text?.encodingConfidence).toBeGreaterThanOrEqual(0.3);
  });

  /** Enough of each language for statistics. */
  test.each<[string, Buffer, string]>([
    [
      'French with a euro',
      latin1("Les \xbdufs co\xfbtent 3 \xa4, c'est tr\xe8s cher pour l'\xe9t\xe9 \xe0 Paris\n"),
      'iso-8859-15',
    ],
    [
      'French of DOS',
      latin1('Les enfants pr\x82f\x8arent le th\x82 glac\x82 \x85 la fen\x88tre\n'),
      'ibm850',
    ],
    [
      'Thai',
      latin1(
        '\xb7\xd5\xe8\xb9\xd5\xe8\xe0\xbb\xe7\xb9\xca\xb6\xd2\xb9\xb7\xd5\xe8\xb7\xd5\xe8\xb4\xd5\xb7\xd5\xe8\xca\xd8\xb4\xe3\xb9\xe2\xc5\xa1\n',
      ),
      'windows-874',
    ],
    [
      'Russian of DOS',
      latin1(
        '\x8d\xa5 \xe1\xab\xae\xa2\xa0 \xa0 \xa4\xa5\xab\xa0 \xa3\xae\xa2\xae\xe0\xef\xe2 \xae \xe7\xa5\xab\xae\xa2\xa5\xaa\xa5\n',
      ),
      'ibm866',
    ],
    ['Korean that shifts', latin1('\x1b$)C\n\x0eGQ19\x0f and more\n'), 'iso-2022-kr'],
  ])('%s is told by what only it has', async (_, line, encoding) => {
    const repeated = Buffer.concat([
      line,
      ...Array.from({ length: 8 }, () => line.subarray(line.indexOf('\n') === 4 ? 5 : 0)),
    ]);
    expect((await detailsOf(repeated, 'x.txt')).text).toMatchObject({ encoding });
  });

  test('UTF-8 with a few quoted controls is text, and with a NUL or many it is not', async () => {
    const line = `msgid "Zähler\x1f: %s"\n${'# nothing\n'.repeat(60)}`;
    expect(await detailsOf(line, 'x.po')).toMatchObject({
      mediaType: 'text/x-po',
      text: { encoding: 'utf-8' },
    });
    expect(await detailsOf(`${line}\0`, 'x.po')).toMatchObject({ mediaType: 'application/octet-stream' });
    expect(await detailsOf('\x1f'.repeat(9) + line, 'x.po')).toMatchObject({
      mediaType: 'application/octet-stream',
    });
  });

  test('bytes that are no words is not said', async () => {
    expect((await detailsOf(Buffer.from('808182ff0a', 'hex'), 'x.txt')).text).toEqual({
      lines: 1,
      lineEnding: 'lf',
    });
  });

  test('UTF-8 is seen where the beginning of a long file ends inside a character', async () => {
    for (const shift of ['', 'a', 'aa']) {
      const { text } = await detailsOf(`${shift}${'€'.repeat(500_000)}`, 'x.txt');
      expect(text).toEqual({ encoding: 'utf-8', encodingConfidence: 1 });
    }
  });

  test.each([
    ['<?xml version="1.0" encoding="ISO-8859-15"?>\n<prix>12 \xa4</prix>', 'x.xml', 'iso-8859-15'],
    ['<html><meta charset=windows-1250><p>\xe9', 'x.html', 'windows-1250'],
    ['# -*- coding: latin-1 -*-\nx = "\xe9"\n', 'x.py', 'iso-8859-1'],
    ['@charset "windows-1252";\na { content: "\x80" }', 'x.css', 'windows-1252'],
  ])('%j is what it says', async (text, name, encoding) => {
    expect((await detailsOf(Buffer.from(text, 'latin1'), name)).text).toMatchObject({
      encoding,
      encodingConfidence: 0.95,
    });
  });
});

describe('lines', () => {
  test.each([
    ['one', { lines: 1 }],
    ['one\ntwo', { lines: 2, lineEnding: 'lf' }],
    ['one\ntwo\n', { lines: 2, lineEnding: 'lf' }],
    ['\n\n', { lines: 2, lineEnding: 'lf' }],
    ['one\r\ntwo\r\n', { lines: 2, lineEnding: 'crlf' }],
    ['one\rtwo\r', { lines: 2, lineEnding: 'cr' }],
    ['one\ntwo\r\nthree', { lines: 3, lineEnding: 'mixed' }],
  ])('of %j are counted', async (text, expected) => {
    expect((await detailsOf(text, 'x.txt')).text).toEqual({
      encoding: 'us-ascii',
      encodingConfidence: 1,
      ...expected,
    });
  });

  test('are counted in files of up to 1 MiB, with two reads', async () => {
    const whole = await describeBytes(Buffer.from('12345 7\n'.repeat(131_072)), 'x.txt');
    expect(whole.details?.text?.lines).toBe(131_072);
    expect(whole.usage).toEqual({ reads: 2, bytes: 1_048_576 });
    const longer = await describeBytes(Buffer.from('12345 7\n'.repeat(131_073)), 'x.txt');
    expect(longer.details?.text).toEqual({ encoding: 'us-ascii', encodingConfidence: 1 });
    expect(longer.usage).toEqual({ reads: 1, bytes: 131_072 });
  });
});

describe('text that goes on as something else', () => {
  const content = Buffer.concat([Buffer.from('words\n'.repeat(40_000)), Buffer.from([0, 1, 2])]);

  test('is not called text', async () => {
    expect(await detailsOf(content, 'x.py')).toEqual({
      schema: 1,
      mediaType: 'application/octet-stream',
      mediaTypeFrom: 'nothing',
    });
  });
});

describe('JSON', () => {
  test.each<[string, string, Details['text']]>([
    ['{"a": 1, "b\\"\\u00e9": {"c": []}}', 'x', { kind: 'json', jsonType: 'object', jsonKeys: ['a', 'b"é'] }],
    ['[{"a": 1}]', 'x', { kind: 'json', jsonType: 'array' }],
    ['"text"', 'x.json', { kind: 'json', jsonType: 'string' }],
    ['-1.5e3', 'x.json', { kind: 'json', jsonType: 'number' }],
    ['null', 'x.json', { kind: 'json', jsonType: 'null' }],
    ['true', 'x.json', { kind: 'json', jsonType: 'boolean' }],
    ['{"a": 1,}', 'x.json', { kind: 'json' }],
    ['{"a": 01}', 'x.json', { kind: 'json' }],
    ['{"a" 1}', 'x.json', { kind: 'json' }],
    ['{"a": 1', 'x.json', { kind: 'json' }],
    ['{"type": "Feature"}', 'x.geojson', { kind: 'json', jsonType: 'object', jsonKeys: ['type'] }],
  ])('%s', async (text, name, expected) => {
    expect((await detailsOf(text, name)).text).toMatchObject(expected ?? {});
    if (expected?.jsonType === undefined)
      expect((await detailsOf(text, name)).text).not.toHaveProperty('jsonType');
  });

  test('agrees with JSON.parse on what is JSON', async () => {
    const anything = fc.oneof(
      fc.json(),
      fc.json().map((json) => json.slice(0, -1)),
      fc.stringMatching(/^[[\]{}:,"0-9 eE.tfn+-]{0,12}$/),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (text) => {
        const { details } = await describeBytes(Buffer.from(`[${text}]`), 'x.json');
        expect(details?.text?.jsonType).toBe(parses(`[${text}]`) ? 'array' : undefined);
      }),
    );
  });

  function parses(text: string): boolean {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }

  test('one value a line is another kind', async () => {
    expect(await detailsOf('{"a": 1}\n{"b": 2}\n', 'x')).toMatchObject({
      mediaType: 'application/x-ndjson',
      text: { kind: 'ndjson', jsonType: 'object', jsonKeys: ['a'], lines: 2 },
    });
  });

  test('that is long is read from its beginning', async () => {
    const long = JSON.stringify({ first: 'x'.repeat(200_000), second: 'y'.repeat(2_000_000) });
    const { details, usage } = await describeBytes(Buffer.from(long), 'x.json');
    expect(details).toMatchObject({
      mediaType: 'application/json',
      text: { jsonType: 'object', jsonKeys: ['first'] },
    });
    expect(usage.reads).toBe(1);
  });
});

describe('markup', () => {
  test.each<[string, string, string, Details['text']]>([
    [
      '<?xml version="1.0"?>\n<!-- <no/> -->\n<!DOCTYPE n [<!ENTITY a "b">]>\n<n:note xmlns:n="urn:x"/>\n',
      'x',
      'text/xml',
      { kind: 'xml', rootElement: 'n:note' },
    ],
    ['<?xml version="1.0"?><!-- never', 'x', 'text/xml', { kind: 'xml' }],
    [
      '<!doctype html>\n<TITLE lang="en">\n Fish &amp; Chips&#x2122; &copy;\n</TITLE>',
      'x',
      'text/html',
      { kind: 'html', title: 'Fish & Chips™ &copy;' },
    ],
    ['<html><title>open', 'x', 'text/html', { kind: 'html' }],
    [
      '---\ntitle: no\n---\n```\n# no\n```\n\n## A *heading* ##\n',
      'x.md',
      'text/markdown',
      { kind: 'markdown', title: 'A *heading*' },
    ],
    ['A title\n=======\n', 'x.md', 'text/markdown', { kind: 'markdown', title: 'A title' }],
    ['no title\n', 'x.md', 'text/markdown', { kind: 'markdown' }],
  ])('%j', async (text, name, mediaType, expected) => {
    const { text: found, ...details } = await detailsOf(text, name);
    const { encoding: _, encodingConfidence: __, lines: ___, lineEnding: ____, ...rest } = found ?? {};
    expect(details.mediaType).toBe(mediaType);
    expect(rest).toEqual(expected);
  });
});

test.each([
  ['x.sh', 'shell'],
  ['x.py', 'python'],
  ['x.cpp', 'c++'],
  ['x.ts', 'typescript'],
  ['x.mjs', 'javascript'],
  ['x.yaml', 'yaml'],
  ['x.sql', 'sql'],
  ['x.bat', 'batch'],
  ['x.txt', undefined],
])('a text called %s is of kind %s', async (name, kind) => {
  expect((await detailsOf('words\n', name)).text?.kind).toBe(kind);
});

describe('a table', () => {
  test.each<[string, string, Details['table']]>([
    [
      'name,height,born\nAda,165,1815-12-10\n"Turing, Alan",178,1912-06-23\n"Grace ""Amazing"" Hopper",,1906-12-09\n',
      'x.csv',
      { delimiter: ',', columns: 3, rows: 3, hasHeader: true, header: ['name', 'height', 'born'] },
    ],
    [
      'Stadt;Einwohner\r\nMünchen;1512491\r\nKöln;1087353\r\n',
      'x.csv',
      { delimiter: ';', columns: 2, rows: 2, hasHeader: true, header: ['Stadt', 'Einwohner'] },
    ],
    [
      'id\tword\n1\t"a\nb"\n2\tc, d\n',
      'x.tsv',
      { delimiter: 'tab', columns: 2, rows: 2, hasHeader: true, header: ['id', 'word'] },
    ],
    [
      'a|b|c\n1|2|3\n',
      'x.csv',
      { delimiter: '|', columns: 3, rows: 1, hasHeader: true, header: ['a', 'b', 'c'] },
    ],
    ['1,2.5\n3,4.5\n', 'x.csv', { delimiter: ',', columns: 2, rows: 2, hasHeader: false }],
    ['2024-01-01,x\n2024-01-02,y\n', 'x.csv', { delimiter: ',', columns: 2, rows: 2, hasHeader: false }],
    ['yes,no\nno,no\nyes,no\n', 'x.csv', { delimiter: ',', columns: 2, rows: 3, hasHeader: false }],
    ['a,,c\nd,e,f\n', 'x.csv', { delimiter: ',', columns: 3, rows: 2, hasHeader: false }],
    [
      'Python,3.12,3.13\nWheel,yes,no\n',
      'x.csv',
      { delimiter: ',', columns: 3, rows: 1, hasHeader: true, header: ['Python', '3.12', '3.13'] },
    ],
    [
      'release,codename,end,long\n1.1,buzz,1997\n1.2,rex,1998\n12,bookworm,2026,2028\n',
      'x.csv',
      {
        delimiter: ',',
        columns: 4,
        rows: 3,
        hasHeader: true,
        header: ['release', 'codename', 'end', 'long'],
      },
    ],
    ['9fans,v1\n9p,v2\n', 'x.csv', { delimiter: ',', columns: 2, rows: 2, hasHeader: false }],
    [
      'x,y\n1,2\n3,4\n',
      'unnamed',
      { delimiter: ',', columns: 2, rows: 2, hasHeader: true, header: ['x', 'y'] },
    ],
  ])('%j called %s', async (text, name, expected) => {
    expect((await detailsOf(text, name)).table).toEqual(expected);
  });

  test('in another encoding has its header in it', async () => {
    const { table } = await detailsOf(Buffer.from('\ufeffgröße,x\n1,2\n', 'utf16le'), 'x.csv');
    expect(table?.header).toEqual(['größe', 'x']);
  });

  test('whose records do not agree is only text', async () => {
    const details = await detailsOf('Dear all,\nthis is no table\nat all\n', 'x.csv');
    expect(details.mediaType).toBe('text/plain');
    expect(details).not.toHaveProperty('table');
  });

  test('is counted to its end, whatever its first line is', async () => {
    const { table } = await detailsOf(`a title\n${'1;"2\n""3"\n'.repeat(20_000)}`, 'x.csv');
    expect(table).toEqual({ delimiter: ';', columns: 2, rows: 20_001, hasHeader: false });
  });

  test('that is long has columns, but no number of rows', async () => {
    const { table } = await detailsOf(`a,b\n${'1,"2\n3"\n'.repeat(200_000)}`, 'x.csv');
    expect(table).toEqual({ delimiter: ',', columns: 2, hasHeader: true, header: ['a', 'b'] });
  });
});

describe('hostile text', () => {
  const size = 10 * 1024 * 1024;

  test.each([
    ['one character', 'a', 'x.txt'],
    ['one quote', '"', 'x.csv'],
    ['one comma', ',', 'x.csv'],
    ['one backslash', '\\', 'x.tex'],
    ['one space', ' ', 'x.json'],
    ['one bracket', '[', 'x.json'],
    ['nested objects', '{"a":', 'x.json'],
    ['one line of strings', '["\\"",', 'x.json'],
    ['nested elements', '<a>', 'x.xml'],
    ['open comments', '<!--', 'x.xml'],
    ['declarations', '<!x [', 'x.xml'],
    ['empty instructions', '<??>', 'x.html'],
    ['titles', '<title ', 'x.html'],
    ['hashes', '# ', 'x.md'],
    ['header fields', 'From: \n', 'x'],
    ['dots', '.', 'x.1'],
    ['comments of a picture', '#\n', 'x.pbm'],
    ['bytes of no encoding', '\xff\x80', 'x.txt'],
    ['escapes', '\x1b$', 'x.txt'],
  ])('of 10 MiB of %s is described, with one read', async (_, unit, name) => {
    const content = Buffer.alloc(size, unit, 'latin1');
    const { status, usage } = await describeBytes(content, name);
    expect(status).toBe('described');
    expect(usage.reads).toBe(1);
    await describeBytes(content.subarray(0, 1024 * 1024), name);
    await describeBytes(Buffer.concat([Buffer.from('P1\n<?xml '), content.subarray(0, 60_000)]), name);
  });

  test('of any bytes under any name is described', async () => {
    const names = ['x', 'x.csv', 'x.json', 'x.xml', 'x.html', 'x.md', 'x.zip', 'x.mp3', 'Makefile'];
    const pieces = fc.constantFrom(
      '{"a":',
      '[',
      '"',
      '\\',
      '<?xml ',
      '<!DOCTYPE ',
      '-->',
      ',',
      '\n',
      '\0',
      '\xff\xfe',
      'PK\x03\x04',
      '\x7fELF',
      'ID3',
      '\xff\xfb',
    );
    const content = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 8 })), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(content, fc.constantFrom(...names), async (parts, name) => {
        const { details, usage } = await describeBytes(Buffer.from(parts.join(''), 'latin1'), name);
        expect(details?.mediaType).toMatch(/^[\w.+-]+\/[\w.+-]+$/);
        expect(usage.reads).toBeLessThanOrEqual(2);
      }),
      { numRuns: 200 },
    );
  });
});
