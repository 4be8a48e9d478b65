/** The first that is a time; zero, and years that stand for "unknown", are none. */
export function knownTime(...values) {
  return values.find((value) => /^[1-9]\d{3}[:-]/.test(value ?? ''));
}
