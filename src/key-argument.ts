import { UsageError } from './errors.ts';
import { shellWord } from './explain/shell-word.ts';

/** A file's name as the argument of a command that can be copied into a shell. */
export function keyArgument(key: string): string {
  return key.startsWith('-') ? `-- ${shellWord(key)}` : shellWord(key);
}

/** Refuses a name that no file can have: the shell makes it of a variable that is not set. */
export function requireKey(key: string): string {
  if (key !== '') return key;
  throw new UsageError('the name of the file is empty', {
    hint: 'see which names there are: filepipe list-metadata',
  });
}

/** What to do about a name that nothing is known of, though there may be one that is spelled otherwise. */
export function unknownKeyHint(command: 'show' | 'trace', key: string, spelling: string | undefined): string {
  if (spelling === undefined) {
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    const prefix = folder === '' ? '' : ` --prefix ${shellWord(folder)}`;
    return `see which names there are: filepipe list-metadata${prefix}`;
  }
  const sameLook = spelling.normalize() === key.normalize();
  const what = sameLook
    ? 'there is one with its accents encoded otherwise'
    : 'there is one without what stands before it';
  return `${what}: filepipe ${command} ${keyArgument(spelling)}`;
}
