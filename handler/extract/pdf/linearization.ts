import type { ByteSource } from '../byte-source.ts';
import { countOf, isDictionary, isKeyword, Reference } from './objects.ts';
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
  const dictionary = await parseAt(source, 0, (lexer) => {
    lexer.next();
    lexer.next();
    return isKeyword(lexer.next(), 'obj') ? parseObject(lexer) : null;
  });
  if (!isDictionary(dictionary) || !dictionary.has('Linearized')) return undefined;
  if (dictionary.get('L') !== source.size) return undefined;
  const pages = countOf(dictionary.get('N'));
  const firstPage = countOf(dictionary.get('O'));
  if (pages === undefined || firstPage === undefined) return undefined;
  return pages === 0 ? undefined : { pages, firstPage: new Reference(firstPage, 0) };
}
