import { describe, expect, test } from 'vitest';
import { sourceOfBytes } from '../../../handler/extract/byte-source.ts';
import { binarySignatures } from '../../../handler/extract/identify/signatures/binary.ts';
import { writtenSignatures } from '../../../handler/extract/identify/signatures/written.ts';
import { identify } from '../../../handler/extract/identify.ts';

/** Latin-1 text as bytes, followed by zeros up to a length. */
function bytes(text: string, length = 0): Buffer {
  const written = Buffer.from(text, 'latin1');
  return Buffer.concat([written, Buffer.alloc(Math.max(0, length - written.length))]);
}

/** Bytes at an offset, after zeros. */
function at(offset: number, text: string): Buffer {
  return Buffer.concat([Buffer.alloc(offset), bytes(text, 64)]);
}

async function typeOf(content: Buffer, name = 'file'): Promise<string> {
  return (await identify(sourceOfBytes(content), name)).mediaType;
}

describe('the signature of', () => {
  test.each<[string, Buffer]>([
    ['image/png', bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 60)],
    ['image/apng', bytes('\x89PNG\r\n\x1a\n\0\0\0\0IHDR\0\0\0\0\0\0\0\x08acTL', 60)],
    ['image/jpeg', bytes('\xff\xd8\xff\xe0', 20)],
    ['image/jls', bytes('\xff\xd8\xff\xf7', 20)],
    ['image/gif', bytes('GIF89a\x01\0\x01\0', 20)],
    ['image/webp', bytes('RIFF\x04\0\0\0WEBP', 20)],
    ['image/vnd.adobe.photoshop', bytes('8BPS\0\x01', 40)],
    ['image/jp2', bytes('\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 ', 40)],
    ['image/jpx', bytes('\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjpx ', 40)],
    ['image/x-jp2-codestream', bytes('\xff\x4f\xff\x51\0', 40)],
    ['image/jxl', bytes('\xff\x0a', 20)],
    ['image/x-exr', bytes('v/1\x01', 20)],
    ['image/x-qoi', bytes('qoif\0\0', 20)],
    ['image/vnd.djvu', bytes('AT&TFORM\0\0\0\0DJVM', 20)],
    ['image/x-icns', bytes('icns\0\0', 20)],
    ['image/tiff', bytes('II*\0\xff\xff\xff\xff', 20)],
    ['image/x-canon-cr2', bytes('II*\0\x10\0\0\0CR\x02', 20)],
    ['image/x-canon-cr3', bytes('\0\0\0\x18ftypcrx ', 40)],
    ['image/x-olympus-orf', bytes('IIRO\x08\0\0\0', 20)],
    ['image/x-fuji-raf', bytes('FUJIFILMCCD-RAW 0201\0', 40)],
    ['image/heic', bytes('\0\0\0\x18ftypheic', 40)],
    ['image/heif', bytes('\0\0\0\x18ftypmif1', 40)],
    ['image/avif', bytes('\0\0\0\x18ftypavif', 40)],
    ['image/emf', bytes(`\x01\0\0\0${'\0'.repeat(36)} EMF`, 60)],
    ['image/wmf', bytes('\xd7\xcd\xc6\x9a\0\0', 20)],
    ['image/x-portable-pixmap', bytes('P6\n# comment\n2 1\n255\n\x01\x02\x03', 30)],
    ['image/x-portable-bitmap', bytes('P1\n2 1\n0 1\n')],
    // Pixels that could be letters.
    ['image/x-portable-bitmap', bytes('P4\n7 2\n\xaa\xfe', 11)],
    ['image/x-portable-greymap', bytes('P5\n# comment\n2 1\n255\n\xff\xfe')],
    ['image/fits', bytes('SIMPLE  =                    T')],
    ['image/x-xpixmap', bytes('/* XPM */\nstatic char *x[] = {')],
    ['video/mp4', bytes('\0\0\0\x18ftypisom', 40)],
    ['audio/x-m4a', bytes('\0\0\0\x18ftypM4A ', 40)],
    ['video/quicktime', bytes('\0\0\0\x18ftypqt  ', 40)],
    ['video/3gpp', bytes('\0\0\0\x18ftyp3gp4', 40)],
    ['video/x-msvideo', bytes('RIFF\0\0\0\0AVI LIST', 20)],
    ['audio/x-wav', bytes('RIFF\0\0\0\0WAVEfmt ', 20)],
    ['video/x-ms-asf', bytes('\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa', 30)],
    ['video/x-flv', bytes('FLV\x01\x05\0\0\0\x09', 20)],
    ['video/webm', bytes('\x1a\x45\xdf\xa3\x8bB\x82\x84webm', 40)],
    ['video/x-matroska', bytes('\x1a\x45\xdf\xa3\x8bB\x82\x88matroska', 40)],
    ['audio/ogg', bytes(`OggS${'\0'.repeat(24)}OpusHead`, 60)],
    ['video/ogg', bytes(`OggS${'\0'.repeat(24)}\x80theora`, 60)],
    ['audio/flac', bytes('fLaC\0\0\0\x22', 60)],
    ['audio/midi', bytes('MThd\0\0\0\x06', 20)],
    ['audio/AMR', bytes('#!AMR\n\0\0', 20)],
    ['audio/basic', bytes('.snd\0\0\0\x18', 30)],
    ['application/zip', bytes('PK\x05\x06', 22)],
    ['application/gzip', bytes('\x1f\x8b\x08', 20)],
    ['application/x-bzip2', bytes('BZh91AY&SY\x01', 30)],
    ['application/x-xz', bytes('\xfd7zXZ\0', 30)],
    ['application/zstd', bytes('\x28\xb5\x2f\xfd', 20)],
    ['application/x-lz4', bytes('\x04\x22\x4d\x18', 20)],
    ['application/x-7z-compressed', bytes('7z\xbc\xaf\x27\x1c', 40)],
    ['application/x-rar', bytes('Rar!\x1a\x07\x01\0', 20)],
    ['application/x-rpm', bytes('\xed\xab\xee\xdb', 96)],
    [
      'application/x-archive',
      bytes('!<arch>\nx/              0           0     0     644     2         `\n'),
    ],
    ['application/vnd.debian.binary-package', bytes('!<arch>\ndebian-binary   0 ')],
    ['application/x-cpio', bytes('070701000000')],
    ['application/vnd.ms-cab-compressed', bytes('MSCF\0\0\0\0', 40)],
    ['application/x-iso9660-image', at(32769, 'CD001\x01')],
    ['application/pdf', bytes('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')],
    ['application/pdf', bytes('\0\0 some bytes before %PDF-1.4\n', 60)],
    ['application/postscript', bytes('%!PS-Adobe-3.0\n')],
    ['application/x-font-type1', bytes('%!PS-AdobeFont-1.0: Some\n')],
    ['text/rtf', bytes('{\\rtf1\\ansi hello}')],
    ['application/x-cfb', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 512)],
    ['application/vnd.wordperfect', bytes('\xffWPC\x10\0\0\0\x01\x0a', 40)],
    ['application/x-mobipocket-ebook', at(60, 'BOOKMOBI')],
    ['font/otf', bytes('OTTO\0\x0a', 20)],
    ['font/woff2', bytes('wOF2\0\x01\0\0', 20)],
    ['font/ttf', bytes('\0\x01\0\0\0\x0a\0\x80\0\x03\0\x20GDEF', 40)],
    ['font/collection', bytes('ttcf\0\x01\0\0', 20)],
    ['application/vnd.iccprofile', at(36, 'acsp')],
    ['application/wasm', bytes('\0asm\x01\0\0\0')],
    ['application/x-gettext-translation', bytes('\xde\x12\x04\x95', 28)],
    ['application/x-terminfo', bytes('\x1a\x01\x10\0', 20)],
    ['application/x-bytecode.python', bytes('\xa7\r\r\n\0\0\0\0', 20)],
    ['application/x-java-applet', bytes('\xca\xfe\xba\xbe\0\0\0\x41', 20)],
    ['application/x-mach-binary', bytes('\xca\xfe\xba\xbe\0\0\0\x02', 20)],
    ['application/x-mach-binary', bytes('\xcf\xfa\xed\xfe\x07\0\0\x01', 40)],
    ['application/x-dosexec', bytes('MZ\x90\0', 128)],
    ['application/vnd.microsoft.portable-executable', bytes(`MZ${'\0'.repeat(58)}\x40\0\0\0PE\0\0`, 128)],
    ['application/tzif', bytes('TZif2', 44)],
    ['application/x-dvi', bytes('\xf7\x02\x01\x83\x92\xc0', 20)],
    ['application/x-git', bytes('PACK\0\0\0\x02\0\0\0\x01', 20)],
    ['application/vnd.sqlite3', bytes('SQLite format 3\0', 100)],
    ['application/x-hdf5', bytes('\x89HDF\r\n\x1a\n', 40)],
    ['application/x-netcdf', bytes('CDF\x01\0\0\0\0', 40)],
    ['application/x-grib', bytes('GRIB\0\0\x10\x01', 20)],
    ['application/x-grib2', bytes('GRIB\0\0\0\x02', 20)],
    ['application/dicom', at(128, 'DICM')],
    ['application/vnd.apache.parquet', bytes('PAR1\x15\0', 20)],
    ['application/avro', bytes('Obj\x01\x04', 20)],
    ['application/vnd.apache.orc', bytes('ORC\x08\x03', 20)],
    ['application/vnd.apache.arrow.file', bytes('ARROW1\0\0', 20)],
    ['application/x-numpy-data', bytes('\x93NUMPY\x01\0', 20)],
    ['application/vnd.tcpdump.pcap', bytes('\xd4\xc3\xb2\xa1\x02\0\x04\0', 24)],
    ['application/x-bittorrent', bytes('d8:announce9:udp://a/b')],
    ['application/x-dbf', bytes('\x03\x7a\x06\x17\x01\0\0\0\x41\0\x0b\0\0\0', 80)],
    ['application/zlib', bytes('\x78\x9c\x03\0\0\0\0\x01')],
    ['application/x-arj', bytes('\x60\xea\x2e\0\x22\x0b\x01\x02\0\0\x02', 60)],
    ['audio/vnd.dolby.dd-raw', bytes('\x0b\x77\0\0\x14\x40', 60)],
    ['application/pgp-keys', bytes('\x99\x01\x0d\x04\x5f\0\0\0\x01', 60)],
    ['text/x-ms-regedit', bytes('REGEDIT4\r\n')],
    ['application/pgp-keys', bytes('-----BEGIN PGP PUBLIC KEY BLOCK-----\n')],
    ['application/x-pem-file', bytes('-----BEGIN CERTIFICATE-----\nMIIB\n')],
    ['text/vcard', bytes('BEGIN:VCARD\r\nVERSION:4.0\r\n')],
    ['text/calendar', bytes('BEGIN:VCALENDAR\r\n')],
    ['inode/x-empty', bytes('')],
  ])('%s is seen', async (mediaType, content) => {
    expect(await identify(sourceOfBytes(content), 'any-name')).toEqual({
      mediaType,
      mediaTypeFrom: 'content',
    });
  });
});

