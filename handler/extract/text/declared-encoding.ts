const WITHIN_BYTES = 2048;

/** Of XML, of HTML in its two ways, of CSS, and of scripts (PEP 263). */
const DECLARATIONS = [
  /^<\?xml[^>]{1,200}\bencoding=["']([\w.:-]{1,40})["']/,
  /<meta[^>]{1,200}\bcharset=["']?([\w.:-]{1,40})/i,
  /^@charset "([\w.:-]{1,40})"/,
  /^(?:[^\n]{0,200}\n)?[ \t]*#[^\n]{0,100}coding[:=][ \t]*([\w.-]{1,40})/,
];

/** IANA's names for what is often written instead. */
const ALIASES: Readonly<Record<string, string>> = {
  latin1: 'iso-8859-1',
  'latin-1': 'iso-8859-1',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1252: 'windows-1252',
  sjis: 'shift_jis',
  'x-sjis': 'shift_jis',
};

/** The encoding that a text says it has, in lower case; undefined when it says none that is known. */
export function declaredEncoding(bytes: Buffer): string | undefined {
  const beginning = bytes.toString('latin1', 0, WITHIN_BYTES);
  for (const declaration of DECLARATIONS) {
    const said = declaration.exec(beginning)?.[1]?.toLowerCase();
    const name = said === undefined ? undefined : (ALIASES[said] ?? said);
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
