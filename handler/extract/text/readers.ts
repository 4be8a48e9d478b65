import { jsonFormats } from '../identify/json-formats.ts';
import { vocabularyTypes } from '../identify/vocabularies.ts';
import type { Readers } from '../reader.ts';
import { readText } from './read-text.ts';

/** Text whose media type does not say so. */
export const textReaders: Readers = {
  ...Object.fromEntries([...vocabularyTypes, ...jsonFormats].map((mediaType) => [mediaType, readText])),
  'application/json': readText,
  'application/sql': readText,
  'application/toml': readText,
  'application/vnd.apple.mpegurl': readText,
  'application/xhtml+xml': readText,
  'application/x-desktop': readText,
  'application/x-mswinurl': readText,
  'application/x-ndjson': readText,
  'application/x-pem-file': readText,
  'application/x-subrip': readText,
  'application/yaml': readText,
};
