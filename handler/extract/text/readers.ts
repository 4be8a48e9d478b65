import type { Readers } from '../reader.ts';
import { readText } from './read-text.ts';

/** Text whose media type does not say so. */
export const textReaders: Readers = {
  'application/geo+json': readText,
  'application/gpx+xml': readText,
  'application/json': readText,
  'application/ld+json': readText,
  'application/sql': readText,
  'application/toml': readText,
  'application/vnd.google-earth.kml+xml': readText,
  'application/x-desktop': readText,
  'application/x-mswinurl': readText,
  'application/x-ndjson': readText,
  'application/x-pem-file': readText,
  'application/x-subrip': readText,
  'application/yaml': readText,
};
