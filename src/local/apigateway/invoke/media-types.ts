/** The type of a Content-Type or Accept header: the first, without parameters; JSON when there is none. */
export function mediaType(header: string | undefined): string {
  const [first = ''] = (header ?? '').split(/[,;]/);
  return first.trim().toLowerCase() || 'application/json';
}

/** Whether payloads of this type are bytes. `*` stands for either half. */
export function isBinary(binaryMediaTypes: readonly string[], type: string): boolean {
  return binaryMediaTypes.some((pattern) => {
    const [kind, subtype] = pattern.toLowerCase().split('/');
    const [itsKind, itsSubtype] = type.split('/');
    return (kind === '*' || kind === itsKind) && (subtype === '*' || subtype === itsSubtype);
  });
}
