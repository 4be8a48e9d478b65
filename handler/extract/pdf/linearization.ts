import type { ByteSource } from '../byte-source.ts';
import { countOf, type Dictionary, isDictionary, isKeyword, Reference } from './objects.ts';
import { parseAt } from './parse-at.ts';
import { parseObject } from './parse-object.ts';

export interface Linearization {
  readonly pages: number;
  readonly firstPage: Reference;
}

/**
 * What a file that was arranged for reading from its beginning says there, so that its page tree need not be fetched
 * from far behind; undefined when it is no such file, or was added to later.
 */
export async function linearizationOf(source: ByteSource): Promise<Linearization | undefined> {
  const dictionary = await linearizationDictionary(source);
  if (dictionary?.get('L') !== source.size) return undefined;
  const pages = countOf(dictionary.get('N'));
  const firstPage = countOf(dictionary.get('O'));
  if (pages === undefined || firstPage === undefined) return undefined;
  return pages === 0 ? undefined : { pages, firstPage: new Reference(firstPage, 0) };
}

/** How many pages such a file had when it was whole; nothing when it does not say. */
export async function statedPages(source: ByteSource): Promise<Pick<Linearization, 'pages'> | undefined> {
  const pages = countOf((await linearizationDictionary(source))?.get('N'));
  return pages === undefined || pages === 0 ? undefined : { pages };
}

async function linearizationDictionary(source: ByteSource): Promise<Dictionary | undefined> {
  const dictionary = await parseAt(source, 0, (lexer) => {
    lexer.next();
    lexer.next();
    return isKeyword(lexer.next(), 'obj') ? parseObject(lexer) : null;
  });
  return isDictionary(dictionary) && dictionary.has('Linearized') ? dictionary : undefined;
}
