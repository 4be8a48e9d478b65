import { decodeCodePage } from '../../code-page.ts';

/** `{\title The text}`: a group by its first control word. */
export interface RtfGroup {
  readonly name: string;
  /** The number behind its first control word. */
  readonly value: number | undefined;
  /** Of the other control words in it that have a number. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly text: string;
}

const MAX_TOKENS = 20_000;
const MAX_DEPTH = 16;
const TOKEN = /\{|\}|\\'[\da-f]{2}|\\[a-z]{1,32}(?:-?\d{1,10})? ?|\\[^a-z]|[^{}\\]{1,4096}/giy;

/** The groups inside a group, inner ones before outer ones, with their texts. */
export function rtfGroups(rtf: string, codePage: number): readonly RtfGroup[] {
  const found: RtfGroup[] = [];
  const open: OpenGroup[] = [];
  for (const token of tokensOf(rtf)) {
    if (token === '{') open.push(new OpenGroup(codePage));
    else if (token !== '}') open.at(-1)?.add(token);
    else {
      const group = open.pop();
      if (group !== undefined) found.push(group.closed());
    }
    if (open.length === 0 || open.length > MAX_DEPTH) break;
  }
  return found;
}

function* tokensOf(rtf: string): Generator<string> {
  TOKEN.lastIndex = 0;
  for (let count = 0; count < MAX_TOKENS; count += 1) {
    const token = TOKEN.exec(rtf)?.[0];
    if (token === undefined) return;
    yield token;
  }
}

class OpenGroup {
  #name = '';
  #value: number | undefined;
  readonly #numbers = new Map<string, number>();
  #text = '';
  #bytes: number[] = [];
  /** How many characters for readers that do not know Unicode follow each that is given as a number. */
  #substitutes = 1;
  #skip = 0;
  readonly #codePage: number;

  constructor(codePage: number) {
    this.#codePage = codePage;
  }

  add(token: string): void {
    if (!token.startsWith('\\')) this.#addBytes(Buffer.from(token.replace(/[\r\n]/gu, ''), 'latin1'));
    else if (token.startsWith("\\'")) this.#addBytes(Buffer.from(token.slice(2), 'hex'));
    else if (/^\\[a-z]/iu.test(token)) this.#addControl(token.slice(1).trimEnd());
    else this.#addBytes(Buffer.from(SYMBOLS[token.slice(1)] ?? '', 'latin1'));
  }

  closed(): RtfGroup {
    this.#flush();
    return { name: this.#name, value: this.#value, numbers: this.#numbers, text: this.#text.trim() };
  }

  #addBytes(bytes: Buffer): void {
    const skipped = Math.min(this.#skip, bytes.length);
    this.#skip -= skipped;
    this.#bytes.push(...bytes.subarray(skipped));
  }

  #addControl(control: string): void {
    const word = control.replace(/-?\d+$/u, '');
    const value = control === word ? undefined : Number(control.slice(word.length));
    if (word === 'u' && value !== undefined) {
      this.#addText(String.fromCharCode(value & 0xffff));
      this.#skip = this.#substitutes;
    } else if (word === 'uc') this.#substitutes = value ?? 1;
    else if (WORDS[word] !== undefined) this.#addText(WORDS[word]);
    else if (this.#name === '') {
      this.#name = word;
      this.#value = value;
    } else if (value !== undefined) this.#numbers.set(word, value);
  }

  #addText(text: string): void {
    this.#flush();
    this.#text += text;
  }

  #flush(): void {
    this.#text += decodeCodePage(Buffer.from(this.#bytes), this.#codePage);
    this.#bytes = [];
  }
}

/** Behind a backslash: themselves, or a kind of space. */
const SYMBOLS: Readonly<Record<string, string>> = {
  '\\': '\\',
  '{': '{',
  '}': '}',
  '~': ' ',
  '\n': ' ',
  '\r': ' ',
};

const WORDS: Readonly<Record<string, string>> = {
  bullet: '\u2022',
  emdash: '\u2014',
  endash: '\u2013',
  ldblquote: '\u201c',
  line: ' ',
  lquote: '\u2018',
  par: ' ',
  rdblquote: '\u201d',
  rquote: '\u2019',
  tab: ' ',
};
