import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** Larger than one part of a multipart upload. */
const BIG_BYTES = 12 * 1024 * 1024;

/** Writes a few real files of different kinds into the folder, and returns their paths. */
export async function writeSampleFiles(folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const files = {
    'invoice.pdf': pdf('Invoice 2026-042'),
    'sunset.png': png(64, 48),
    'Überschuss & Verlust.csv': csv(200),
    'recording.bin': noise(BIG_BYTES),
  };
  const paths = Object.keys(files).map((name) => join(folder, name));
  await Promise.all(Object.values(files).map((bytes, index) => writeFile(paths[index] ?? folder, bytes)));
  return paths;
}

/** One page with one line of text. */
function pdf(text: string): Buffer {
  const stream = `BT /F1 24 Tf 72 720 Td (${text}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body + table + trailer, 'latin1');
}

/** An evening sky: eight bits, true colour. */
function png(width: number, height: number): Buffer {
  const row = (y: number) => [
    0,
    ...Array.from({ length: width }, () => [255 - y * 3, 120 - y, y * 4]).flat(),
  ];
  const pixels = Buffer.from(Array.from({ length: height }, (_, y) => row(y)).flat());
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(pixels)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(content), 4);
  return Buffer.concat([frame.subarray(0, 4), content, frame.subarray(4)]);
}

function csv(rows: number): Buffer {
  const lines = Array.from(
    { length: rows },
    (_, n) => `2026-11-${String((n % 28) + 1).padStart(2, '0')};${n * 17 - 900}`,
  );
  return Buffer.from(`Datum;Überschuss\r\n${lines.join('\r\n')}\r\n`, 'utf8');
}

/** Bytes of every value that do not compress, the same every time (xorshift32). */
function noise(bytes: number): Buffer {
  const words = new Uint32Array(bytes / 4);
  let state = 0x9e3779b9;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return Buffer.from(words.buffer);
}
