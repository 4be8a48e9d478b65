import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellWord, variable } from '../../src/explain/shell-word.ts';

const texts = [
  'plain-word_1.txt',
  '',
  "it's",
  '$HOME `id` $(id) "double" \\ back',
  '*.{a,b} ~ !! #x & ; | < > ?',
  "'quoted'\nin two lines\t",
  'Überschuß 日本',
  '--',
];

test.each(texts)('bash reads %j back as it was', (text) => {
  expect(inBash(shellWord(text))).toBe(text);
});

test.each(texts)('bash puts a variable’s value in the middle of %j', (text) => {
  const word = shellWord(`${text}${variable('id')}${text}${variable('id')}x`);
  expect(inBash(word)).toBe(`${text}a b$${text}a b$x`);
});

test('what needs no quotes has none', () => {
  expect(shellWord('arn:aws:s3:::bucket/key')).toBe('arn:aws:s3:::bucket/key');
  expect(shellWord(variable('id'))).toBe('"$id"');
  expect(shellWord(`${variable('id')}s/${variable('id')}`)).toBe(`"\${id}s/$id"`);
});

function inBash(word: string): string {
  return execFileSync('bash', ['-c', `id='a b$'; set -- ${word}; printf %s "$1"`], { encoding: 'utf8' });
}
