import { assignFound } from '../assign-found.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { postScriptText } from './postscript-text.ts';

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
  const text = (name: string) => {
    const found = new RegExp(`/${name}\\s{0,8}\\(`, 'u').exec(head);
    return found === null ? undefined : postScriptText(head, found.index + found[0].length - 1) || undefined;
  };
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
