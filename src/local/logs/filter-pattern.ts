import { jsonPattern } from './json-pattern.ts';
import { invalid } from './rules.ts';

export type Matches = (message: string) => boolean;

/**
 * A filter pattern's test: terms, `"phrases"`, `?any`, `-not`, or a `{ JSON condition }`. Patterns of
 * fields in brackets and regular expressions are refused.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(pattern: string): Matches {
  const text = pattern.trim();
  if (text.length > 1024)
    throw invalid("Value at 'filterPattern' must have length less than or equal to 1024");
  if (text.startsWith('{')) return jsonPattern(text);
  if (/^[[%]/.test(text)) throw invalid('The embedded AWS filters by terms and JSON conditions only');
  return termsPattern(text);
}

function termsPattern(text: string): Matches {
  const terms = [...text.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(([, sign, phrase, word]) => ({
    sign,
    text: phrase?.replaceAll(/\\(.)/g, '$1') ?? checkWord(word ?? ''),
  }));
  const ofSign = (wanted: string) => terms.filter(({ sign }) => sign === wanted).map((term) => term.text);
  const [all, none, any] = [ofSign(''), ofSign('-'), ofSign('?')];
  // Optional terms count only where nothing else is asked for.
  const optional = all.length + none.length === 0 ? any : [];
  return (message) =>
    all.every((term) => message.includes(term)) &&
    !none.some((term) => message.includes(term)) &&
    (optional.length === 0 || optional.some((term) => message.includes(term)));
}

function checkWord(word: string): string {
  if (/^[\p{L}\p{N}_]+$/u.test(word)) return word;
  throw invalid(`Invalid character(s) in term '${word}'`);
}
