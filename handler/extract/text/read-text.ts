import type { TextDetails } from '../details.ts';
import { knownTextType, textTypeOfName } from '../identify/names.ts';
import type { Draft, Reader } from '../reader.ts';
import { declaredEncoding } from './declared-encoding.ts';
import { decode } from './decode.ts';
import { type Encoding, encodingOf } from './encoding.ts';
import { htmlTitle } from './html-title.ts';
import { kindOf } from './kinds.ts';
import { countLines } from './lines.ts';
import { markdownTitle } from './markdown-title.ts';
import { markupOf } from './markup.ts';
import { readTable } from './read-table.ts';
import { type ScannedJson, scanJson } from './scan-json.ts';

/** Longer files are described from their beginning. */
const MAX_WHOLE_BYTES = 1024 * 1024;
const BEGINNING_BYTES = 128 * 1024;

/** Text, and whether it is the beginning of more. */
interface Beginning {
  readonly text: string;
  readonly cut: boolean;
}

/** Reads any kind of text: its encoding, its lines, what it is written in, and what that kind is asked for first. */
export const readText: Reader = async ({ source, name, mediaType }, draft) => {
  const cut = source.size > MAX_WHOLE_BYTES;
  const bytes = await source.read(0, cut ? BEGINNING_BYTES : source.size);
  const guess = encodingOf(bytes, cut);
  if (guess === undefined) return forgetText(draft);
  const encoding = betterEncoding(guess, bytes);
  const beginning = { text: decode(bytes, encoding), cut };
  const kind = kindOf(mediaType === 'text/plain' ? kindByName(name) : mediaType);
  draft.text = {
    ...(encoding.name === undefined
      ? {}
      : { encoding: encoding.name, encodingConfidence: encoding.confidence }),
    ...(encoding.markBytes > 0 ? { byteOrderMark: true } : {}),
    ...(cut ? {} : countLines(beginning.text)),
    ...(kind === undefined ? {} : { kind }),
    ...detailsOf(kind, beginning),
  };
  const table = kind === 'csv' || kind === 'tsv' ? readTable(beginning.text, cut) : undefined;
  if (table !== undefined) draft.table = table;
};

/** A table of which nothing came is no table, whatever it is called. */
function kindByName(name: string): string {
  const type = textTypeOfName(name) ?? 'text/plain';
  return knownTextType(type) === 'text/plain' ? type : 'text/plain';
}

/** Only the beginning looked like text. */
function forgetText(draft: Draft): void {
  if (draft.mediaType !== 'text/plain' && draft.mediaTypeFrom === 'content') return;
  draft.mediaType = 'application/octet-stream';
  draft.mediaTypeFrom = 'nothing';
}

/** What a page or a script says of itself outdoes statistics. */
function betterEncoding(guess: Encoding, bytes: Buffer): Encoding {
  const declared = guess.confidence < 1 && guess.name?.startsWith('utf-') !== true && declaredEncoding(bytes);
  return declared ? { name: declared, confidence: 0.95, markBytes: 0 } : guess;
}

/** What each kind is asked for. */
function detailsOf(kind: string | undefined, { text, cut }: Beginning): TextDetails {
  switch (kind) {
    case 'json':
    case 'ndjson':
      return jsonDetails(scanJson(text, cut));
    case 'xml':
      return rootDetails(markupOf(text)?.rootElement);
    case 'html':
      return titleDetails(htmlTitle(text));
    case 'markdown':
      return titleDetails(markdownTitle(text));
    default:
      return {};
  }
}

function jsonDetails(json: ScannedJson | undefined): TextDetails {
  return json === undefined ? {} : { jsonType: json.type, jsonKeys: json.keys };
}

function rootDetails(rootElement: string | undefined): TextDetails {
  return rootElement === undefined ? {} : { rootElement };
}

function titleDetails(title: string | undefined): TextDetails {
  return title === undefined ? {} : { title };
}