describe('no signature hides another', () => {
  const signatures = [...writtenSignatures, ...binarySignatures].map(
    ([mediaType, offset, sign, alsoAt = 0, also = '']) => ({ mediaType, offset, sign, alsoAt, also }),
  );

  test.each(signatures)('$mediaType at $offset', async ({ mediaType, offset, sign, alsoAt, also }) => {
    const content = Buffer.alloc(Math.max(512, offset + sign.length, alsoAt + also.length) + 1);
    content.write(sign, offset, 'latin1');
    content.write(also, alsoAt, 'latin1');
    expect(await typeOf(content)).toBe(mediaType);
  });
});

describe('a format without a signature', () => {
  /** One header of an old tar file: name, sizes in octal, checksum. */
  function tar(magic: string): Buffer {
    const header = bytes('folder/file', 512);
    header.write('0000644\0', 100, 'latin1');
    header.write('00000000000\0', 124, 'latin1');
    header.write(`        0`, 148, 'latin1');
    header.write(magic, 257, 'latin1');
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    return Buffer.concat([header, Buffer.alloc(1024)]);
  }

  test('is a tar file whose first name is empty', async () => {
    const archive = tar('ustar\0');
    archive.fill(0, 0, 100);
    archive.write('        ', 148, 'latin1');
    const sum = archive.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    expect(await typeOf(archive)).toBe('application/x-tar');
  });

  test.each(['', 'ustar\0'])(
    'is a tar file when the checksum of its header is right (magic "%s")',
    async (magic) => {
      const archive = tar(magic);
      expect(await typeOf(archive)).toBe('application/x-tar');
      archive[0] = 0x21;
      expect(await typeOf(archive)).toBe('application/octet-stream');
    },
  );

  test('is MPEG sound when frames follow one another', async () => {
    const frame = bytes('\xff\xfb\x90\x00', 417);
    expect(await typeOf(Buffer.concat([frame, frame, frame, frame]))).toBe('audio/mpeg');
    expect(await typeOf(bytes('\xff\xfb\x90\x00', 4000))).toBe('application/octet-stream');
    expect(await typeOf(bytes('\xff\xe0\0\x01\x02', 4000), 'song.mp3')).toBe('application/octet-stream');
  });

  test('is MPEG sound behind other bytes only when its name says so', async () => {
    const frame = bytes('\xff\xfb\x90\x00', 417);
    const late = Buffer.concat([Buffer.alloc(1000, 1), frame, frame, frame]);
    expect(await typeOf(late)).toBe('application/octet-stream');
    expect(await typeOf(late, 'song.mp3')).toBe('audio/mpeg');
  });

  test('is AAC, or sound behind a tag', async () => {
    const frame = bytes('\xff\xf1\x50\x80\x02\x1f\xfc', 16);
    expect(await typeOf(Buffer.concat([frame, frame, frame, frame]))).toBe('audio/aac');
    expect(await typeOf(bytes('ID3\x04\0\0\0\0\0\x00fLaC', 40))).toBe('audio/flac');
    expect(await typeOf(bytes('ID3\x04\0\0\0\0\0\x02\0\0\xff\xfb\x90\0', 40))).toBe('audio/mpeg');
  });

  test.each([
    [188, 0],
    [192, 4],
  ])('is a transport stream when packets of %i bytes begin alike', async (step, first) => {
    const stream = Buffer.alloc(step * 6);
    for (let packet = first; packet < stream.length; packet += step) stream[packet] = 0x47;
    expect(await typeOf(stream, 'film.ts')).toBe('video/MP2T');
    stream[first + step] = 0x46;
    expect(await typeOf(stream, 'film.ts')).toBe('application/octet-stream');
  });

  test('is a transport stream of few packets only when they fill the file', async () => {
    const packet = bytes('\x47', 188);
    expect(await typeOf(packet)).toBe('video/MP2T');
    expect(await typeOf(bytes('GRZipII\0', 200))).toBe('application/octet-stream');
  });

  test('is a cpio in binary when its first name ends where its header says', async () => {
    for (const [sign, length] of [
      ['\xc7\x71', '\x02\0'],
      ['\x71\xc7', '\0\x02'],
    ]) {
      const archive = bytes(`${sign}${'\x01'.repeat(18)}${length}\0\0\0\0x`, 64);
      expect(await typeOf(archive)).toBe('application/x-cpio');
      archive[27] = 1;
      expect(await typeOf(archive)).toBe('application/octet-stream');
    }
  });

  test('is compressed by LZW when its codes have a possible length', async () => {
    expect(await typeOf(bytes('\x1f\x9d\x90', 20))).toBe('application/x-compress');
    expect(await typeOf(bytes('\x1f\x9d\x88', 20))).toBe('application/octet-stream');
  });

  test('is an old PGP key, which says how long it is valid', async () => {
    expect(await typeOf(bytes('\x99\0\x8d\x03\x2c\0\0\x01\0\0\x01\x04', 60))).toBe('application/pgp-keys');
  });

  test('is a picture when its header makes sense', async () => {
    const targa = bytes('\0\0\x02\0\0\0\0\0\0\0\0\0\x10\0\x08\0\x18\x20', 500);
    expect(await typeOf(targa)).toBe('image/x-tga');
    const icon = bytes('\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0\x28\0\0\0\x16\0\0\0', 100);
    expect(await typeOf(icon)).toBe('image/vnd.microsoft.icon');
    const cursor = bytes('\0\0\x02\0\x01\0\x10\x10\0\0\x01\0\x20\0\x28\0\0\0\x16\0\0\0', 100);
    expect(await typeOf(cursor)).toBe('image/x-win-bitmap');
    expect(await typeOf(bytes('BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0', 70))).toBe('image/bmp');
    expect(await typeOf(bytes('BM is no bitmap\0', 70))).toBe('application/octet-stream');
    expect(await typeOf(bytes('\x0a\x05\x01\x08', 200))).toBe('image/x-pcx');
  });
});

