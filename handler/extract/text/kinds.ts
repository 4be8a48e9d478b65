/** Kinds that are not simply the end of their media type. */
const KINDS: Readonly<Record<string, string>> = {
  'text/plain': '',
  'text/x-shellscript': 'shell',
  'text/x-msdos-batch': 'batch',
  'text/x-script.python': 'python',
  'text/tab-separated-values': 'tsv',
  'text/x-po': 'gettext',
  'application/x-plist': 'xml',
  'application/xhtml+xml': 'html',
  'application/x-subrip': 'subrip',
  'application/x-ndjson': 'ndjson',
  'application/x-pem-file': 'pem',
};

/** In a word, what a text of this media type is written in; undefined for plain text. */
export function kindOf(mediaType: string): string | undefined {
  if (Object.hasOwn(KINDS, mediaType)) return KINDS[mediaType] || undefined;
  if (mediaType.endsWith('+json')) return 'json';
  if (mediaType.endsWith('+xml')) return 'xml';
  return mediaType.replace(/^(?:text|application)\/(?:x-|vnd\.)?/, '').toLowerCase();
}
