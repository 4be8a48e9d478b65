import { addTag } from '../../audio/tags/add-tag.ts';
import { genreName } from '../../audio/tags/genres.ts';
import { type Box, boxes } from '../../boxes.ts';
import type { ByteSource } from '../../byte-source.ts';
import type { Draft } from '../../reader.ts';
import { addCameraNote } from './camera-notes.ts';
import { contentOf } from './full-box.ts';

const MAX_ITEMS = 200;
const MAX_KEYS = 200;
const MAX_TEXT = 4096;
const MAX_DEPTH = 3;
const UTF8 = 1;
const UTF16 = 2;
/** Languages from here on are ISO's, and their texts UTF-8. */
const MAC_LANGUAGES = 0x400;
/** 3GPP's boxes for text (TS 26.244): version and flags, a language, the text. */
const ASSETS = new Set(['titl', 'auth', 'perf', 'albm', 'gnre', 'dscp']);

/** Reads what people and cameras wrote into a `udta` or `meta` box, as iTunes, QuickTime and 3GPP keep it. */
export async function readUserData(
  source: ByteSource,
  box: Box,
  draft: Draft,
  depth = MAX_DEPTH,
): Promise<void> {
  let keys: readonly string[] = [];
  for await (const inner of boxes(source, await startOf(source, box), box.end, MAX_ITEMS)) {
    if (inner.type === 'meta' && depth > 0) await readUserData(source, inner, draft, depth - 1);
    else if (inner.type === 'keys') keys = await readKeys(source, inner);
    else if (inner.type === 'ilst') await readItems(source, inner, keys, draft);
    else if (inner.type.startsWith('©')) await readQuickTimeText(source, inner, draft);
    else if (ASSETS.has(inner.type)) await readAsset(source, inner, draft);
  }
}

/** MP4's `meta` begins with a version, QuickTime's does not. */
async function startOf(source: ByteSource, box: Box): Promise<number> {
  if (box.type !== 'meta') return box.content;
  const first = await source.read(box.content + 4, 4);
  return first.toString('latin1') === 'hdlr' ? box.content : box.content + 4;
}

/** The names that items refer to by number: each a box of the length, a namespace and the name. */
async function readKeys(source: ByteSource, box: Box): Promise<string[]> {
  const names: string[] = [];
  for await (const key of boxes(source, box.content + 8, box.end, MAX_KEYS)) {
    names.push((await contentOf(source, key, 256)).toString('utf8'));
  }
  return names;
}

async function readItems(
  source: ByteSource,
  ilst: Box,
  keys: readonly string[],
  draft: Draft,
): Promise<void> {
  for await (const item of boxes(source, ilst.content, ilst.end, MAX_ITEMS)) {
    const text = await readItem(source, item);
    if (text === undefined) continue;
    const key = keys[Buffer.from(item.type, 'latin1').readUInt32BE(0) - 1];
    if (key === undefined) addTag(draft, item.type, text);
    else noteByKey(draft, key, text);
  }
}

async function readItem(source: ByteSource, item: Box): Promise<string | undefined> {
  for await (const data of boxes(source, item.content, item.end, 3)) {
    if (data.type === 'data') return textOf(item.type, await contentOf(source, data, MAX_TEXT));
  }
  return undefined;
}

function noteByKey(draft: Draft, key: string, text: string): void {
  const name = key.replace(/^com\.(apple\.quicktime|android)\./, '');
  if (!addCameraNote(draft, name, text) && name !== key) addTag(draft, name, text);
}

/** The value of an item, after its type and its locale; undefined for pictures and the like. */
function textOf(item: string, bytes: Buffer): string | undefined {
  if (bytes.length < 8) return undefined;
  const type = bytes.readUInt32BE(0);
  const value = bytes.subarray(8);
  if (type === UTF8) return value.toString('utf8');
  if (type === UTF16)
    return Buffer.from(value.subarray(0, value.length & ~1))
      .swap16()
      .toString('utf16le');
  if ((item === 'trkn' || item === 'disk') && value.length >= 4) return String(value.readUInt16BE(2));
  if (item === 'gnre' && value.length >= 2) return genreName(value.readUInt16BE(0) - 1);
  return undefined;
}

/** The length of the text and its language come before it. */
async function readQuickTimeText(source: ByteSource, box: Box, draft: Draft): Promise<void> {
  const bytes = await contentOf(source, box, MAX_TEXT);
  if (bytes.length < 4) return;
  const raw = bytes.subarray(4, 4 + bytes.readUInt16BE(0));
  const utf8 = raw.toString('utf8');
  const isMac = bytes.readUInt16BE(2) < MAC_LANGUAGES && utf8.includes('\ufffd');
  const text = isMac ? new TextDecoder('macintosh').decode(raw) : utf8;
  if (!addCameraNote(draft, box.type, text)) addTag(draft, box.type, text);
}

async function readAsset(source: ByteSource, box: Box, draft: Draft): Promise<void> {
  const text = (await contentOf(source, box, MAX_TEXT)).subarray(6);
  const wide = text[0] === 0xfe && text[1] === 0xff;
  if (!wide) addTag(draft, box.type, text.toString('utf8').split('\0', 1).join());
  else
    addTag(
      draft,
      box.type,
      Buffer.from(text.subarray(2, text.length & ~1))
        .swap16()
        .toString('utf16le'),
    );
}
