/** What may be known of a part. */
export type Findings<Part> = { readonly [Field in keyof Part]?: Part[Field] | undefined };

/** A part of the details with what was found besides. What the part says already, it keeps. */
export function supplement<Part extends object>(part: Part | undefined, found: Findings<Part>): Part {
  const known = Object.entries(found).filter(([, value]) => value !== undefined);
  return Object.assign(Object.fromEntries(known), part);
}
