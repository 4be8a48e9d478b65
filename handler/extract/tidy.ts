import { cleanText } from './clean-text.ts';
import type { Details } from './details.ts';
import type { Draft } from './reader.ts';

const MAX_TEXT = 1000;
const MAX_LIST = 100;
/** Of all parts as JSON: a row has room for 400 KB, and every query reads it whole. */
const MAX_BYTES = 48 * 1024;
const SIGNIFICANT_DIGITS = 10;
/** Smaller than anything measured, and far from DynamoDB's limit of 1E-130. */
const LEAST = 1e-12;

/**
 * The draft as it may be stored: text that is well-formed, short and without control characters, numbers that
 * DynamoDB can hold, nothing empty, and all of it small. What does not fit is left out.
 */
export function tidy({ schema, mediaType, mediaTypeFrom, ...parts }: Draft): Details {
  let room = MAX_BYTES;
  function tidyPart(part: object): object | undefined {
    const fields = Object.entries(part).flatMap(([field, value]) => {
      const tidied = tidyValue(value);
      const bytes = tidied === undefined ? 0 : Buffer.byteLength(JSON.stringify([field, tidied]));
      if (tidied === undefined || bytes > room) return [];
      room -= bytes;
      return [[field, tidied]];
    });
    return fields.length === 0 ? undefined : Object.fromEntries(fields);
  }
  const tidied = Object.entries(parts).flatMap(([name, part]) => {
    const fields = tidyPart(part);
    return fields === undefined ? [] : [[name, fields]];
  });
  return { schema, mediaType: cleanText(mediaType, MAX_TEXT), mediaTypeFrom, ...Object.fromEntries(tidied) };
}

function tidyValue(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value, MAX_TEXT) || undefined;
  if (typeof value === 'number') return tidyNumber(value);
  if (typeof value === 'boolean') return value;
  if (!Array.isArray(value)) return undefined;
  const list = value
    .slice(0, MAX_LIST)
    .filter((item) => typeof item === 'string')
    .map((item) => cleanText(item, MAX_TEXT));
  return list.length === 0 ? undefined : list;
}

/** What no file can truly say (2⁵³ pages) is damage. */
function tidyNumber(value: number): number | undefined {
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return undefined;
  if (Number.isInteger(value)) return value + 0;
  return Math.abs(value) < LEAST ? 0 : Number(value.toPrecision(SIGNIFICANT_DIGITS));
}
