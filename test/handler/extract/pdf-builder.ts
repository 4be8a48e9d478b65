export interface PdfParts {
  /** By number, without `obj` and `endobj`. */
  readonly objects: Readonly<Record<number, string>>;
  /** Entries of the trailer besides `Size`, `Root` (1) and `Info` (2). */
  readonly trailer?: string;
  /** Stands before the objects, and in no cross-reference. */
  readonly before?: string;
  /** Stand between the objects and the cross-reference. */
  readonly paddingBytes?: number;
}

/** A PDF with a cross-reference table: object 1 is its catalog, object 2 its information. */
export function pdfOf({ objects, trailer = '', before = '', paddingBytes = 0 }: PdfParts): Buffer {
  const parts = [`%PDF-1.4\n${before}`];
  let length = 9 + before.length;
  const positions = new Map<number, number>();
  for (const [number, content] of Object.entries(objects)) {
    const text = `${number} 0 obj\n${content}\nendobj\n`;
    positions.set(Number(number), length);
    length += Buffer.byteLength(text, 'latin1');
    parts.push(text);
  }
  const size = Math.max(...positions.keys()) + 1;
  const rows = Array.from({ length: size }, (_, number) => row(positions.get(number)));
  parts.push(`${' '.repeat(paddingBytes)}xref\n0 ${size}\n${rows.join('')}`);
  parts.push(`trailer\n<< /Size ${size} /Root 1 0 R /Info 2 0 R ${trailer} >>\n`);
  parts.push(`startxref\n${length + paddingBytes}\n%%EOF\n`);
  return Buffer.from(parts.join(''), 'latin1');
}

function row(position: number | undefined): string {
  return position === undefined
    ? '0000000000 65535 f \n'
    : `${String(position).padStart(10, '0')} 00000 n \n`;
}
