import { assignFound } from '../office/assign-found.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

/** The part that is not encrypted is shorter. */
const MAX_HEAD = 16 * 1024;

const BEGINNINGS = ['%!PS-AdobeFont', '%!FontType1'];
/** In a PFB the parts are marked, with their lengths. */
const SEGMENT = '\x80\x01';
const SEGMENT_HEADER = 6;

/** Reads what a PostScript Type 1 font says of itself in its first lines. */
export const readType1: Reader = async ({ source }, draft) => {
  const head = (await source.read(0, MAX_HEAD)).toString('latin1');
  const start = head.startsWith(SEGMENT) ? SEGMENT_HEADER : 0;
  if (!BEGINNINGS.some((beginning) => head.startsWith(beginning, start))) {
    throw new UnreadableError('it does not begin as a Type 1 font does');
  }
  const text = (name: string) =>
    textIn(new RegExp(`/${name}\\s{0,8}\\(([^)]{0,1000})\\)`, 'u').exec(head)?.[1]);
  const font: NonNullable<typeof draft.font> = {};
  draft.font = font;
  assignFound(font, {
    family: text('FamilyName'),
    style: text('Weight'),
    fullName: text('FullName'),
    postScriptName: /\/FontName\s{1,8}\/([^\s/()]{1,100})/u.exec(head)?.[1],
    version: text('version'),
    copyright: text('Copyright') ?? text('Notice'),
  });
};

function textIn(literal: string | undefined): string | undefined {
  return literal?.replace(/\\([()\\])/gu, '$1').trim() || undefined;
}
