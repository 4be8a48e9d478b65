/** `$util.…` by name. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html */
export const utilities: Readonly<Record<string, (text: string) => unknown>> = {
  escapeJavaScript,
  parseJson,
  // As java.net.URLEncoder does: for forms, so a space becomes a plus.
  urlEncode: (text) => new URLSearchParams({ '': text }).toString().slice(1),
  urlDecode: (text) => new URLSearchParams(`=${text.replaceAll('&', '%26')}`).get('') ?? '',
  base64Encode: (text) => Buffer.from(text).toString('base64'),
  base64Decode: (text) => Buffer.from(text, 'base64').toString('utf8'),
};

/** The body should be JSON and is not. */
export class BodyNotJsonError extends Error {
  constructor(cause: unknown) {
    super('Could not parse request body into json', { cause });
    this.name = 'BodyNotJsonError';
  }
}

/** The value in a text; nothing at all counts as an empty object. Throws a `BodyNotJsonError`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch (cause) {
    throw new BodyNotJsonError(cause);
  }
}

/** A value as it stands in a rendered text: JSON, where Java would write `{name=value}`. */
export function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Safe between quotes of JavaScript. Not of JSON, which knows no `\'`. */
function escapeJavaScript(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/['/]/g, '\\$&')
    .replace(
      /[^\x20-\x7e]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    );
}