describe('an ELF file', () => {
  /** Where the fields lie in files of 32 and of 64 bits. */
  const layouts = {
    32: { word: 4, headers: 28, headerSize: 42, count: 44, length: 16 },
    64: { word: 8, headers: 32, headerSize: 54, count: 56, length: 32 },
  };

  /** A header, and a dynamic section with one flag. */
  function elf(kind: number, flags: number, bits: 32 | 64, order: 'LE' | 'BE'): Buffer {
    const { word, headers, headerSize, count, length } = layouts[bits];
    const file = bytes(`\x7fELF${bits === 64 ? '\x02' : '\x01'}${order === 'BE' ? '\x02' : '\x01'}\x01`, 256);
    const short = (value: number, offset: number) => file[`writeUInt16${order}`](value, offset);
    const long = (value: number, offset: number) =>
      file[`writeUInt32${order}`](value, offset + (order === 'BE' ? word - 4 : 0));
    short(kind, 16);
    long(64, headers);
    short(56, headerSize);
    short(1, count);
    file[`writeUInt32${order}`](2, 64);
    long(160, 64 + word);
    long(2 * word, 64 + length);
    long(0x6ffffffb, 160);
    long(flags, 160 + word);
    return file;
  }

  test.each([
    [64, 'LE'],
    [32, 'LE'],
    [64, 'BE'],
    [32, 'BE'],
  ] as const)('of %i bits, %s, is told apart by its kind and the flag of a program', async (bits, order) => {
    expect(await typeOf(elf(1, 0, bits, order))).toBe('application/x-object');
    expect(await typeOf(elf(2, 0, bits, order))).toBe('application/x-executable');
    expect(await typeOf(elf(3, 1, bits, order))).toBe('application/x-sharedlib');
    expect(await typeOf(elf(3, 0x08000001, bits, order))).toBe('application/x-pie-executable');
    expect(await typeOf(elf(4, 0, bits, order))).toBe('application/x-coredump');
  });
});

