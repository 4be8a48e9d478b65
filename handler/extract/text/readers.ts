import type { Readers } from '../reader.ts';
import { readText } from './read-text.ts';

/** Text whose media type does not say so. */
export const textReaders: Readers = {
  'application/json': readText,
  'application/sql': readText,
  'application/toml': readText,
  'application/vnd.apple.mpegurl': readText,
  'application/x-desktop': readText,
  'application/x-mswinurl': readText,
  'application/x-ndjson': readText,
  'application/x-pem-file': readText,
  'application/x-subrip': readText,
  'application/yaml': readText,
};
