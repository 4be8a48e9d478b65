/** Sets those fields that were found, and leaves the others as they are. */
export function assignFound<T extends object>(
  target: T,
  found: { readonly [Field in keyof T]?: T[Field] | undefined },
): void {
  Object.assign(target, Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)));
}