describe('a zip file', () => {
  function entry(name: string, content = ''): Buffer {
    const header = bytes('PK\x03\x04\x14', 30);
    header.writeUInt32LE(content.length, 18);
    header.writeUInt32LE(content.length, 22);
    header.writeUInt16LE(name.length, 26);
    return Buffer.concat([header, bytes(name + content)]);
  }

  test.each<[string, Buffer[]]>([
    ['application/zip', [entry('word/document.xml')]],
    [
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      [entry('[Content_Types].xml'), entry('word/document.xml')],
    ],
    [
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
      [entry('[Content_Types].xml'), entry('ppt/presentation.xml'), entry('xl/workbook.xml')],
    ],
    [
      'application/vnd.oasis.opendocument.text',
      [entry('mimetype', 'application/vnd.oasis.opendocument.text')],
    ],
    ['application/epub+zip', [entry('mimetype', 'application/epub+zip')]],
    ['application/java-archive', [entry('META-INF/MANIFEST.MF')]],
  ])('that begins like %s is one', async (mediaType, entries) => {
    expect(await typeOf(Buffer.concat(entries))).toBe(mediaType);
  });
});

describe('a text', () => {
  test.each<[string, string, string, string]>([
    ['{"a": [1]}', 'data', 'application/json', 'content'],
    ['{"a": 1,}', 'data', 'text/plain', 'content'],
    ['// why\n{"a": 1,}', 'tsconfig.json', 'application/json', 'name'],
    ['{"a": 1}\n{"a": 2}\n', 'log.txt', 'application/x-ndjson', 'content'],
    ['<?xml version="1.0"?><a/>', 'x', 'text/xml', 'content'],
    ['<?xml version="1.0"?><office:document xmlns:office="o"/>', 'x.fodt', 'text/xml', 'content'],
    [
      '<?xml version="1.0"?>\n<office:document xmlns:office="o" office:mimetype="application/vnd.oasis.opendocument.graphics">',
      'x.xml',
      'application/vnd.oasis.opendocument.graphics-flat-xml',
      'content',
    ],
    [
      '<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg"/>',
      'x',
      'image/svg+xml',
      'content',
    ],
    ['<svg width="1"/>', 'x', 'image/svg+xml', 'content'],
    ['<?xml version="1.0"?><gpx version="1.1"/>', 'x', 'application/gpx+xml', 'content'],
    ['<gpx version="1.1"/>', 'x', 'text/plain', 'content'],
    ['<gpx version="1.1"/>', 'way.gpx', 'application/gpx+xml', 'content'],
    ['<feed xmlns="http://www.w3.org/2005/Atom"/>', 'x', 'application/atom+xml', 'content'],
    ['<?xml version="1.0"?><feed xmlns="urn:food"/>', 'x', 'text/xml', 'content'],
    [
      '<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform"/>',
      'x',
      'application/xslt+xml',
      'content',
    ],
    ['<!DOCTYPE html>\n<html/>', 'x.xhtml', 'application/xhtml+xml', 'content'],
    ['{"type": "FeatureCollection", "features": []}', 'x', 'application/geo+json', 'content'],
    ['{"type": "Film", "features": []}', 'x', 'application/json', 'content'],
    ['{"@context": "https://schema.org"}', 'x', 'application/ld+json', 'content'],
    ['{"name": "x"}', 'x.webmanifest', 'application/manifest+json', 'content'],
    ['{"cells": [], "nbformat": 4}', 'x', 'application/x-ipynb+json', 'content'],
    ['#import <Foundation/Foundation.h>\n', 'x.m', 'text/x-objective-c', 'content'],
    ['x = 1;\n', 'x.m', 'text/plain', 'content'],
    ['@import url(x.css);\n', 'x', 'text/plain', 'content'],
    ['      PROGRAM X\n      END\n', 'x.f', 'text/x-fortran', 'name'],
    ['.TP\n\\fB-v\\fR\nBe wordy.\n', 'x.inc', 'text/troff', 'content'],
    ['  0\nSECTION\n  2\nHEADER\n', 'x', 'image/vnd.dxf', 'content'],
    ['From: A <a@b.c>\nSubject: x\n\n--- a/x\n', 'fix.patch', 'text/x-diff', 'content'],
    ['<!DOCTYPE html>\n<p>x', 'x', 'text/html', 'content'],
    ['<script setup>\n</script>', 'App.vue', 'text/plain', 'content'],
    ['#!/usr/bin/env -S FOO=1 python3.11 -u\n', 'x', 'text/x-python', 'content'],
    ['#! /bin/bash -e\nls\n', 'x.txt', 'text/x-shellscript', 'content'],
    ['#!/usr/bin/made-up\n', 'x', 'text/plain', 'content'],
    ['export const one: number = 1;\n', 'one.ts', 'text/plain', 'content'],
    ['int x;\n', 'a/b.C/x.c', 'text/x-c', 'name'],
    ['#include <vector>\nnamespace x {\n}\n', 'vector', 'text/x-c++', 'content'],
    ['all:\n\ttrue\n', 'src/Makefile.in', 'text/x-makefile', 'name'],
    ['# Title\n', 'README.md', 'text/markdown', 'name'],
    ['a: 1\n', 'x.yaml', 'application/yaml', 'name'],
    ['plain\n', 'x.unheard-of', 'text/plain', 'content'],
    ['plain\n', 'photo.jpg', 'text/plain', 'content'],
    ['GIF8 is what GIF files begin with.', 'x.gif', 'text/plain', 'content'],
    ['# fuzzy\nmsgid ""\nmsgstr ""\n"a: b\\n"\n', 'x', 'text/x-po', 'content'],
    ['.TH THING 1\n', 'thing.1', 'text/troff', 'content'],
    ['\\documentclass{article}\n', 'x', 'text/x-tex', 'content'],
    [
      'From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nFrom: A\n',
      'x',
      'text/x-diff',
      'content',
    ],
    ['--- a/x\n+++ b/x\n@@ -1 +1 @@\n', 'x', 'text/x-diff', 'content'],
    [
      'Received: from a by b;\n Mon, 1 Jan 2024\nFrom: a@b.c\nSubject: x\n\nHi',
      'x',
      'message/rfc822',
      'content',
    ],
    ['From: the beginning\nof a story\n', 'x', 'text/plain', 'content'],
    ['From a@b.c Mon Jan  1 00:00:00 2024\nFrom: a@b.c\nTo: d@e.f\n\nHi', 'x', 'application/mbox', 'content'],
    ['1\n00:00:01,000 --> 00:00:02,000\nHi\n', 'x', 'application/x-subrip', 'content'],
    ['x,y\n1,2\n3,4\n', 'x', 'text/csv', 'content'],
    ['x,y\n1,2\n3,4\n', 'x.py', 'text/x-python', 'name'],
    ['First, we go.\nThen, we stay.\nLast, we go.\n', 'x', 'text/plain', 'content'],
    ['a;b\n1;2\n', 'x.csv', 'text/csv', 'name'],
    ['a,b\n1,2,3\n4,5\n6,7,8,9\n', 'x.csv', 'text/csv', 'name'],
    ['Dear all,\nthis is no table\nat all\n', 'x.csv', 'text/plain', 'content'],
  ])('%j called %s is %s by its %s', async (text, name, mediaType, mediaTypeFrom) => {
    expect(await identify(sourceOfBytes(Buffer.from(text)), name)).toEqual({ mediaType, mediaTypeFrom });
  });

  test('is seen through its encoding', async () => {
    expect(await typeOf(Buffer.from('\ufeff<?xml version="1.0"?><a/>', 'utf16le'))).toBe('text/xml');
    expect(await typeOf(Buffer.from('{"name": "value"}', 'utf16le'))).toBe('application/json');
    expect(await typeOf(Buffer.from('\ufeff{"a": 1}'))).toBe('application/json');
  });
});

