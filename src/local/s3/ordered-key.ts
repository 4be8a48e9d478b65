/**
 * One table key from a bucket, a name and what orders its records, such that table keys are ordered
 * by bucket, then by the name's UTF-8 bytes, then by `order`. Names may hold any character.
 */
export function orderedKey(bucket: string, name: string, order: string): string {
  return `${allOf(bucket, name)}${order}`;
}

/** What every key of the records of one name begins with; nothing else sorts between them. */
function allOf(bucket: string, name: string): string {
  return `${startOf(bucket, name)}\0\0`;
}

/** The lower bound of names that are `name` or sort after it. */
function startOf(bucket: string, name: string): string {
  return `${bucket}\0${name.replaceAll('\0', '\0\x01')}`;
}

/** Where in a bucket's records to start. */
export type Position =
  | { readonly at: 'name'; readonly name: string }
  | { readonly at: 'after-name'; readonly name: string }
  | { readonly at: 'after-record'; readonly name: string; readonly order: string }
  /** After every name that begins so. */
  | { readonly at: 'after-prefix'; readonly prefix: string };

/** A bucket's records from `position` on. */
export function rangeFrom(bucket: string, position: Position) {
  return { ...lowerBound(bucket, position), lt: endOfBucket(bucket) };
}

/** All records of one name. */
export function rangeOf(bucket: string, name: string) {
  return { gte: allOf(bucket, name), lt: endOf(bucket, name) };
}

/** The upper bound, itself excluded, of all records of one name. */
function endOf(bucket: string, name: string): string {
  return `${startOf(bucket, name)}\0\x01`;
}

/** The upper bound, itself excluded, of a bucket's records. */
function endOfBucket(bucket: string): string {
  return `${bucket}\x01`;
}

function lowerBound(bucket: string, position: Position) {
  switch (position.at) {
    case 'name':
      return { gte: startOf(bucket, position.name) };
    case 'after-name':
      return { gte: endOf(bucket, position.name) };
    case 'after-record':
      return { gt: orderedKey(bucket, position.name, position.order) };
    case 'after-prefix':
      return { gt: `${startOf(bucket, position.prefix)}${LAST_CHARACTER}` };
  }
}

/** Names that go on with this very character after a prefix are met again; listings pass over them. */
const LAST_CHARACTER = '\u{10FFFF}';
