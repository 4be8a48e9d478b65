/**
 * Text as EXIF and its like hold it: up to the first zero, UTF-8 where it can be, else Latin-1, without white space
 * around it. Undefined when that is nothing.
 */
export function textOfBytes(bytes: Buffer): string | undefined {
  const end = bytes.indexOf(0);
  const used = end < 0 ? bytes : bytes.subarray(0, end);
  const text = used.toString('utf8');
  return (text.includes('\ufffd') ? used.toString('latin1') : text).trim() || undefined;
}