test('a zip behind other bytes is told by its end and its name', async () => {
  const late = Buffer.concat([bytes('\x8a\x7e', 1000), bytes('PK\x05\x06', 22)]);
  expect(await typeOf(late, 'x.zip')).toBe('application/zip');
  expect(await typeOf(late)).toBe('application/octet-stream');
});

test('a disk image is told by its end', async () => {
  const image = Buffer.concat([bytes('\x78\x9c', 1000), bytes('koly\0\0\0\x04', 512)]);
  expect(await typeOf(image, 'x.dmg')).toBe('application/x-apple-diskimage');
  expect(await typeOf(image.subarray(0, 1000), 'x.dmg')).toBe('application/zlib');
});

describe('other bytes', () => {
  const unknown = Buffer.from([0, 1, 2, 3, 200, 0, 0, 7]);

  test('are what the name says when their format has no signature', async () => {
    expect(await identify(sourceOfBytes(unknown), 'x.sgi')).toEqual({
      mediaType: 'image/sgi',
      mediaTypeFrom: 'name',
    });
  });

  test('are a message when they begin with the header of one', async () => {
    const header = 'Received: from a by b;\nFrom: a@b.c\nSubject: x\n';
    expect(await typeOf(bytes(`${header}\n\0\x01\x02`))).toBe('message/rfc822');
    expect(await typeOf(bytes(`${header}\0\n\n`))).toBe('application/octet-stream');
  });

  test('are unknown when the name stands for anything', async () => {
    expect(await identify(sourceOfBytes(unknown), 'x.bin')).toEqual({
      mediaType: 'application/octet-stream',
      mediaTypeFrom: 'nothing',
    });
  });

  test('are unknown when the name is of text, or of a format that would have shown', async () => {
    const nothing = { mediaType: 'application/octet-stream', mediaTypeFrom: 'nothing' };
    expect(await identify(sourceOfBytes(unknown), 'x.csv')).toEqual(nothing);
    expect(await identify(sourceOfBytes(unknown), 'x.html')).toEqual(nothing);
    expect(await identify(sourceOfBytes(unknown), 'x.png')).toEqual(nothing);
    expect(await identify(sourceOfBytes(unknown), 'x')).toEqual(nothing);
  });
});
