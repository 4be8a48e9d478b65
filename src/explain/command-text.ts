import { awsCommand } from './aws-command.ts';
import type { NamedCall } from './name-answers.ts';

const WIDTH = 76;

/** The call as lines of shell, in which it keeps of its answer what later calls need. */
export function commandText(call: NamedCall): string {
  const [kept, ...others] = call.keeps;
  if (kept === undefined) return laidOut(awsCommand(call));
  const all = [kept, ...others];
  const members = all.map(({ member }) => member).join(',');
  const query = others.length === 0 ? members : `'[${members}]'`;
  const text = laidOut([...awsCommand(call), ['--query', query], ['--output', 'text']]);
  if (others.length === 0) return `${kept.variable}=$(${text})`;
  return `answer=$(${text})\nread -r ${all.map(({ variable }) => variable).join(' ')} <<<"$answer"`;
}

/** On one line, or a flag a line. */
export function laidOut(flags: readonly (readonly string[])[]): string {
  const line = flags.flat().join(' ');
  if (line.length <= WIDTH && !line.includes('\n')) return line;
  return flags.map(wrapped).join(' \\\n    ');
}

/** Values that would get too wide together go on below. */
function wrapped(words: readonly string[]): string {
  const lines: string[] = [];
  for (const [index, word] of words.entries()) {
    const line = lines.at(-1) ?? '';
    if (index === 0 || (index > 1 && line.length + word.length > WIDTH - 10)) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join(' \\\n        ');
}
