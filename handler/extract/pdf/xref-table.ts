import type { ByteSource } from '../byte-source.ts';
import { UnreadableError } from '../unreadable-error.ts';
import type { FindPlace, XrefSection } from './cross-reference.ts';
import { finderOfRuns, type NumberRun } from './number-runs.ts';
import { type Dictionary, isDictionary, isKeyword } from './objects.ts';
import { parseAt } from './parse-at.ts';
import { parseObject } from './parse-object.ts';

/** A run of entries. */
interface Run extends NumberRun {
  readonly position: number;
  readonly entryBytes: number;
}

const MAX_RUNS = 50_000;
/** Trailers have a handful of entries. */
const MAX_TRAILER_BYTES = 16 * 1024;
const HEAD_BYTES = 64;
const ENTRY = /^(\d{10})[ \t]+(\d{5})[ \t]+([fn])[ \r\n\t]{0,4}/;
const FREE_HEAD = /^0{10} 65535 f/;
/** What a table begins with, after white space. */
const START = /^[\0\t\n\f\r ]*xref/;

export async function isXrefTable(source: ByteSource, position: number): Promise<boolean> {
  return START.test(await textAt(source, position));
}

/** Reads what a table's runs are and the trailer behind them; the entries one by one when they are asked for. */
export async function readXrefTable(source: ByteSource, start: number): Promise<XrefSection> {
  const runs: Run[] = [];
  let position = start + (START.exec(await textAt(source, start))?.[0].length ?? 0);
  while (runs.length < MAX_RUNS) {
    const head = /^\s*(\d{1,10})\s+(\d{1,10})\s*/.exec(await textAt(source, position));
    if (head === null)
      return { trailer: await readTrailer(source, position), find: findIn(source, runs), effort: 0 };
    position += head[0].length;
    const run = await readRun(source, position, Number(head[1]), Number(head[2]));
    runs.push(run);
    position += run.count * run.entryBytes;
    if (position > source.size) break;
  }
  throw new UnreadableError('its cross-reference table has no end');
}

/** Entries have 20 bytes, but some programs get their ends of line wrong, and some count from 1. */
async function readRun(source: ByteSource, position: number, first: number, count: number): Promise<Run> {
  const text = await textAt(source, position);
  const entry = ENTRY.exec(text);
  if (entry === null && count > 0) throw new UnreadableError('its cross-reference table is damaged');
  const countsFromOne = first === 1 && FREE_HEAD.test(text);
  return { first: countsFromOne ? 0 : first, count, position, entryBytes: entry?.[0].length ?? 0 };
}

function readTrailer(source: ByteSource, position: number): Promise<Dictionary> {
  return parseAt(
    source,
    position,
    (lexer) => {
      const keyword = lexer.next();
      const trailer = parseObject(lexer);
      if (isKeyword(keyword, 'trailer') && isDictionary(trailer)) return trailer;
      throw new UnreadableError('its cross-reference table has no trailer');
    },
    MAX_TRAILER_BYTES,
  );
}

function findIn(source: ByteSource, runs: readonly Run[]): FindPlace {
  const runOf = finderOfRuns(runs);
  return async (number) => {
    const run = runOf(number);
    if (run === undefined) return undefined;
    const text = await textAt(source, run.position + (number - run.first) * run.entryBytes);
    const [, position, , use] = ENTRY.exec(text) ?? [];
    if (position === undefined) throw new UnreadableError('its cross-reference table is damaged');
    return use === 'n' ? { kind: 'at', position: Number(position) } : { kind: 'free' };
  };
}

async function textAt(source: ByteSource, position: number): Promise<string> {
  return (await source.read(position, HEAD_BYTES)).toString('latin1');
}
