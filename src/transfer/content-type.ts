import mime from 'mime';

/** The media type that the end of a name stands for; `application/octet-stream` when it stands for none. */
export function contentTypeOf(name: string): string {
  return mime.getType(name) ?? 'application/octet-stream';
}
