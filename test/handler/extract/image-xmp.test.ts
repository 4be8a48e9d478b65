import { expect, test } from 'vitest';
import { describeBytes } from './describe-file.ts';
import { be32, box } from './media-bytes.ts';

test('of several packets in a HEIF, each says what the others do not', async () => {
  const { details } = await describeBytes(
    heif(['', packet('tiff:Model="T-100"'), packet('xmp:Rating="4"')]),
    'a.heic',
  );
  expect(details?.photo).toEqual({ model: 'T-100', rating: 4 });
});

test('what is not XMP among the items of a HEIF is passed over', async () => {
  const file = heif(['', packet('tiff:Model="T-100"')], 'text/plain');
  expect((await describeBytes(file, 'a.heic')).details?.photo).toBeUndefined();
});

test.each(['utf8', 'utf16le', 'utf16be'] as const)('a packet in %s is read', async (encoding) => {
  const text = Buffer.from(packet('tiff:Make="Müller"'), encoding === 'utf8' ? 'utf8' : 'utf16le');
  const bytes = encoding === 'utf16be' ? text.swap16() : text;
  expect((await describeBytes(jpeg(bytes), 'a.jpg')).details?.photo).toEqual({ make: 'Müller' });
});

test.each([
  ['-1', undefined],
  ['0', undefined],
  ['2.5', 2.5],
  ['6', undefined],
  ['five', undefined],
])('a rating of %s stands for %s', async (rating, expected) => {
  const file = gif(Buffer.from(packet(`xmp:Rating="${rating}"`)));
  expect((await describeBytes(file, 'a.gif')).details?.photo?.rating).toBe(expected);
});

function packet(properties: string): string {
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description ${properties}/></rdf:RDF></x:xmpmeta>`;
}

/** A picture of 40 by 30 pixels, without them. */
function jpeg(xmp: Buffer): Buffer {
  const mark = Buffer.from('http://ns.adobe.com/xap/1.0/\0');
  const frame = [0xff, 0xc0, 0, 11, 8, 0, 30, 0, 40, 1, 1, 0x11, 0];
  const head = Buffer.concat([u16(0xffd8, 0xffe1, mark.length + xmp.length + 2), mark, xmp]);
  return Buffer.concat([head, Buffer.from([...frame, 0xff, 0xd9])]);
}

/** A table behind the packet leads from each of its bytes to its end. */
function gif(xmp: Buffer): Buffer {
  const table = Buffer.from(Array.from({ length: 256 }, (_, index) => 255 - index));
  const head = Buffer.from('GIF89a\x28\0\x1e\0\0\0\0!\xff\x0bXMP DataXMP', 'latin1');
  return Buffer.concat([head, xmp, Buffer.from([1]), table, Buffer.from([0, 0x3b])]);
}

/** A picture of 40 by 30 pixels without them, and items of a content type, each in the `idat` box. */
function heif(texts: readonly string[], contentType = 'application/rdf+xml'): Buffer {
  const places = texts.map((text, index) => {
    const start = Buffer.byteLength(texts.slice(0, index).join(''));
    return Buffer.concat([u16(index + 1, 1, 0, 1), be32(start, Buffer.byteLength(text))]);
  });
  const entries = texts.map((_, index) =>
    index === 0
      ? box('infe', be32(0x2000000), u16(1, 0), 'hvc1\0')
      : box('infe', be32(0x2000000), u16(index + 1, 0), `mime\0${contentType}\0`),
  );
  const meta = box(
    'meta',
    be32(0),
    box('pitm', be32(0), u16(1)),
    box('iloc', be32(0x1000000), u16(0x4400, texts.length), ...places),
    box('iinf', be32(0), u16(entries.length), ...entries),
    box(
      'iprp',
      box('ipco', box('ispe', be32(0, 40, 30))),
      box('ipma', be32(0, 1), u16(1), Buffer.from([1, 1])),
    ),
    box('idat', texts.join('')),
  );
  return Buffer.concat([box('ftyp', 'heic', be32(0), 'mif1heic'), meta]);
}

function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
}
