/** Contents of different kinds, so that a row with another content's details is noticed, and one that is not read whole. */
export const contents: readonly Buffer[] = [
  Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'),
  Buffer.concat([Buffer.from('fLaC\x00\x00\x00\x22', 'latin1'), Buffer.alloc(140_000)]),
  Buffer.from('%PDF-1.7\n'),
  Buffer.alloc(0),
];

/** The content of that number. */
export function contentOf(number: number): Buffer {
  const content = contents[number];
  if (content === undefined) throw new Error(`there is no content ${number}`);
  return content;
}
