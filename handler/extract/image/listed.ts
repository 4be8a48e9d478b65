/** What is in a list, each thing once; undefined when that is nothing. */
export function listed(texts: readonly string[]): string[] | undefined {
  const list = [...new Set(texts.map((text) => text.trim()))].filter((text) => text !== '');
  return list.length === 0 ? undefined : list;
}
