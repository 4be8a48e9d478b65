import { assignFound } from '../assign-found.ts';
import type { Draft } from '../reader.ts';
import { fontNames } from './name-table.ts';
import type { FontTables } from './sfnt-tables.ts';

/** Says what the tables of a font tell about it. The names that group styles into families as designers do come first. */
export async function describeFont({ table }: FontTables, draft: Draft): Promise<void> {
  const font: NonNullable<Draft['font']> = draft.font ?? {};
  draft.font = font;
  const names = fontNames((await table('name')) ?? Buffer.alloc(0));
  assignFound(font, {
    family: names.get(16) ?? names.get(1),
    style: names.get(17) ?? names.get(2),
    fullName: names.get(4),
    postScriptName: names.get(6),
    version: names.get(5),
    copyright: names.get(0),
  });
  assignFound(font, { glyphs: secondNumber(await table('maxp')) });
  assignFound(font, { weight: secondNumber(await table('OS/2')) });
}

/** Two tables have what is looked for behind their version and another number. */
function secondNumber(table: Buffer | undefined): number | undefined {
  return table !== undefined && table.length >= 6 ? table.readUInt16BE(4) : undefined;
}
