const WITHIN_BYTES = 2048;

/** Of XML, of HTML in its two ways, of CSS, and of scripts (PEP 263). */
const DECLARATIONS = [
  /^<\?xml[^>]{1,200}\bencoding=["']([\w.:-]{1,40})["']/,
  /<meta[^>]{1,200}\bcharset=["']?([\w.:-]{1,40})/i,
  /^@charset "([\w.:-]{1,40})"/,
  /^(?:[^\n]{0,200}\n)?[ \t]*#[^\n]{0,100}coding[:=][ \t]*([\w.-]{1,40})/,
];

/** The encoding that a text says it has, in lower case; undefined when it says none that is known. */
export function declaredEncoding(bytes: Buffer): string | undefined {
  const beginning = bytes.toString('latin1', 0, WITHIN_BYTES);
  for (const declaration of DECLARATIONS) {
    const name = declaration.exec(beginning)?.[1]?.toLowerCase();
    if (name !== undefined && !name.startsWith('utf') && isKnown(name)) return name;
  }
  return undefined;
}

function isKnown(name: string): boolean {
  try {
    new TextDecoder(name);
    return true;
  } catch {
    return false;
  }
}
