import { shellWord } from './explain/shell-word.ts';

/** A file's name as the argument of a command that can be copied into a shell. */
export function keyArgument(key: string): string {
  return key.startsWith('-') ? `-- ${shellWord(key)}` : shellWord(key);
}
